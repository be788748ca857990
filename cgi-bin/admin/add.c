/* admin/MODEL/add: a new record. */
#include "admin/guard.h"
#include "admin/record_form.h"
#include "admin/record_saved.h"
#include "admin/add_user.html.h"
#include "admin/record_form.html.h"
#include "auth/login.h"
#include "route/register_form.h"

/* ---- any record ---- */

static bool add_record(struct request *req, struct record_form *form)
{
	const struct record_type *type = form->record.type;
	size_t fault = type->count;
	const char *problem;

	login_write(req);
	admin_require(req, "add", type->permission);
	guard_require_power(req, NULL, &form->record);
	problem = record_add(req->db, &form->record, req->user->username, &fault);
	return record_form_is_good(form, req, problem, fault);
}

static void save_record(struct request *req, struct response *res, const struct target *target)
{
	struct record_form form;

	record_form_begin(&form, req, target, true);
	if (record_form_read(&form, req) && add_record(req, &form))
		record_saved(req, res, &form.record, true);
	else
		record_add_page(req, res, &form);
}

static void show_record(struct request *req, struct response *res, const struct target *target)
{
	struct record_form form;

	record_form_begin(&form, req, target, true);
	record_add_page(req, res, &form);
}

/* ---- an account ---- */

static void set_value(struct record *record, const char *field, const char *value)
{
	record->value[record_field_find(record->type, field)] = value;
}

/* As Django: at first a name and a password, all else on the next page. */
static bool add_user(struct request *req, struct register_form *form, struct record *record)
{
	const char *hash = new_password_hash(&form->password, req), *problem;
	size_t fault = record->type->count;

	for (size_t i = 0; i < record->type->count; i++)
		record->value[i] = record_initial(req->arena, &record->type->field[i]);
	set_value(record, "username", form->new_username);
	set_value(record, "password", hash);
	login_write(req);
	admin_require(req, "add", record->type->permission);
	problem = record_add(req->db, record, req->user->username, &fault);
	if (problem != NULL)
		field_error(&form->username, _(problem));
	return problem == NULL;
}

/* Of whoever may only add, the next page is another one. */
static void go_on(struct request *req, struct response *res, const struct record *user)
{
	if (pairs_find(&req->form, "_addanother") == NULL && admin_may(req, "change", "user"))
		pairs_set(&req->form, "_continue", "");
	record_saved(req, res, user, true);
}

static void save_user(struct request *req, struct response *res, const struct target *target)
{
	struct record user = { .type = target->type };
	struct register_form form;

	register_form_begin(&form, req);
	if (register_form_read(&form, req) && add_user(req, &form, &user))
		go_on(req, res, &user);
	else
		add_user_page(req, res, target, &form);
}

static void show_user(struct request *req, struct response *res, const struct target *target)
{
	struct register_form form;

	register_form_begin(&form, req);
	add_user_page(req, res, target, &form);
}

static void show(struct request *req, struct response *res, const struct target *target)
{
	(target->type == &record_user ? show_user : show_record)(req, res, target);
}

static void save(struct request *req, struct response *res, const struct target *target)
{
	(target->type == &record_user ? save_user : save_record)(req, res, target);
}

const struct page add_page_of = { show, save };
