/* The form in which a product is added and changed. */
#ifndef MARKET_PRODUCT_FORM_H
#define MARKET_PRODUCT_FORM_H

#include <stdbool.h>

#include "model/product.h"
#include "route/field.h"

enum { PRODUCT_FIELDS = 6 };

struct product_form {
	struct field name, price, description, stock, category, available;
	const struct field *fields[PRODUCT_FIELDS + 1]; /* those that are shown, in order */
	struct product product;                         /* what was read */
};

/* A form that shows `current`, or an empty one for a new product (NULL). */
void product_form_begin(struct product_form *form, struct request *req,
	const struct product *current);

/* Read what was sent into form->product; false when something is wrong, and the fields say what. */
bool product_form_read(struct product_form *form, struct request *req);

#endif
