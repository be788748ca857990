/* The form in which a seller writes into the ledger of a product's stock. */
#ifndef MARKET_STOCK_FORM_H
#define MARKET_STOCK_FORM_H

#include <stdbool.h>

#include "model/product.h"
#include "model/stock.h"
#include "route/field.h"

struct stock_form {
	struct field change, reason, note;
	const struct field *fields[4];
};

/* An empty form. */
void stock_form_begin(struct stock_form *form, struct request *req);

/*
 * Read what was sent into `change`, made by the visitor; false when something is wrong, and the
 * fields say what.  What was counted becomes the difference to the product's stock, which may be 0.
 */
bool stock_form_read(struct stock_form *form, struct request *req, const struct product *product,
	struct stock_change *change);

/* What it was, in plain words, translated: "Restocked"; and how much: "+12". */
const char *stock_reason_text(const struct request *req, const struct stock_change *change);
const char *stock_quantity(const struct request *req, const struct stock_change *change);

#endif
