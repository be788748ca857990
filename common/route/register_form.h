/* The form of a new account: Django's UserCreationForm. */
#ifndef ROUTE_REGISTER_FORM_H
#define ROUTE_REGISTER_FORM_H

#include <stdbool.h>

#include "route/new_password.h"

struct register_form {
	struct field username;
	struct new_password password;
	const struct field *fields[4];
	const char *new_username;  /* what was read: NFKC */
};

void register_form_begin(struct register_form *form, struct request *req);

/* False when something is wrong, and the fields say what. */
bool register_form_read(struct register_form *form, struct request *req);

#endif
