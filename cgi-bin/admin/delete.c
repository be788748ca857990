/* Deleting records: what goes with them is shown first, and nothing of it may change meanwhile. */
#include "admin/delete.h"

#include <string.h>

#include "admin/delete.html.h"
#include "admin/guard.h"
#include "auth/login.h"
#include "base/fail.h"
#include "base/text.h"
#include "model/product.h"
#include "route/picture.h"
#include "session/messages.h"

/* ---- what is to be deleted ---- */

/* Why it has to stay. */
static const char *problem_of(struct request *req, const struct record *record, const int64_t *part)
{
	const char *kept = record->type->keeps != NULL ?
		record->type->keeps(req->db, record) : NULL;

	if (record->type == &record_user && guard_is_oneself(req, record))
		return _("This is you: you can delete your own account on the page "
			"“Your account”.");
	if (!guard_may_touch(req, record))
		return _("Only a superuser can delete a superuser.");
	if (record->type == &record_group && !guard_may_delete_group(req, record, part))
		return _("Only a superuser can delete a group that has permissions or members.");
	return kept != NULL ? _(kept) : NULL;
}

static const char *aftermath_of(struct request *req, const struct record *record)
{
	const char *text = record->type->aftermath != NULL ?
		record->type->aftermath(req->db, record) : NULL;

	return text != NULL ? _(text) : NULL;
}

static bool is_there(const struct delete_view *view, const char *key)
{
	for (size_t i = 0; i < view->count; i++)
		if (strcmp(view->record[i]->key, key) == 0)
			return true;
	return false;
}

/* The record, and how much of each part goes with it. */
static const char *seen_of(struct request *req, const struct record *record, const int64_t *part)
{
	struct buffer seen = { 0 };

	buffer_text(&seen, record_seen(req->arena, record));
	for (size_t i = 0; i < record->type->part_count; i++)
		if (!record->type->part[i].stays)
			buffer_printf(&seen, " %jd", (intmax_t)part[i]);
	return buffer_keep(&seen, req->arena);
}

/* `seen` is what the visitor was asked about; NULL: nothing yet. */
static void add(struct delete_view *view, struct request *req, const struct record *record,
	const char *seen)
{
	int64_t *part = arena_array(req->arena, view->type->part_count + 1, sizeof *part);
	size_t at = view->count++;

	record_count_parts(req->db, record, part);
	for (size_t i = 0; i < view->type->part_count; i++)
		view->part[i] += part[i];
	view->record[at] = record;
	view->seen[at] = seen_of(req, record, part);
	view->has_changed |= seen == NULL || strcmp(seen, view->seen[at]) != 0;
	view->problem[at] = problem_of(req, record, part);
	view->is_kept |= view->problem[at] != NULL;
	if (view->aftermath == NULL)
		view->aftermath = aftermath_of(req, record);
}

/* As Django's: what is a model of its own takes a permission of its own. */
static const char *missing_of(struct request *req, const struct delete_view *view)
{
	struct buffer names = { 0 };

	for (size_t i = 0; i < view->type->part_count; i++) {
		const struct record_part *part = &view->type->part[i];

		if (view->part[i] > 0 && !part->stays && part->type != NULL &&
		    !admin_may(req, "delete", part->type->permission))
			buffer_printf(&names, "%s%s", names.length > 0 ? ", " : "",
				_(part->type->plural));
	}
	return names.length > 0 ? buffer_keep(&names, req->arena) : NULL;
}

/* All of them were added. */
static void complete(struct delete_view *view, struct request *req)
{
	int64_t rows = 0;

	for (size_t i = 0; i < view->type->part_count; i++)
		rows += view->part[i];
	view->is_too_much = view->count > 1 && rows > DELETE_ROWS;
	view->missing = missing_of(req, view);
}

/* The fields of the form with that name, in their order. */
static size_t values_of(const struct request *req, const char *name, const char **value)
{
	size_t count = 0;

	for (size_t i = 0; i < req->form.count; i++)
		if (strcmp(req->form.pair[i].name, name) == 0)
			value[count++] = req->form.pair[i].value;
	return count;
}

static struct delete_view view_for(const struct request *req, const struct record_type *type,
	size_t most)
{
	return (struct delete_view){
		.type = type,
		.record = arena_array(req->arena, most + 1, sizeof(struct record *)),
		.problem = arena_array(req->arena, most + 1, sizeof(char *)),
		.seen = arena_array(req->arena, most + 1, sizeof(char *)),
		.part = arena_array(req->arena, type->part_count + 1, sizeof(int64_t)),
	};
}

/* The list from which records were ticked, as it was. */
static struct url list_here(const struct request *req, const struct record_type *type)
{
	return url_query(req, arena_printf(req->arena, "admin/%s", type->name), &req->query);
}

/* The list of the model, for those who may see it. */
static struct url list_of(struct request *req, const struct target *target)
{
	if (!admin_may(req, "view", target->type->permission))
		return url(req, "admin");
	return target->record == NULL ? list_here(req, target->type) :
		admin_url(req, target->type->name);
}

/* The records that were ticked; of those that are gone already, the visitor is asked again. */
static struct delete_view read_selected(struct request *req, const struct target *target)
{
	const char **key = arena_array(req->arena, req->form.count + 1, sizeof *key);
	const char **seen = arena_array(req->arena, req->form.count + 1, sizeof *seen);
	size_t count = values_of(req, "selected", key), shown = values_of(req, "seen", seen);
	struct delete_view view = view_for(req, target->type, count);

