/* admin/MODEL/ID/change: a record that is there, for who may change it, or only see it. */
#include "admin/guard.h"
#include "admin/record_form.h"
#include "admin/record_saved.h"
#include "admin/record_form.html.h"
#include "auth/login.h"
#include "base/fail.h"

static bool may_change(struct request *req, const struct target *target)
{
	return (target->type->may & RECORD_CHANGE) != 0 &&
		admin_may(req, "change", target->type->permission) &&
		guard_may_touch(req, target->record);
}

static void show(struct request *req, struct response *res, const struct target *target)
{
	struct record_form form;

	record_form_begin(&form, req, target, may_change(req, target));
	record_change_page(req, res, &form);
}

static void require(struct request *req, const struct target *target)
{
	if (!may_change(req, target))
		fail(403, "%s may not change %s %s", req->user->username, target->type->name,
			target->key);
}

/* From here on nobody else writes: what the record, and the visitor's right, are now. */
static const struct record *lock(struct request *req, const struct target *target)
{
	struct target now = *target;

	login_write(req);
	now.record = record_find(req->db, target->type, target->key);
	if (now.record == NULL)
		fail(404, "%s %s was deleted meanwhile", target->type->name, target->key);
	require(req, &now);
	return now.record;
}

static bool change(struct request *req, struct record_form *form)
{
	const struct record *fresh = lock(req, form->target);
	size_t fault = form->record.type->count;
	bool is_fresh = record_form_is_fresh(form, req, fresh);
	const char *problem;

	guard_require_power(req, fresh, &form->record);
	if (!is_fresh)
		return false;
	problem = record_change(req->db, fresh, &form->record, req->user->username, &fault);
	return record_form_is_good(form, req, problem, fault);
}

static void save(struct request *req, struct response *res, const struct target *target)
{
	struct record_form form;

	require(req, target);
	record_form_begin(&form, req, target, true);
	if (record_form_read(&form, req) && change(req, &form))
		record_saved(req, res, &form.record, false);
	else
		record_change_page(req, res, &form);
}

const struct page change_page_of = { show, save };
