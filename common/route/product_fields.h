/*
 * What is said of a product in words and numbers, and the rules for it: those of its form, and of
 * a row in a table.
 */
#ifndef ROUTE_PRODUCT_FIELDS_H
#define ROUTE_PRODUCT_FIELDS_H

#include "model/product.h"
#include "route/field.h"

struct product_fields {
	struct field name, price, stock, category, description, available;
	const struct field *list[7]; /* in the order in which they are shown; ends with a NULL */
	int decimals;                /* of the price */
};

/*
 * As they are for `current`, or empty for a new product (NULL): whether a product is on sale can
 * only be said of one that exists.  Only the empty ones ask the database, for the currency.
 */
void product_fields_begin(struct product_fields *fields, struct request *req,
	const struct product *current);

/*
 * Read what was sent into the product, which keeps what these fields do not speak of.  False:
 * something is wrong, and the fields say what.
 */
bool product_fields_read(struct product_fields *fields, struct request *req,
	struct product *product);

#endif
