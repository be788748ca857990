/* What can be chosen: where a reference may lead, what a list can be cut down to. */
#include "base/text.h"
#include "model/record_sql.h"

/* The key and the title of each row. */
static struct record_page take(struct statement rows, const struct record_type *type, size_t most,
	bool *more)
{
	struct arena *arena = rows.db->arena;
	struct record *table = arena_array(arena, most, sizeof *table);
	struct record_page page = { .record = table };

	while (page.count < most && db_next(&rows)) {
		struct record *record = &table[page.count++];

		record->type = type;
		record->key = db_text(&rows, 0);
		if (record_has_title(type))
			record->value[type->title] = db_text(&rows, 1);
		record_keep(arena, record);
	}
	*more = page.count == most && db_next(&rows);
	db_finish(&rows);
	return page;
}

static void select_titles(struct sql *sql, struct arena *arena, const struct record_type *type)
{
	buffer_printf(&sql->text, "SELECT %s, %s FROM %s", record_key_sql(arena, type),
		record_has_title(type) ?
			record_field_sql(arena, type, &type->field[type->title]) : type->key,
		type->table);
}

static void order_titles(struct sql *sql, struct arena *arena, const struct record_type *type,
	size_t most)
{
	buffer_text(&sql->text, " ORDER BY ");
	if (record_has_title(type))
		buffer_printf(&sql->text, "%s, ",
			record_sort_sql(arena, type, &type->field[type->title]));
	buffer_printf(&sql->text, "%s.%s LIMIT ", type->table, type->order);
	sql_bind(sql, NULL, db_integer_value((int64_t)most + 1));
}

struct record_page records_titles(struct db *db, const struct record_type *type, size_t most,
	bool *more)
{
	struct sql sql = { 0 };

	select_titles(&sql, db->arena, type);
	order_titles(&sql, db->arena, type, most);
	return take(sql_query(db, &sql), type, most, more);
}

const char *record_titled(struct db *db, const struct record_type *type, const char *title)
{
	const char *sql = record_named_sql(db->arena, type), *key = NULL;
	struct statement rows;

	if (sql == NULL)
		return NULL;
	rows = db_query(db, sql, BIND(title, text_fold(db->arena, title)));
	if (db_next(&rows))
		key = arena_string(db->arena, db_text(&rows, 0));
	db_finish(&rows);
	return key;
}

/* The records to which that field of any record leads. */
static struct statement query_led_to(struct db *db, const struct record_type *type,
	const struct record_field *field)
{
	const char *led_to = field->link != NULL ? arena_printf(db->arena, "SELECT %s FROM %s",
		field->link->other, field->link->table) : arena_printf(db->arena,
		"SELECT %s FROM %s", record_field_sql(db->arena, type, field), type->table);
	struct sql sql = { 0 };

	select_titles(&sql, db->arena, field->of);
	buffer_printf(&sql.text, " WHERE %s IN (%s)", record_key_sql(db->arena, field->of), led_to);
	order_titles(&sql, db->arena, field->of, RECORD_VALUES_SHOWN);
	return sql_query(db, &sql);
}

/* A text is its own title. */
static struct statement query_texts(struct db *db, const struct record_type *type,
	const struct record_field *field)
{
	const char *column = record_field_sql(db->arena, type, field);
	struct sql sql = { 0 };

	buffer_printf(&sql.text, "SELECT %s, %s FROM %s WHERE %s <> '' GROUP BY %s ORDER BY %s "
		"LIMIT ", column, column, type->table, column, column,
		record_sort_sql(db->arena, type, field));
	sql_bind(&sql, NULL, db_integer_value(RECORD_VALUES_SHOWN + 1));
	return sql_query(db, &sql);
}

struct record_page record_filter_values(struct db *db, const struct record_type *type,
	size_t field)
{
	const struct record_field *of = &type->field[field];
	bool more;

	return record_is_reference(of) ?
		take(query_led_to(db, type, of), of->of, RECORD_VALUES_SHOWN, &more) :
		take(query_texts(db, type, of), type, RECORD_VALUES_SHOWN, &more);
}
