/* The forms of a member's own page; each that matters asks for the password once more. */
#ifndef ACCOUNT_ACCOUNT_FORM_H
#define ACCOUNT_ACCOUNT_FORM_H

#include <stdbool.h>

#include "route/new_password.h"
#include "http/response.h"

struct account_form {
	bool recovered;                /* signed in with a code: the password is forgotten */
	struct field old_password;
	struct new_password new_password;
	struct field password;         /* the current one, for what is not about passwords */
	const struct field *change[4]; /* those of a new password */
	const struct field *confirm[2];
};

void account_form_begin(struct account_form *form, struct request *req);

/*
 * Read a new password.  NULL when something is wrong, and the fields say what; else its hash.  Then
 * the database is being written, and the visitor has proved to be the member.
 */
const char *account_form_new_hash(struct account_form *form, struct request *req,
	struct response *res);

/* The same for what needs no more than the current password. */
bool account_form_confirm(struct account_form *form, struct request *req, struct response *res);

#endif
