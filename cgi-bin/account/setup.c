/*
 * setup: the first run, without a shell.  As long as nobody manages the shop, whoever can read the
 * code in the data directory may make the account that does.  That this account exists is the
 * lock: what is left of a code opens nothing any more.
 */
#include "route/route.h"

#include "account/setup_form.h"
#include "account/too_many.h"
#include "auth/throttle.h"
#include "model/founding.h"
#include "model/setting.h"
#include "owner/demo.h"
#include "owner/setup.h"
#include "account/setup.html.h"

/* Guesses are counted as if they were for an account of that name, which nobody can have. */
static const char GUESSED[] = "setup code";

static void require_no_owner(struct request *req)
{
	if (!shop_has_superuser(req->db))
		return;
	setup_code_forget(req->config.data, req->arena);
	fail(404, "somebody manages this shop already");
}

static void show(struct request *req, struct response *res)
{
	struct setup_form form;

	require_no_owner(req);
	setup_code_make(req->config.data, req->arena);
	setup_form_begin(&form, req);
	setup_page(req, res, &form);
}

/* A guess that was wrong is on the disk before anybody learns of it. */
static bool code_is_right(struct request *req, struct response *res, struct setup_form *form)
{
	int64_t wait = throttle_wait(req, GUESSED);

	if (wait > 0) {
		form->error = too_many_attempts(req, res, wait);
		return false;
	}
	if (setup_form_read_code(form, req))
		return true;
	db_write(req->db);
	throttle_failed(req, GUESSED);
	db_commit(req->db);
	db_read(req->db);
	return false;
}

/* False when the name of the account is one of the example sellers'. */
static bool insert_owner(struct request *req, struct setup_form *form, const char *hash)
{
	const char *name = form->account.new_username;

	if (form->demo)
		demo_fill(req->db, "!");
	if (!user_insert(req->db, name, hash)) {
		db_read(req->db);
		field_error(&form->account.username,
			_("A user with that username already exists."));
		return false;
	}
	user_make_superuser(req->db, user_find_by_name(req->db, name)->id);
	return true;
}

static void set(struct request *req, const struct setup_form *form, const char *name,
	const char *value)
{
	setting_change(req->db, setting_find(name), value, form->account.new_username);
}

/* The code goes behind the commit: should all end in between, the account locks all the same. */
static void open_shop(struct request *req, struct response *res, const struct setup_form *form)
{
	set(req, form, "site_name", form->new_site_name);
	set(req, form, "language", form->new_language);
	throttle_succeeded(req, GUESSED);
	login(req, res, user_find_by_name(req->db, form->account.new_username), false);
	db_commit(req->db);
	setup_code_forget(req->config.data, req->arena);
	message(req, SUCCESS, _("The shop is yours now. Here you manage it."));
	redirect(res, url(req, "admin"));
}

static void save(struct request *req, struct response *res)
{
	struct setup_form form;
	const char *hash;

	require_no_owner(req);
	setup_form_begin(&form, req);
	if (!code_is_right(req, res, &form) || !setup_form_read(&form, req)) {
		setup_page(req, res, &form);
		return;
	}
	hash = new_password_hash(&form.account.password, req);
	db_write(req->db);
	require_no_owner(req);
	if (insert_owner(req, &form, hash))
		open_shop(req, res, &form);
	else
		setup_page(req, res, &form);
}

ROUTE(.get = show, .post = save, .reads_first = true, .never_stored = true);
