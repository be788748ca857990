/* SQL out of the descriptors of records. */
#include "model/record_sql.h"

#include <string.h>

#include "base/fail.h"
#include "base/text.h"

/* ---- a statement ---- */

void sql_bind(struct sql *sql, const char *stored, struct db_value value)
{
	const char *at = stored != NULL ? strstr(stored, "%s") : NULL;

	if (sql->count == SQL_VALUES)
		fail(500, "a statement with more than %d values", SQL_VALUES);
	sql->value[sql->count++] = value;
	if (at != NULL)
		buffer_put(&sql->text, stored, (size_t)(at - stored));
	buffer_char(&sql->text, '$');
	buffer_integer(&sql->text, (int64_t)sql->count);
	if (at != NULL)
		buffer_text(&sql->text, at + strlen("%s"));
}

const char *sql_keep(struct db *db, struct sql *sql)
{
	return buffer_keep(&sql->text, db->arena);
}

struct db_values sql_values(const struct sql *sql)
{
	return (struct db_values){ sql->count, sql->value };
}

struct statement sql_query(struct db *db, struct sql *sql)
{
	return db_query(db, sql_keep(db, sql), sql_values(sql));
}

void sql_run(struct db *db, struct sql *sql)
{
	struct statement rows = sql_query(db, sql);

	while (db_next(&rows))
		;
}

/* ---- values ---- */

bool record_integer(const char *text, int64_t *number)
{
	bool is_negative = *text == '-';
	uint64_t size;

	if (!text_to_unsigned(text + is_negative, INT64_MAX, &size))
		return false;
	*number = is_negative ? -(int64_t)size : (int64_t)size;
	return true;
}

static struct db_value bind_integer(const char *text)
{
	int64_t number;

	return record_integer(text, &number) ? db_integer_value(number) : db_text_value(text);
}

static bool is_integer(const struct record_field *field)
{
	switch (field->kind) {
	case RECORD_INTEGER: case RECORD_MONEY: case RECORD_BOOLEAN: case RECORD_DATE:
	case RECORD_CODE:
		return true;
	case RECORD_REFERENCE: case RECORD_REFERENCES:
		return !field->of->key_is_text;
	default:
		return false;
	}
}

struct db_value record_bind(const struct record_field *field, const char *value)
{
	if (value == NULL || (*value == '\0' && (field->flags & RECORD_NULL) != 0))
		return db_text_value(NULL);
	return is_integer(field) ? bind_integer(value) : db_text_value(value);
}

struct db_value record_bind_key(const struct record_type *type, const char *key)
{
	return type->key_is_text || key == NULL ? db_text_value(key) : bind_integer(key);
}

bool record_is_reference(const struct record_field *field)
{
	return field->kind == RECORD_REFERENCE || field->kind == RECORD_REFERENCES;
}

/* ---- columns ---- */

static const char *column_of(const struct record_field *field)
{
	return field->column != NULL ? field->column : field->name;
}

/* A name is said with its table: within what reads a title stands another one. */
static const char *qualify(struct arena *arena, const char *table, const char *sql)
{
	bool is_name = sql[strspn(sql, "abcdefghijklmnopqrstuvwxyz_")] == '\0';

	return is_name ? arena_printf(arena, "%s.%s", table, sql) : sql;
}

const char *record_key_sql(struct arena *arena, const struct record_type *type)
{
	return qualify(arena, type->table, type->key);
}

/* PostgreSQL calls group_concat string_agg. */
static const char *linked_sql(struct arena *arena, const struct record_type *type,
	const struct record_link *link)
{
	return arena_printf(arena, "coalesce((SELECT group_concat(%s, ' ') FROM (SELECT %s "
		"FROM %s WHERE %s = %s ORDER BY %s) l), '')", link->other, link->other,
		link->table, link->owner, record_key_sql(arena, type), link->other);
}

