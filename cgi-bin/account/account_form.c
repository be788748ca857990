/* The forms of a member's own page. */
#include "account/account_form.h"

#include <string.h>

#include "account/too_many.h"
#include "auth/authenticate.h"
#include "auth/login.h"
#include "base/fail.h"

void account_form_begin(struct account_form *form, struct request *req)
{
	const struct field current = { .type = "password", .autocomplete = "current-password",
		.required = true, .value = "" };

	*form = (struct account_form){
		.recovered = has_forgotten_password(req),
		.old_password = current,
		.password = current,
		.confirm = { &form->password },
	};
	form->old_password.name = "old_password";
	form->old_password.label = _("Old password");
	form->password.name = "password";
	form->password.label = _("Password");
	new_password_begin(&form->new_password, req, "new_password", _("New password"),
		_("New password confirmation"));
	form->change[0] = &form->new_password.first;
	form->change[1] = &form->new_password.second;
	if (!form->recovered) {
		memmove(form->change + 1, form->change, 2 * sizeof *form->change);
		form->change[0] = &form->old_password;
	}
}

/*
 * A recovery code will do, too, and is spent: then the password need not be known any more.  A hash
 * that has become a better one must not end this session.
 */
static void accept(struct request *req, struct response *res, const struct authentication *who)
{
	if (strcmp(who->user->password, req->user->password) != 0)
		login_keep(req, res, who->user->password);
	if (who->by_recovery_code)
		login_forgot_password(req);
}

/* Is that the member's password? */
static bool check(struct request *req, struct response *res, struct field *field, const char *wrong)
{
	const char *password = field_password(req, field);
	struct authentication who;

	if (field->n_errors > 0)
		return false;
	who = authenticate(req, req->user->username, password);
	if (who.user != NULL) {
		accept(req, res, &who);
		return true;
	}
	db_read(req->db);
	field_error(field, who.wait > 0 ? too_many_attempts(req, res, who.wait) : wrong);
	return false;
}

static bool check_old_password(struct account_form *form, struct request *req, struct response *res)
{
	return form->recovered || check(req, res, &form->old_password,
		_("Your old password was entered incorrectly. Please enter it again."));
}

/*
 * The new one is hashed first: then the check of the old one and the change are one transaction.
 * What it took to know the old one, as a recovery code, is spent even if there is no new one.
 */
const char *account_form_new_hash(struct account_form *form, struct request *req,
	struct response *res)
{
	const char *hash = NULL;

	db_close(req->db); /* nothing is locked while passwords are judged and hashed */
	if (new_password_read(&form->new_password, req, req->user->username))
		hash = new_password_hash(&form->new_password, req);
	if (!check_old_password(form, req, res))
		return NULL;
	if (hash == NULL) {
		db_commit(req->db);
		db_read(req->db);
	} else if (form->recovered) {
		login_write(req);
	}
	return hash;
}

bool account_form_confirm(struct account_form *form, struct request *req, struct response *res)
{
	return check(req, res, &form->password,
		_("Your password was entered incorrectly. Please enter it again."));
}