	for (size_t i = 0; i < count; i++) {
		const struct record *record = record_find(req->db, target->type, key[i]);

		if (record == NULL)
			view.gone++;
		else if (!is_there(&view, record->key))
			add(&view, req, record, shown == count ? seen[i] : NULL);
	}
	complete(&view, req);
	view.has_changed |= view.gone > 0;
	view.form = list_here(req, target->type);
	view.back = list_of(req, target);
	return view;
}

static struct delete_view read_one(struct request *req, const struct target *target)
{
	struct delete_view view = view_for(req, target->type, 1);
	const char *seen = pairs_get(&req->form, "seen");

	add(&view, req, target->record, seen);
	view.has_changed &= seen != NULL; /* a script was shown nothing */
	complete(&view, req);
	view.form = admin_url_of(req, target->type->name, target->key, "delete");
	view.back = admin_may(req, "view", target->type->permission) ?
		admin_url_of(req, target->type->name, target->key, "change") : url(req, "admin");
	return view;
}

bool delete_has_parts(const struct delete_view *view, bool stays)
{
	for (size_t i = 0; i < view->type->part_count; i++)
		if (view->part[i] > 0 && view->type->part[i].stays == stays)
			return true;
	return false;
}

/* ---- and is deleted ---- */

/* The pictures of a record; with a user go those of the products. */
static void list_pictures(struct request *req, const struct record *record, struct pairs *pictures)
{
	const struct record_type *type = record->type;
	struct products products;
	struct product product;

	for (size_t i = 0; i < type->count; i++)
		if (type->field[i].kind == RECORD_PICTURE && record->value[i] != NULL)
			pairs_add(pictures, type->field[i].name, record->value[i]);
	if (type != &record_user)
		return;
	products = product_of_user(req->db, text_number(record->key, INT64_MAX, 0), INT64_MAX);
	while (product_next(&products, &product))
		pairs_add(pictures, "image", product.image);
}

/* All of them: false, and the one that has to stay has a problem; then none, by db_read. */
static bool delete_all(struct request *req, struct delete_view *view)
{
	struct pairs pictures = { .arena = req->arena };

	for (size_t i = 0; i < view->count; i++) {
		const char *problem;

		list_pictures(req, view->record[i], &pictures);
		problem = record_delete(req->db, view->record[i], req->user->username);
		if (problem != NULL) {
			view->problem[i] = _(problem);
			view->is_kept = true;
			return false;
		}
	}
	for (size_t i = 0; i < pictures.count; i++)
		picture_drop(req, pictures.pair[i].value);
	return true;
}

static void say_deleted(struct request *req, const struct delete_view *view)
{
	unsigned long n = view->count;

	if (n == 1)
		message(req, SUCCESS, arena_printf(req->arena, _("“%s” has been deleted."),
			record_title(req->arena, view->record[0])));
	else
		message(req, SUCCESS, arena_printf(req->arena,
			_n("%lu %s was deleted.", "%lu %s were deleted.", n), n,
			_(view->type->plural)));
}

static void finish(struct request *req, struct response *res, const struct target *target,
	struct delete_view *view)
{
	if (!view->is_kept && view->missing != NULL)
		fail(403, "%s may not delete %s", req->user->username, view->missing);
	if (view->is_kept || view->is_too_much || view->has_changed || !delete_all(req, view)) {
		db_read(req->db);
		admin_delete_page(req, res, target, view);
		return;
	}
	say_deleted(req, view);
	redirect(res, list_of(req, target));
}

/* What was found before it was this visitor's turn to write is found again. */
static void begin_write(struct request *req, const struct target *target)
{
	login_write(req);
	admin_require(req, "delete", target->type->permission);
}

static bool is_confirmed(const struct request *req)
{
	const char *confirm = pairs_get(&req->form, "confirm");

	return confirm != NULL && strcmp(confirm, "yes") == 0;
}

static void ask(struct request *req, struct response *res, const struct target *target)
{
	struct delete_view view = read_one(req, target);

	view.has_changed = false;
	admin_delete_page(req, res, target, &view);
}

static void delete_one(struct request *req, struct response *res, const struct target *target)
{
	struct target again = *target;
	struct delete_view view;

	if (!is_confirmed(req)) {
		ask(req, res, target);
		return;
	}
	begin_write(req, target);
	again.record = record_find(req->db, target->type, target->key);
	if (again.record == NULL)
		fail(404, "%s %.40s is gone", target->type->name, target->key);
	view = read_one(req, &again);
	finish(req, res, &again, &view);
}

void delete_selected(struct request *req, struct response *res, const struct target *target)
{
	bool is_confirmed_now = is_confirmed(req);
	struct delete_view view;

	if (is_confirmed_now)
		begin_write(req, target);
	view = read_selected(req, target);
	if (view.count == 0) {
		message(req, WARNING, view.gone > 0 ? _("What you ticked is gone already.") :
			_("Please tick first what you want to delete."));
		redirect(res, list_of(req, target));
	} else if (is_confirmed_now) {
		finish(req, res, target, &view);
	} else {
		view.has_changed = false;
		admin_delete_page(req, res, target, &view);
	}
}

const struct page delete_page_of = { ask, delete_one };
