/* What a table would change. */
#include "data/import_plan.h"

#include <search.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "model/setting.h"

static const size_t NOWHERE = SIZE_MAX;
static const char REASON[] = "reason"; /* the column that import_put_rejected adds */

/* ---- the header ---- */

static const char *folded(const struct import *import, const char *text)
{
	struct arena *arena = import->req->arena;

	return text_fold(arena, text_strip(arena, text));
}

/* The index of a column, by either of its names; IMPORT_COLUMNS: there is no such column. */
static size_t find_column(const struct import_kind *kind, const char *name)
{
	for (size_t i = 0; kind->column[i].name != NULL; i++)
		if (strcmp(kind->column[i].name, name) == 0 ||
		    strcmp(kind->column[i].in_indonesian, name) == 0)
			return i;
	return IMPORT_COLUMNS;
}

/* "a" and "b" are "a, b". */
static const char *listed(struct arena *arena, const char *list, const char *more)
{
	return *list == '\0' ? more : arena_printf(arena, "%s, %s", list, more);
}

/* False: this column was there before. */
static bool place_column(struct import *import, size_t at)
{
	const char *cell = import->csv->header.cell[at], *name = folded(import, cell);
	size_t column = find_column(import->kind, name);

	if (column == IMPORT_COLUMNS) {
		import->is_reason[at] = strcmp(name, REASON) == 0;
		if (*name != '\0' && !import->is_reason[at])
			import->ignored = listed(import->req->arena, import->ignored, cell);
		return true;
	}
	if (import->place[column] != NOWHERE)
		return false;
	import->place[column] = at;
	return true;
}

static const char *missing_columns(const struct import *import)
{
	const struct import_column *column = import->kind->column;
	const char *missing = "";

	for (size_t i = 0; column[i].name != NULL; i++)
		if (column[i].required && import->place[i] == NOWHERE)
			missing = listed(import->req->arena, missing, column[i].name);
	return missing;
}

const char *import_begin(struct import *import, struct request *req, const struct import_kind *kind,
	const struct csv *csv)
{
	const char *missing;

	*import = (struct import){ .req = req, .kind = kind, .csv = csv, .ignored = "" };
	for (size_t i = 0; i < IMPORT_COLUMNS; i++)
		import->place[i] = NOWHERE;
	for (size_t i = 0; i < csv->header.count; i++)
		if (!place_column(import, i))
			return arena_printf(req->arena, _("The column “%s” is there twice."),
				csv->header.cell[i]);
	missing = missing_columns(import);
	if (*missing != '\0')
		return arena_printf(req->arena,
			_("The first line must name the columns. These are missing: %s"), missing);
	return csv->count > 0 ? NULL : _("There is nothing below the names of the columns.");
}

/* ---- a row as a form ---- */

/* What a row says of a column; NULL when the table has no such column. */
static const char *cell_of(const struct import *import, const struct csv_row *row, size_t column)
{
	const char *(*as_sent)(struct arena *, const char *) = import->kind->column[column].as_sent;
	const char *cell;

	if (import->place[column] == NOWHERE)
		return NULL;
	cell = import->place[column] < row->count ? row->cell[import->place[column]] : "";
	return as_sent != NULL ? as_sent(import->req->arena, cell) : cell;
}

static size_t line_end(const char *text)
{
	return *text == '\r' && text[1] == '\n' ? 2 : *text == '\r' || *text == '\n';
}

/* Browsers send every line end as CR LF, whatever it was on the page that they were given. */
static bool same_lines(const char *one, const char *other)
{
	while (*one != '\0' && *other != '\0') {
		size_t end = line_end(one), other_end = line_end(other);

		if ((end == 0) != (other_end == 0) || (end == 0 && *one != *other))
			return false;
		one += end > 0 ? end : 1;
		other += other_end > 0 ? other_end : 1;
	}
	return *one == *other;
}

bool import_fill(const struct import *import, const struct csv_row *row,
	const struct field *const *fields)
{
	struct pairs *form = &import->req->form;
	bool differ = false;

	form->count = 0;
	for (; *fields != NULL; fields++) {
		size_t column = find_column(import->kind, (*fields)->name);
		const char *cell = column < IMPORT_COLUMNS ? cell_of(import, row, column) : NULL;
		bool differs = cell != NULL && !same_lines(cell, (*fields)->value);

		pairs_add(form, (*fields)->name, differs ? cell : (*fields)->value);
		differ |= differs;
	}
	return differ;
}

bool import_differs(const struct field *const *fields, const struct field *const *others)
{
	for (; *fields != NULL; fields++, others++)
		if (!same_lines((*fields)->value, (*others)->value))
			return true;
	return false;
}

/* ---- judging ---- */

static void blame(const struct import *import, struct import_row *row, const char *reason)
{
	row->fate = IMPORT_BAD;
	row->reason = row->reason == NULL ? reason :
		arena_printf(import->req->arena, "%s %s", row->reason, reason);
}

void import_blame(const struct import *import, struct import_row *row,
	const struct field *const *fields)
{
	for (; *fields != NULL; fields++)
		for (size_t i = 0; i < (*fields)->n_errors; i++)
			blame(import, row, arena_printf(import->req->arena, "%s: %s",
				(*fields)->label, (*fields)->errors[i]));
}

