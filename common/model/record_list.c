/*
 * Lists of records.  What stands on a page is found in steps, so that a hundred thousand records
 * cost little: which records hold the words (their texts are looked at once, in no order), which of
 * these stand on the page (only what sorts them is read), and at last all of these few.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/record_sql.h"
#include "model/words.h"

/* ---- which records: " WHERE filters " ---- */

static bool is_word_of(const struct record_field *field, const char *value)
{
	return text_find_word(field->words, field->word_count, value) < field->word_count;
}

/* A value that no record can have says nothing. */
static bool is_filter(const struct record_field *field, const char *value)
{
	int64_t number;

	if (value == NULL || *value == '\0' || (field->flags & RECORD_FILTERED) == 0)
		return false;
	if (field->kind == RECORD_CHOICE || field->kind == RECORD_WORDS ||
	    field->kind == RECORD_FACTS)
		return is_word_of(field, value);
	return record_bind(field, "0").type == DB_INTEGER ? record_integer(value, &number) :
		text_valid(value, strlen(value));
}

static void put_filter(struct sql *sql, struct db *db, const struct record_type *type,
	const struct record_field *field, const char *value)
{
	const char *column = record_field_sql(db->arena, type, field);

	if (field->link != NULL) {
		buffer_printf(&sql->text, "EXISTS (SELECT 1 FROM %s WHERE %s = %s AND %s = ",
			field->link->table, field->link->owner, record_key_sql(db->arena, type),
			field->link->other);
		sql_bind(sql, "%s)", record_bind(field, value));
	} else if (field->kind == RECORD_WORDS || field->kind == RECORD_FACTS) {
		buffer_printf(&sql->text, "' ' || %s || ' ' LIKE ", column);
		sql_bind(sql, NULL, db_text_value(arena_printf(db->arena, "%% %s %%", value)));
	} else {
		buffer_printf(&sql->text, "%s = ", column);
		sql_bind(sql, NULL, record_bind(field, value));
	}
}

/* Is there any? */
static bool put_where(struct sql *sql, struct db *db, const struct record_query *query)
{
	const struct record_type *type = query->type;
	bool any = false;

	for (size_t i = 0; i < type->count; i++) {
		if (!is_filter(&type->field[i], query->filter[i]))
			continue;
		buffer_text(&sql->text, any ? " AND " : " WHERE ");
		put_filter(sql, db, type, &type->field[i], query->filter[i]);
		any = true;
	}
	return any;
}

/* ---- in which order: " ORDER BY ... " ---- */

/* The listed field in that place, from 1; NULL: there is none. */
static const struct record_field *listed_field(const struct record_type *type, int64_t place)
{
	for (size_t i = 0; i < type->count && place > 0; i++)
		if ((type->field[i].flags & RECORD_LISTED) != 0 && --place == 0)
			return &type->field[i];
	return NULL;
}

static void put_order(struct sql *sql, struct db *db, const struct record_query *query)
{
	bool is_down = query->order < 0 && query->order > INT64_MIN;
	const struct record_field *field = listed_field(query->type,
		is_down ? -query->order : query->order);
	const char *way = field == NULL || is_down ? " DESC" : "";

	buffer_text(&sql->text, " ORDER BY ");
	if (field != NULL)
		buffer_printf(&sql->text, "%s%s, ",
			record_sort_sql(db->arena, query->type, field), way);
	buffer_printf(&sql->text, "%s.%s%s", query->type->table, query->type->order, way);
}

/* ---- which hold the words ---- */

/* Places in the order in which records were added. */
struct places {
	int64_t *place;
	size_t count;
};

static void add_place(struct places *places, struct arena *arena, int64_t place)
{
	int64_t *larger;

	if ((places->count & (places->count - 1)) == 0) { /* full at every power of two */
		larger = arena_array(arena, places->count > 0 ? 2 * places->count : 1,
			sizeof *larger);
		if (places->count > 0)
			memcpy(larger, places->place, places->count * sizeof *larger);
		places->place = larger;
	}
	places->place[places->count++] = place;
}

/* What is searched in; how many columns that are.  The first one is the place, the last one the key
   of what is called by it. */
static int put_searched(struct sql *sql, struct db *db, const struct record_type *type)
{
	int count = 0;

	buffer_printf(&sql->text, "SELECT %s.%s", type->table, type->order);
	if (type->search != NULL) {
		buffer_printf(&sql->text, ", %s.%s", type->table, type->search);
		count = 1;
	}
	for (size_t i = 0; type->search == NULL && i < type->count; i++)
		if ((type->field[i].flags & RECORD_SEARCHED) != 0) {
			buffer_printf(&sql->text, ", %s",
				record_field_sql(db->arena, type, &type->field[i]));
			count++;
		}
	buffer_printf(&sql->text, ", %s FROM %s",
		record_has_title(type) ? "NULL" : record_key_sql(db->arena, type), type->table);
	return count;
}

/* A key is meant as a whole: 7 is not 17. */
static bool are_in_or_key(const char *const *words, const char *text, const char *key)
{
	for (; *words != NULL; words++)
		if (strstr(text, *words) == NULL && (key == NULL || strcmp(*words, key) != 0))
			return false;
	return true;
}

