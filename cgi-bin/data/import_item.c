/* Items of the stock-room, as a table names them. */
#include "data/import_plan.h"

#include "auth/login.h"
#include "base/text.h"
#include "data/thing_row.h"
#include "route/item_form.h"

static const char *read_id(struct arena *arena, const char *cell)
{
	uint64_t id;

	return text_to_unsigned(cell, INT64_MAX, &id) ?
		arena_printf(arena, "%ju", (uintmax_t)id) : NULL;
}

static const void *find(struct request *req, const char *id)
{
	return item_find(req->db, text_number(id, INT64_MAX, 0), req->user->id);
}

static void put(struct buffer *out, const void *item)
{
	item_row_put(out, item);
}

/* "12.500" where 12500 was is no change. */
static bool is_changed(struct request *req, const struct item *was, const struct item *now)
{
	struct item_form old, new;

	item_form_begin(&old, req, was);
	item_form_begin(&new, req, now);
	return import_differs(old.fields, new.fields);
}

static void judge(struct import *import, struct import_row *row)
{
	static const struct item blank = { .name = "", .description = "" };
	struct request *req = import->req;
	const struct item *current = row->was;
	struct item *item = arena_alloc(req->arena, sizeof *item);
	struct item_form form;

	item_form_begin(&form, req, current != NULL ? current : &blank);
	row->fate = current != NULL ? IMPORT_SAME : IMPORT_NEW;
	if ((import_fill(import, row->from, form.fields) || current == NULL) &&
	    !item_form_read(&form, req))
		import_blame(import, row, form.fields);
	else if (current != NULL && is_changed(req, current, &form.item))
		row->fate = IMPORT_CHANGED;
	*item = form.item;
	row->thing = item;
}

static void save(struct request *req, const struct import_row *row)
{
	const struct item *item = row->thing;

	if (row->fate == IMPORT_NEW)
		item_insert(req->db, req->user->id, item);
	else
		item_update(req->db, req->user->id, item);
}

const struct import_kind import_items = {
	.path = "item",
	.list = "inventory",
	.column = {
		{ .name = "id", .in_indonesian = "id" },
		{ .name = "name", .in_indonesian = "nama", .required = true },
		{ .name = "amount", .in_indonesian = "jumlah", .required = true },
		{ .name = "description", .in_indonesian = "deskripsi" },
		{ .name = "threshold", .in_indonesian = "batas" },
	},
	.read_id = read_id,
	.find = find,
	.put = put,
	.judge = judge,
	.save = save,
};
