/* login: who are you? */
#include "route/route.h"

#include "account/login_form.h"
#include "account/too_many.h"
#include "auth/authenticate.h"
#include "session/session.h"
#include "visitor/cart.h"
#include "visitor/profile.h"
#include "visitor/progress.h"
#include "visitor/reader.h"
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

/* The form again, with what was wrong. */
static void refuse(struct request *req, struct response *res, struct login_form *form, int64_t wait)
{
	form->error = wait > 0 ? too_many_attempts(req, res, wait) :
		_("Please enter a correct username and password. "
			"Note that both fields may be case-sensitive.");
	login_page(req, res, form);
}

/*
 * What the guest had is the member's now, with what was done while the password was checked.  What
 * a reader wants to be private is known before the books come.
 */
static void move_into_account(struct request *req)
{
	session_renew(req);
	cart_move_into_account(req);
	profile_move_into_account(req);
	reader_move_into_account(req);
	progress_move_into_account(req);
}

/* Who needed a recovery code does not know the password: `account` lets them choose another. */
static struct url recovered(struct request *req)
{
	login_forgot_password(req);
	message(req, WARNING, _("You signed in with a recovery code. "
		"Please choose a new password now."));
	return url(req, "account");
}

static void sign_in(struct request *req, struct response *res)
{
	struct login_form form;
	struct authentication who;

	login_form_begin(&form, req);
	if (!login_form_read(&form, req)) {
		login_page(req, res, &form);
		return;
	}
	who = authenticate(req, form.given_username, form.given_password);
	if (who.user == NULL) {
		refuse(req, res, &form, who.wait);
		return;
	}
	login(req, res, who.user, form.remember);
	move_into_account(req);
	redirect(res, who.by_recovery_code ? recovered(req) :
		url_next(req, form.next, url(req, "list")));
}

ROUTE(.get = show, .post = sign_in, .reads_first = true, .never_stored = true);
