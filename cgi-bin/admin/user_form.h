/* A name and a password for somebody else, or only another password. */
#ifndef ADMIN_USER_FORM_H
#define ADMIN_USER_FORM_H

#include <stdbool.h>

#include "route/field.h"

struct user_form {
	struct field username, password1, password2;
	const struct field *fields[4];  /* those that are shown; ends with a NULL */
	const char *new_username;       /* what was read: NFKC; or whose password it is */
	const char *password;
};

/* Of somebody who is there, or of a new account (NULL). */
void user_form_begin(struct user_form *form, struct request *req, const char *username);

/* False when something is wrong, and the fields say what.  Ends the reading of the database. */
bool user_form_read(struct user_form *form, struct request *req);

/* The text to store.  Takes long: nothing may be locked meanwhile.  Fails (503) as a hash may. */
const char *user_form_hash(const struct user_form *form, struct request *req);

#endif
