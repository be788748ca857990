/* The form in which a member says how buyers reach and pay them. */
#ifndef MARKET_PAYMENT_FORM_H
#define MARKET_PAYMENT_FORM_H

#include <stdbool.h>

#include "model/seller.h"
#include "route/field.h"

struct payment_form {
	struct field phone, bank_account, qris;
	const struct field *fields[4]; /* all of them; ends with a NULL */
	struct seller seller;          /* as it is, and then what was read; a qris that is NULL
	                                  stays */
};

/* A form that shows what is known now. */
void payment_form_begin(struct payment_form *form, struct request *req);

/* Read what was sent into form->seller; false when something is wrong, and the fields say what. */
bool payment_form_read(struct payment_form *form, struct request *req);

/* Behind that: is nothing left that a buyer could use? */
bool payment_form_is_empty(const struct payment_form *form);

#endif
