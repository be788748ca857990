/* Products and items as rows of a table. */
#include "data/thing_row.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/csv.h"

enum { DIGITS = 24 /* of any integer, with its sign and a NUL */ };

static const char *plain(char text[DIGITS], int64_t number)
{
	snprintf(text, DIGITS, "%" PRId64, number);
	return text;
}

void product_row_header(struct buffer *out)
{
	static const char *const header[] = { "id", "name", "price", "description", "stock",
		"category", "available" };

	csv_put(out, header, sizeof header / sizeof *header);
}

void item_row_header(struct buffer *out)
{
	static const char *const header[] = { "id", "name", "amount", "description", "threshold" };

	csv_put(out, header, sizeof header / sizeof *header);
}

void product_row_put(struct buffer *out, const struct product *product)
{
	struct buffer price = { 0 };
	char stock[DIGITS];

	money_plain(&price, product->price);
	csv_put(out, (const char *const[]){ product->id, product->name, price.data,
		product->description, plain(stock, product->stock),
		product->category != NULL ? product->category : "",
		product->available ? "1" : "0" }, 7);
	buffer_free(&price);
}

void item_row_put(struct buffer *out, const struct item *item)
{
	char id[DIGITS], amount[DIGITS], threshold[DIGITS];

	csv_put(out, (const char *const[]){ plain(id, item->id), item->name,
		plain(amount, item->amount), item->description,
		plain(threshold, item->threshold) }, 5);
}
