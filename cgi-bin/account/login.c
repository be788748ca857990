/* login: who are you? */
#include "route/route.h"

#include "account/login_form.h"
#include "auth/password.h"
#include "account/login.html.h"

static void show(struct request *req, struct response *res)
{
	struct login_form form;

	if (current_user(req) != NULL) {
		redirect_found(res,
			url_next(req, pairs_get(&req->query, "next"), url(req, "list")));
		return;
	}
	login_form_begin(&form, req);
	login_page(req, res, &form);
}

/* The account if the password is right, after the same time whatever was wrong. */
static const struct user *authenticate(struct request *req, const struct login_form *form)
{
	const struct user *user = user_find_by_name(req->db, form->given_username);
	bool right;

	db_write(req->db); /* nothing is locked while the password is checked */
	right = password_verify(user != NULL ? user->password : NULL, form->given_password);
	return right && user->is_active ? user : NULL;
}

static void sign_in(struct request *req, struct response *res)
{
	struct login_form form;
	const struct user *user = NULL;

	login_form_begin(&form, req);
	if (login_form_read(&form, req) && (user = authenticate(req, &form)) == NULL)
		form.error = _("Please enter a correct username and password. "
			"Note that both fields may be case-sensitive.");
	if (user == NULL) {
		login_page(req, res, &form);
		return;
	}
	login(req, res, user, form.remember);
	redirect(res, url_next(req, form.next, url(req, "list")));
}

ROUTE(.get = show, .post = sign_in, .reads_first = true, .never_stored = true);
