/* csv: what a member sells, or keeps in the stock-room, as a table that import takes back. */
#include "route/route.h"

#include <string.h>

#include "base/csv.h"
#include "data/csv_answer.h"
#include "model/item.h"
#include "model/product.h"

#define COUNT(cells) (sizeof(cells) / sizeof *(cells))

/* The text of a number, in a buffer that serves for every row. */
static const char *plain_money(struct buffer *text, struct money money)
{
	buffer_clear(text);
	money_plain(text, money);
	return text->data;
}

static const char *plain_integer(struct buffer *text, int64_t number)
{
	buffer_clear(text);
	buffer_integer(text, number);
	return text->data;
}

static void put_products(struct request *req, struct buffer *out)
{
	static const char *const header[] = { "id", "name", "price", "description", "stock",
		"category", "available" };
	struct products products = product_of_user(req->db, req->user->id, INT64_MAX);
	struct buffer price = { 0 }, stock = { 0 };
	struct product product;

	csv_put(out, header, COUNT(header));
	while (product_next(&products, &product)) {
		const char *const cell[] = { product.id, product.name,
			plain_money(&price, product.price), product.description,
			plain_integer(&stock, product.stock),
			product.category != NULL ? product.category : "",
			product.available ? "1" : "0" };

		csv_put(out, cell, COUNT(cell));
	}
	buffer_free(&price);
	buffer_free(&stock);
}

static void put_items(struct request *req, struct buffer *out)
{
	static const char *const header[] = { "id", "name", "amount", "description", "threshold" };
	struct items items = items_of_user(req->db, req->user->id, 0);
	struct buffer id = { 0 }, amount = { 0 }, threshold = { 0 };
	struct item item;

	csv_put(out, header, COUNT(header));
	while (item_next(&items, &item)) {
		const char *const cell[] = { plain_integer(&id, item.id), item.name,
			plain_integer(&amount, item.amount), item.description,
			plain_integer(&threshold, item.threshold) };

		csv_put(out, cell, COUNT(cell));
	}
	buffer_free(&id);
	buffer_free(&amount);
	buffer_free(&threshold);
}

static void show(struct request *req, struct response *res)
{
	bool of_items = strcmp(req->path, "item") == 0;

	if (!of_items && *req->path != '\0')
		fail(404, "no table of %.40s", req->path);
	csv_answer(req, res, of_items ? "items" : "products");
	(of_items ? put_items : put_products)(req, &res->body);
}

ROUTE(.get = show, .access = SIGNED_IN, .takes_path = 1, .never_stored = true);