const char *record_field_sql(struct arena *arena, const struct record_type *type,
	const struct record_field *field)
{
	return field->link != NULL ? linked_sql(arena, type, field->link) :
		qualify(arena, type->table, column_of(field));
}

/* How a record of that type is called, which stands in a table "o". */
static const char *title_of(struct arena *arena, const struct record_type *type)
{
	return qualify(arena, "o", record_has_title(type) ?
		column_of(&type->field[type->title]) : type->key);
}

const char *record_title_sql(struct arena *arena, const struct record_type *type,
	const struct record_field *field)
{
	const struct record_link *link = field->link;
	const char *title = title_of(arena, field->of);

	if (link == NULL)
		return arena_printf(arena, "(SELECT %s FROM %s o WHERE o.%s = %s)", title,
			field->of->table, field->of->key, record_field_sql(arena, type, field));
	return arena_printf(arena, "(SELECT group_concat(title, ', ') FROM (SELECT %s AS title "
		"FROM %s l JOIN %s o ON o.%s = l.%s WHERE l.%s = %s ORDER BY %s) t)", title,
		link->table, field->of->table, field->of->key, link->other, link->owner,
		record_key_sql(arena, type), title);
}

const char *record_sort_sql(struct arena *arena, const struct record_type *type,
	const struct record_field *field)
{
	const char *sql = record_is_reference(field) ? record_title_sql(arena, type, field) :
		record_field_sql(arena, type, field);

	if (field->sorted != NULL)
		return field->sorted;
	return is_integer(field) && !record_is_reference(field) ? sql :
		arena_printf(arena, "lower(%s)", sql);
}

/* ---- rows ---- */

void record_select(struct sql *sql, struct arena *arena, const struct record_type *type,
	bool with_titles, unsigned without)
{
	buffer_printf(&sql->text, "SELECT %s", record_key_sql(arena, type));
	for (size_t i = 0; i < type->count; i++)
		buffer_printf(&sql->text, ", %s", (type->field[i].flags & without) != 0 ? "NULL" :
			record_field_sql(arena, type, &type->field[i]));
	for (size_t i = 0; with_titles && i < type->count; i++)
		if (record_is_reference(&type->field[i]))
			buffer_printf(&sql->text, ", %s",
				record_title_sql(arena, type, &type->field[i]));
	buffer_printf(&sql->text, " FROM %s ", type->table);
}

void record_read(const struct statement *rows, const struct record_type *type, bool with_titles,
	struct record *record)
{
	int column = 0;

	*record = (struct record){ .type = type, .key = db_text(rows, column++) };
	for (size_t i = 0; i < type->count; i++)
		record->value[i] = db_text(rows, column++);
	for (size_t i = 0; with_titles && i < type->count; i++)
		if (record_is_reference(&type->field[i]))
			record->title[i] = db_text(rows, column++);
}

static const char *keep(struct arena *arena, const char *text)
{
	return text != NULL ? arena_string(arena, text) : NULL;
}

void record_keep(struct arena *arena, struct record *record)
{
	record->key = keep(arena, record->key);
	for (size_t i = 0; i < record->type->count; i++) {
		record->value[i] = keep(arena, record->value[i]);
		record->title[i] = keep(arena, record->title[i]);
	}
}

const struct record *record_by_key(struct db *db, const struct record_type *type, const char *key,
	bool with_titles)
{
	struct sql sql = { 0 };
	struct statement rows;
	struct record *record = NULL;

	record_select(&sql, db->arena, type, with_titles, 0);
	buffer_printf(&sql.text, "WHERE %s = ", record_key_sql(db->arena, type));
	sql_bind(&sql, NULL, record_bind_key(type, key));
	rows = sql_query(db, &sql);
	if (db_next(&rows)) {
		record = arena_alloc(db->arena, sizeof *record);
		record_read(&rows, type, with_titles, record);
		record_keep(db->arena, record);
	}
	db_finish(&rows);
	return record;
}
