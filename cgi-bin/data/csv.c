/* csv: what a member sells, or keeps in the stock-room, as a table that import takes back. */
#include "route/route.h"

#include <string.h>

#include "data/csv_answer.h"
#include "data/thing_row.h"

static void put_products(struct request *req, struct buffer *out)
{
	struct products products = product_of_user(req->db, req->user->id, INT64_MAX);
	struct product product;

	product_row_header(out);
	while (product_next(&products, &product))
		product_row_put(out, &product);
}

static void put_items(struct request *req, struct buffer *out)
{
	struct items items = items_of_user(req->db, req->user->id, 0);
	struct item item;

	item_row_header(out);
	while (item_next(&items, &item))
		item_row_put(out, &item);
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