static void refuse_surplus(const struct import *import, struct import_row *row)
{
	struct request *req = import->req;

	for (size_t i = import->csv->header.count; i < row->from->count; i++)
		if (*row->from->cell[i] != '\0') {
			blame(import, row, _("There are more cells than columns. "
				"A cell with a separator in it must stand in quotes."));
			return;
		}
}

static void look_up(const struct import *import, struct import_row *row)
{
	struct request *req = import->req;
	const char *cell = cell_of(import, row->from, 0);

	if (cell == NULL || *(cell = text_strip(req->arena, cell)) == '\0')
		return;
	row->id = import->kind->read_id(req->arena, cell);
	if (row->id != NULL)
		row->was = import->kind->find(req, row->id);
	else
		blame(import, row, _("This is not an id. "
			"Leave the cell empty to add something new."));
}

void import_look_up(struct import *import)
{
	const struct csv *csv = import->csv;

	import->decimals = setting_currency_decimals(import->req->db);
	import->row = arena_array(import->req->arena, csv->count, sizeof *import->row);
	for (size_t i = 0; i < csv->count; i++) {
		import->row[i].from = &csv->row[i];
		look_up(import, &import->row[i]);
	}
}

/* Each id once: of two rows that would change the same thing only the first is meant. */
static void refuse_repeated(const struct import *import, struct import_row *row,
	struct hsearch_data *ids)
{
	struct request *req = import->req;
	ENTRY *found;

	if (!hsearch_r((ENTRY){ .key = (char *)row->id, .data = row }, ENTER, &found, ids))
		fail(503, "out of memory for ids");
	if (found->data != row)
		blame(import, row, arena_printf(req->arena, _("This id is in line %zu already."),
			((const struct import_row *)found->data)->from->line));
}

static void judge_row(struct import *import, struct import_row *row, struct hsearch_data *ids)
{
	refuse_surplus(import, row);
	if (row->id != NULL)
		refuse_repeated(import, row, ids);
	if (row->reason == NULL)
		import->kind->judge(import, row);
}

void import_judge(struct import *import)
{
	const struct csv *csv = import->csv;
	struct hsearch_data ids = { 0 };

	if (!hcreate_r(csv->count * 2, &ids))
		fail(503, "out of memory for ids");
	memset(import->count, 0, sizeof import->count);
	for (size_t i = 0; i < csv->count; i++) {
		judge_row(import, &import->row[i], &ids);
		import->count[import->row[i].fate]++;
	}
	hdestroy_r(&ids);
}

static bool changes(const struct import_row *row)
{
	return row->fate == IMPORT_NEW || row->fate == IMPORT_CHANGED;
}

void import_save(const struct import *import)
{
	size_t count = import->csv->count;

	for (size_t i = 0; i < count; i++) {
		bool from_end = import->kind->newest_first;
		const struct import_row *row = &import->row[from_end ? count - 1 - i : i];

		if (changes(row))
			import->kind->save(import->req, row);
	}
}

size_t import_good(const struct import *import)
{
	return import->csv->count - import->count[IMPORT_BAD];
}

size_t import_changes(const struct import *import)
{
	return import->count[IMPORT_NEW] + import->count[IMPORT_CHANGED];
}

const char *import_told(const struct import *import)
{
	const struct request *req = import->req;
	const size_t *count = import->count;

	return arena_printf(req->arena,
		_("New: %zu. Changed: %zu. Already so: %zu. With mistakes: %zu."),
		count[IMPORT_NEW], count[IMPORT_CHANGED], count[IMPORT_SAME], count[IMPORT_BAD]);
}

const struct import_row *const *import_first(const struct import *import, bool bad)
{
	const struct import_row **first =
		arena_array(import->req->arena, IMPORT_SHOWN + 1, sizeof *first);
	size_t count = 0;

	for (size_t i = 0; i < import->csv->count && count < IMPORT_SHOWN; i++)
		if (bad ? import->row[i].fate == IMPORT_BAD : changes(&import->row[i]))
			first[count++] = &import->row[i];
	return first;
}

/* ---- what is given back ---- */

/* The cells of a row but a reason of an earlier time, as many as `width`, and the new reason. */
static void put_row(const struct import *import, struct buffer *out, const struct csv_row *row,
	size_t width, const char *reason)
{
	const struct csv_row *header = &import->csv->header;
	const char *cell[CSV_CELLS + 1];
	size_t count = 0;

	for (size_t i = 0; i < width; i++)
		if (i >= header->count || !import->is_reason[i])
			cell[count++] = i < row->count ? row->cell[i] : "";
	cell[count++] = reason;
	csv_put(out, cell, count);
}

void import_put_rejected(const struct import *import, struct buffer *out)
{
	const struct csv *csv = import->csv;
	size_t width = csv->header.count;

	for (size_t i = 0; i < csv->count; i++)
		if (import->row[i].fate == IMPORT_BAD && csv->row[i].count > width)
			width = csv->row[i].count;
	put_row(import, out, &csv->header, width, REASON);
	for (size_t i = 0; i < csv->count; i++)
		if (import->row[i].fate == IMPORT_BAD)
			put_row(import, out, &csv->row[i], width, import->row[i].reason);
}