/* In lines, for no word to run across two. */
static bool row_holds(const struct statement *rows, int columns, const char *const *words,
	struct arena *scratch)
{
	struct buffer text = { 0 };

	for (int i = 1; i <= columns; i++)
		buffer_printf(&text, "%s\n", db_text(rows, i) != NULL ? db_text(rows, i) : "");
	return are_in_or_key(words, text_fold(scratch, buffer_keep(&text, scratch)),
		db_text(rows, columns + 1));
}

static struct places find_words(struct db *db, const struct record_query *query,
	const char *const *words)
{
	const struct record_type *type = query->type;
	struct places found = { 0 };
	struct arena scratch = { 0 };
	struct sql sql = { 0 };
	int columns = put_searched(&sql, db, type);
	struct statement rows;

	put_where(&sql, db, query);
	buffer_printf(&sql.text, " ORDER BY %s.%s", type->table, type->order);
	rows = sql_query(db, &sql);
	while (db_next(&rows)) {
		if (type->search != NULL ? words_are_in(words, db_text(&rows, 1)) :
		    row_holds(&rows, columns, words, &scratch))
			add_place(&found, db->arena, db_integer(&rows, 0));
		arena_free(&scratch);
	}
	return found;
}

/* ---- what stands on a page ---- */

static int compare(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a > b) - (a < b);
}

/* `among` NULL: all that the filters let through. */
static struct places find_page(struct db *db, const struct record_query *query, int64_t skip,
	const struct places *among)
{
	struct places page = { 0 };
	struct sql sql = { 0 };
	struct statement rows;

	buffer_printf(&sql.text, "SELECT %s.%s FROM %s", query->type->table, query->type->order,
		query->type->table);
	put_where(&sql, db, query);
	put_order(&sql, db, query);
	if (among == NULL) {
		buffer_text(&sql.text, " LIMIT ");
		sql_bind(&sql, NULL, db_integer_value(RECORDS_PER_PAGE));
		buffer_text(&sql.text, " OFFSET ");
		sql_bind(&sql, NULL, db_integer_value(skip));
		skip = 0;
	}
	rows = sql_query(db, &sql);
	while (page.count < RECORDS_PER_PAGE && db_next(&rows)) {
		int64_t place = db_integer(&rows, 0);

		if ((among == NULL || bsearch(&place, among->place, among->count,
		    sizeof *among->place, compare) != NULL) && skip-- <= 0)
			add_place(&page, db->arena, place);
	}
	db_finish(&rows);
	return page;
}

static void read_page(struct db *db, const struct record_query *query, struct places places,
	struct record_page *page)
{
	struct record *table = arena_array(db->arena, places.count, sizeof *table);
	struct sql sql = { 0 };
	struct statement rows;

	page->record = table;
	record_select(&sql, db->arena, query->type, true, RECORD_HIDDEN);
	buffer_printf(&sql.text, "WHERE %s.%s IN (", query->type->table, query->type->order);
	for (size_t i = 0; i < places.count; i++)
		sql_bind(&sql, i > 0 ? ", %s" : "%s", db_integer_value(places.place[i]));
	buffer_char(&sql.text, ')');
	put_order(&sql, db, query);
	rows = sql_query(db, &sql);
	while (page->count < places.count && db_next(&rows)) {
		record_read(&rows, query->type, true, &table[page->count]);
		record_keep(db->arena, &table[page->count++]);
	}
	db_finish(&rows);
}

static int64_t count(struct db *db, const struct record_query *query, bool filtered)
{
	struct sql sql = { 0 };
	struct statement rows;
	int64_t number;

	buffer_printf(&sql.text, "SELECT count(*) FROM %s", query->type->table);
	if (filtered)
		put_where(&sql, db, query);
	rows = sql_query(db, &sql);
	number = db_next(&rows) ? db_integer(&rows, 0) : 0;
	db_finish(&rows);
	return number;
}

static int64_t within(int64_t page, int64_t pages)
{
	return page < 1 ? 1 : page > pages ? pages : page;
}

/* Bytes that are no text stand in none. */
static const char **read_words(struct arena *arena, const char *typed)
{
	static const char *no_text[] = { "\xFF", NULL };

	if (typed == NULL)
		return NULL;
	return text_valid(typed, strlen(typed)) ? words_read(arena, typed) : no_text;
}

struct record_page records_list(struct db *db, const struct record_query *query)
{
	const char **words = read_words(db->arena, query->words);
	struct places found = { 0 };
	struct record_page page = { .total = count(db, query, false) };

	if (words != NULL)
		found = find_words(db, query, words);
	page.found = words != NULL ? (int64_t)found.count : count(db, query, true);
	page.pages = page.found > 0 ? (page.found - 1) / RECORDS_PER_PAGE + 1 : 1;
	page.page = within(query->page, page.pages);
	if (page.found > 0)
		read_page(db, query, find_page(db, query, (page.page - 1) * RECORDS_PER_PAGE,
			words != NULL ? &found : NULL), &page);
	return page;
}
