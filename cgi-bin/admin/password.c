/* admin/user/ID/password: a new password for somebody who has lost the old one. */
#include "admin/guard.h"
#include "admin/password_form.h"
#include "admin/password.html.h"
#include "auth/login.h"
#include "base/fail.h"
#include "base/text.h"
#include "http/url.h"
#include "model/device.h"
#include "model/history.h"
#include "session/messages.h"

static void require(struct request *req, const struct record *user)
{
	if (!guard_may_set_password(req, user))
		fail(403, "%s may not set the password of user %s", req->user->username, user->key);
}

static void begin(struct password_form *form, struct request *req, const struct record *user)
{
	*form = (struct password_form){ .username = record_title(req->arena, user),
		.fields = { &form->password.first, &form->password.second } };
	new_password_begin(&form->password, req, "password", _("Password"),
		_("Password confirmation"));
}

static void show(struct request *req, struct response *res, const struct target *target)
{
	struct password_form form;

	require(req, target->record);
	if (guard_is_oneself(req, target->record)) {
		redirect_found(res, url(req, "account"));
		return;
	}
	begin(&form, req, target->record);
	password_page(req, res, target, &form);
}

/* All the browsers of whoever knew the old one are signed out. */
static void set_password(struct request *req, const struct record *user, const char *hash)
{
	int64_t id = text_number(user->key, INT64_MAX, 0);

	user_set_password(req->db, id, hash);
	device_delete_others(req->db, id, 0);
	history_add(req->db, &(struct history_entry){ .made_by = req->user->username,
		.action = HISTORY_CHANGED, .model = user->type->name, .object = user->key,
		.name = record_title(req->arena, user), .fields = "password" });
}

/* Meanwhile the account may have gone, or become one of the staff. */
static void store(struct request *req, const struct target *target, const char *hash)
{
	const struct record *user;

	login_write(req);
	user = record_find(req->db, target->type, target->key);
	if (user == NULL)
		fail(404, "user %s was deleted meanwhile", target->key);
	require(req, user);
	set_password(req, user, hash);
}

static void save(struct request *req, struct response *res, const struct target *target)
{
	struct password_form form;

	require(req, target->record);
	if (guard_is_oneself(req, target->record)) {
		redirect(res, url(req, "account"));
		return;
	}
	begin(&form, req, target->record);
	db_close(req->db); /* nothing is locked while the password is judged and hashed */
	if (!new_password_read(&form.password, req, form.username)) {
		password_page(req, res, target, &form);
		return;
	}
	store(req, target, new_password_hash(&form.password, req));
	message(req, SUCCESS, arena_printf(req->arena, _("“%s” has a new password. All browsers "
		"that were signed in with the old one are signed out."), form.username));
	redirect(res, admin_url_of(req, target->type->name, target->key, "change"));
}

const struct page password_page_of = { show, save };
