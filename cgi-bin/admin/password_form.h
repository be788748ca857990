/* The form in which staff set somebody's password. */
#ifndef ADMIN_PASSWORD_FORM_H
#define ADMIN_PASSWORD_FORM_H

#include "route/new_password.h"

struct password_form {
	const char *username;          /* whose it is */
	struct new_password password;
	const struct field *fields[3]; /* ends with a NULL */
};

#endif
