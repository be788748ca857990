/* The form in which one signs in: Django's AuthenticationForm. */
#ifndef ACCOUNT_LOGIN_FORM_H
#define ACCOUNT_LOGIN_FORM_H

#include <stdbool.h>

#include "route/field.h"

struct login_form {
	struct field username, password;
	const struct field *fields[3];
	const char *error;           /* of both fields together; NULL: none */
	const char *next;            /* where to afterwards; NULL, or anything somebody wrote */
	bool remember;
	const char *given_username;  /* what was read: NFKC */
	const char *given_password;
};

void login_form_begin(struct login_form *form, struct request *req);

/* False when something is missing, and the fields say what. */
bool login_form_read(struct login_form *form, struct request *req);

#endif
