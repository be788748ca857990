/* The form of the first run: the code, the first account, and what the shop is called. */
#ifndef ACCOUNT_SETUP_FORM_H
#define ACCOUNT_SETUP_FORM_H

#include "route/register_form.h"

struct setup_form {
	struct field code, site_name, language;
	struct register_form account;
	bool offers_demo, demo;    /* is the shop empty?  Is it to be filled with examples? */
	const char *error;         /* of no field; NULL: none */
	const struct field *fields[7];

	/* What was read. */
	const char *new_site_name, *new_language;
};

void setup_form_begin(struct setup_form *form, struct request *req);

/* Is it the right code?  If not, the field says so, and nothing else has been looked at. */
bool setup_form_read_code(struct setup_form *form, struct request *req);

/* The rest.  False when something is wrong, and the fields say what. */
bool setup_form_read(struct setup_form *form, struct request *req);

#endif
