/* What a checkout asks: a guest says whom the order is for; a member is known. */
#ifndef MARKET_CHECKOUT_FORM_H
#define MARKET_CHECKOUT_FORM_H

#include <stdbool.h>

#include "route/field.h"

struct checkout_form {
	struct field name, phone;
	const struct field *fields[3];  /* none for members */
	int64_t buyer_id;               /* 0: a guest */
	const char *buyer, *given_phone;
	bool has_changed;               /* the visitor was shown something else */
};

void checkout_form_begin(struct checkout_form *form, struct request *req);

/* False when something is missing, and the fields say what. */
bool checkout_form_read(struct checkout_form *form, struct request *req);

#endif
