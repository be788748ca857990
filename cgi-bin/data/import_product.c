/* Products, as a table names them. */
#include "data/import_plan.h"

#include <string.h>

#include "auth/login.h"
#include "base/text.h"
#include "data/thing_row.h"
#include "model/stock.h"
#include "route/product_fields.h"

static const char *read_available(struct arena *arena, const char *cell)
{
	static const struct {
		const char *word, *sent;
	} words[] = {
		{ "", "1" }, { "yes", "1" }, { "ya", "1" }, { "true", "1" },
		{ "no", "0" }, { "tidak", "0" }, { "false", "0" },
	};
	const char *text = text_fold(arena, text_strip(arena, cell));

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(text, words[i].word) == 0)
			return words[i].sent;
	return text;
}

static const char *read_id(struct arena *arena, const char *cell)
{
	char id[37];

	return product_id_parse(cell, id) ? arena_string(arena, id) : NULL;
}

static const void *find(struct request *req, const char *id)
{
	return product_find_own(req->db, id, req->user->id);
}

static void put(struct buffer *out, const void *product)
{
	product_row_put(out, product);
}

/* "12.500" where 12500 was is no change. */
static bool is_changed(struct request *req, const struct product *was, const struct product *now)
{
	struct product_fields old, new;

	product_fields_begin(&old, req, was);
	product_fields_begin(&new, req, now);
	return import_differs(old.list, new.list);
}

static void judge(struct import *import, struct import_row *row)
{
	const struct product blank = { .name = "", .description = "",
		.price.decimals = import->decimals, .available = true };
	struct request *req = import->req;
	const struct product *current = row->was;
	struct product *product = arena_alloc(req->arena, sizeof *product);
	struct product_fields fields;

	*product = current != NULL ? *current : blank;
	product->image = NULL; /* whichever it is by then stays */
	product_fields_begin(&fields, req, product);
	row->thing = product;
	row->fate = current != NULL ? IMPORT_SAME : IMPORT_NEW;
	if ((import_fill(import, row->from, fields.list) || current == NULL) &&
	    !product_fields_read(&fields, req, product))
		import_blame(import, row, fields.list);
	else if (current != NULL && is_changed(req, current, product))
		row->fate = IMPORT_CHANGED;
}

static void save(struct request *req, const struct import_row *row)
{
	const struct product *product = row->thing;

	if (row->fate == IMPORT_NEW) {
		product_insert(req->db, req->user, product);
		return;
	}
	product_update(req->db, req->user->id, product);
	stock_count(req->db, product->seq, product->stock, req->user->username);
}

const struct import_kind import_products = {
	.path = "",
	.list = "list",
	.newest_first = true,
	.column = {
		{ .name = "id", .in_indonesian = "id" },
		{ .name = "name", .in_indonesian = "nama", .required = true },
		{ .name = "price", .in_indonesian = "harga", .required = true },
		{ .name = "description", .in_indonesian = "deskripsi" },
		{ .name = "stock", .in_indonesian = "stok" },
		{ .name = "category", .in_indonesian = "kategori" },
		{ .name = "available", .in_indonesian = "tersedia", .as_sent = read_available },
	},
	.read_id = read_id,
	.find = find,
	.put = put,
	.judge = judge,
	.save = save,
};
