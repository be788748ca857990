/* What the list of a model shows. */
#include "admin/list_view.h"

#include <string.h>

#include "admin/value_field.h"
#include "base/text.h"

static const char *label_of(const struct request *req, const struct record_field *field)
{
	return _(field->label);
}

struct url list_url(const struct request *req, const struct record_query *query, int64_t order,
	int64_t page)
{
	struct pairs pairs = { .arena = req->arena };

	if (query->words != NULL)
		pairs_add(&pairs, "q", query->words);
	for (size_t i = 0; i < query->type->count; i++)
		if (query->filter[i] != NULL)
			pairs_add(&pairs, query->type->field[i].name, query->filter[i]);
	if (order != 0)
		pairs_add(&pairs, "o", arena_integer(req->arena, order));
	if (page > 1)
		pairs_add(&pairs, "p", arena_integer(req->arena, page));
	return url_query(req, arena_printf(req->arena, "admin/%s", query->type->name), &pairs);
}

/* ---- what the address asks for ---- */

static const char *asked(const struct request *req, const char *name)
{
	const char *value = pairs_get(&req->query, name);

	value = value != NULL ? text_strip(req->arena, value) : "";
	return *value != '\0' ? value : NULL;
}

static int64_t count_columns(const struct record_type *type)
{
	int64_t count = 0;

	for (size_t i = 0; i < type->count; i++)
		count += (type->field[i].flags & RECORD_LISTED) != 0;
	return count;
}

static int64_t asked_order(const struct request *req, const struct record_type *type)
{
	const char *text = asked(req, "o");

	if (text == NULL)
		return 0;
	return *text == '-' ? -text_number(text + 1, count_columns(type), 0) :
		text_number(text, count_columns(type), 0);
}

static const char *asked_filter(struct request *req, const struct record_field *field)
{
	const char *value = (field->flags & RECORD_FILTERED) != 0 ? asked(req, field->name) : NULL;

	return value == NULL || record_value_problem(req->db, field, value) != NULL ? NULL : value;
}

static struct record_query read_query(struct request *req, const struct record_type *type)
{
	struct record_query query = {
		.type = type, .words = asked(req, "q"), .order = asked_order(req, type),
		.page = text_number(asked(req, "p"), INT32_MAX, 1),
	};

	for (size_t i = 0; i < type->count; i++)
		query.filter[i] = asked_filter(req, &type->field[i]);
	return query;
}

/* ---- columns ---- */

static struct list_column column(const struct request *req, const struct record_query *query,
	size_t field, int64_t place)
{
	const struct record_field *of = &query->type->field[field];
	bool up = query->order == place, down = query->order == -place;

	return (struct list_column){
		.field = field, .label = label_of(req, of),
		.sort = list_url(req, query, up ? -place : place, 1),
		.aria_sort = up ? "ascending" : down ? "descending" : NULL,
		.is_number = of->kind == RECORD_INTEGER || of->kind == RECORD_MONEY,
	};
}

/* Keys count up: the newest first is downwards. */
static struct list_column key_column(const struct request *req, const struct record_query *query)
{
	return (struct list_column){
		.label = _("Number"), .sort = list_url(req, query, 0, 1),
		.aria_sort = query->order == 0 ? "descending" : NULL,
	};
}

/* In the order of the type, but that by which a record is called comes first. */
static void add_columns(struct list_view *view, const struct request *req)
{
	const struct record_type *type = view->query.type;
	int64_t place = 0;

	view->called = key_column(req, &view->query);
	for (size_t i = 0; i < type->count; i++) {
		if ((type->field[i].flags & RECORD_LISTED) == 0)
			continue;
		place++;
		if (i == type->title)
			view->called = column(req, &view->query, i, place);
		else
			view->column[view->columns++] = column(req, &view->query, i, place);
	}
}

/* ---- filters ---- */

static struct choice *all_and(const struct request *req, size_t count)
{
	struct choice *choices = arena_array(req->arena, count + 3, sizeof *choices);

	choices[0] = (struct choice){ "", _("All") };
	return choices;
}

static const struct choice *yes_or_no(const struct request *req)
{
	struct choice *choices = all_and(req, 2);

	choices[1] = (struct choice){ "1", _("Yes") };
	choices[2] = (struct choice){ "0", _("No") };
	return choices;
}

static const struct choice *its_words(const struct request *req, const struct record_field *field)
{
	struct choice *choices = all_and(req, field->word_count);

	for (size_t i = 0; i < field->word_count; i++)
		choices[i + 1] = (struct choice){
			field->kind == RECORD_CODE ? arena_integer(req->arena, (int64_t)i) :
				field->words[i],
			value_word(req, field, i),
		};
	return choices;
}

/* What is there; and what is asked for, though it may be so rare that it is not among these. */
static const struct choice *what_there_is(struct request *req, const struct record_query *query,
	size_t field)
{
	struct record_page values = record_filter_values(req->db, query->type, field);
	struct choice *choices = all_and(req, values.count);
	const char *chosen = query->filter[field];

	for (size_t i = 0; i < values.count; i++) {
		const struct record *value = &values.record[i];

		choices[i + 1] = (struct choice){ value->key, record_title(req->arena, value) };
		if (chosen != NULL && strcmp(chosen, value->key) == 0)
			chosen = NULL;
	}
	if (chosen != NULL)
		choices[values.count + 1] = (struct choice){ chosen, chosen };
	return choices;
}

static const struct choice *choices_of(struct request *req, const struct record_query *query,
	size_t field)
{
	const struct record_field *of = &query->type->field[field];

	switch (of->kind) {
	case RECORD_BOOLEAN:
		return yes_or_no(req);
	case RECORD_CHOICE: case RECORD_CODE: case RECORD_WORDS: case RECORD_FACTS:
		return its_words(req, of);
	default:
		return what_there_is(req, query, field);
	}
}

static void add_filters(struct list_view *view, struct request *req)
{
	const struct record_type *type = view->query.type;

	for (size_t i = 0; i < type->count; i++) {
		const char *value = view->query.filter[i];

		if ((type->field[i].flags & RECORD_FILTERED) == 0)
			continue;
		view->filter[view->filters++] = (struct list_filter){
			.name = type->field[i].name, .label = label_of(req, &type->field[i]),
			.choices = choices_of(req, &view->query, i),
			.value = value != NULL ? value : "",
		};
		view->narrowed |= value != NULL;
	}
}

struct list_view list_view(struct request *req, const struct record_type *type)
{
	struct list_view view = { .query = read_query(req, type) };

	view.narrowed = view.query.words != NULL;
	view.adds = (type->may & RECORD_ADD) != 0 && admin_may(req, "add", type->permission);
	view.deletes = (type->may & RECORD_DELETE) != 0 &&
		admin_may(req, "delete", type->permission);
	view.page = records_list(req->db, &view.query);
	view.query.page = view.page.page;
	add_filters(&view, req);
	add_columns(&view, req);
	return view;
}
