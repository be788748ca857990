/* account: a member's own page: who, where signed in, the password, and the way out. */
#include "route/route.h"

#include <string.h>

#include "account/account.html.h"
#include "account/account_codes.html.h"
#include "account/account_delete.h"
#include "account/account_delete.html.h"
#include "account/account_download.h"
#include "account/account_form.h"
#include "account/account_view.h"
#include "account/sign_out.h"
#include "auth/recovery.h"
#include "base/text.h"
#include "model/product.h"

static void show_page(struct request *req, struct response *res, const struct account_form *form)
{
	struct account_view view = account_view(req, form);

	account_page(req, res, &view);
}

static void show_delete_page(struct request *req, struct response *res,
	const struct account_form *form)
{
	account_delete_page(req, res, form, product_count(req->db, req->user->id),
		user_is_last_superuser(req->db, req->user));
}

static void show(struct request *req, struct response *res)
{
	struct account_form form;

	account_form_begin(&form, req);
	if (pairs_get(&req->query, "download") != NULL)
		account_download(req, res);
	else if (pairs_get(&req->query, "delete") != NULL)
		show_delete_page(req, res, &form);
	else
		show_page(req, res, &form);
}

static void done(struct request *req, struct response *res, const char *text)
{
	message(req, SUCCESS, text);
	redirect(res, url(req, "account"));
}

static void change_password(struct request *req, struct response *res)
{
	struct account_form form;
	const char *hash;

	account_form_begin(&form, req);
	hash = account_form_new_hash(&form, req, res);
	if (hash == NULL) {
		show_page(req, res, &form);
		return;
	}
	user_set_password(req->db, req->user->id, hash);
	login_keep(req, res, hash);
	done(req, res, _("Your password was changed. All other browsers were signed out."));
}

static void sign_out_device(struct request *req, struct response *res)
{
	int64_t id = text_number(pairs_get(&req->form, "device"), INT64_MAX, 0);

	db_write(req->db);
	if (id == req->device->id) {
		sign_out(req, res);
		return;
	}
	if (!device_delete(req->db, req->user->id, id))
		fail(404, "%s has no device %jd", req->user->username, (intmax_t)id);
	done(req, res, _("That browser was signed out."));
}

static void sign_out_others(struct request *req, struct response *res)
{
	db_write(req->db);
	device_delete_others(req->db, req->user->id, req->device->id);
	done(req, res, _("All other browsers were signed out."));
}

static void make_codes(struct request *req, struct response *res)
{
	const char *codes[RECOVERY_CODES];
	struct account_form form;

	account_form_begin(&form, req);
	if (!account_form_confirm(&form, req, res)) {
		show_page(req, res, &form);
		return;
	}
	recovery_codes_make(req->db, req->user->id, codes);
	account_codes_page(req, res, codes);
}

/* The cookie that would greet whoever is gone goes, too. */
static void delete_account(struct request *req, struct response *res)
{
	struct account_form form;

	account_form_begin(&form, req);
	if (!account_form_confirm(&form, req, res) ||
	    user_is_last_superuser(req->db, req->user)) {
		show_delete_page(req, res, &form);
		return;
	}
	account_delete(req);
	logout(req, res);
	response_cookie_delete(res, req, (struct cookie){ .name = "last_visit_summary" });
	message(req, SUCCESS, _("Your account was deleted."));
	redirect(res, url(req, "shop"));
}

static const struct {
	const char *name;
	void (*act)(struct request *req, struct response *res);
} actions[] = {
	{ "change_password", change_password },
	{ "sign_out", sign_out_device },
	{ "sign_out_others", sign_out_others },
	{ "recovery_codes", make_codes },
	{ "delete", delete_account },
};

/* Django's form of a new password has no action. */
static void act(struct request *req, struct response *res)
{
	const char *name = pairs_get(&req->form, "action");

	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (name == NULL || strcmp(actions[i].name, name) == 0) {
			actions[i].act(req, res);
			return;
		}
	fail(400, "no such action: %.40s", name);
}

ROUTE(.get = show, .post = act, .access = SIGNED_IN, .reads_first = true, .never_stored = true);
