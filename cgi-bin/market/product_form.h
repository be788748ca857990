/* The form in which a product is added and changed. */
#ifndef MARKET_PRODUCT_FORM_H
#define MARKET_PRODUCT_FORM_H

#include <stdbool.h>

#include "route/product_fields.h"

enum { PRODUCT_FIELDS = 7 };

struct product_form {
	struct product_fields words;
	struct field image;
	const struct field *fields[PRODUCT_FIELDS + 1]; /* those that are shown, in order */
	struct product product;                         /* what was read */
};

/* A form that shows `current`, or an empty one for a new product (NULL). */
void product_form_begin(struct product_form *form, struct request *req,
	const struct product *current);

/*
 * Read what was sent into form->product; false when something is wrong, and the fields say what.
 * The database is only read, and behind it db_write is due.  A picture is stored already.
 */
bool product_form_read(struct product_form *form, struct request *req);

#endif
