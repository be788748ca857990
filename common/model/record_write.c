/* Staff add, change and delete records; each is judged once more, in the transaction. */
#include "model/record_write.h"

#include <string.h>

#include "base/random.h"
#include "html/language.h"
#include "model/history.h"

/* ---- a row ---- */

void record_put(struct record_cells *cells, const char *column, const char *stored,
	struct db_value value)
{
	cells->cell[cells->count++] = (struct record_cell){ column, stored, value };
}

void record_put_field(struct record_cells *cells, const struct record_field *field,
	const char *value)
{
	const char *column = field->column != NULL ? field->column : field->name;

	record_put(cells, field->into != NULL ? field->into : column, field->stored,
		record_bind(field, value));
}

void record_put_derived(struct record_cells *cells, struct db *db, const struct record *record)
{
	const char *column[RECORD_DERIVED], *value[RECORD_DERIVED];
	size_t count = record->type->derive != NULL ?
		record->type->derive(db, record, column, value) : 0;

	for (size_t i = 0; i < count; i++)
		record_put(cells, column[i], NULL, db_text_value(value[i]));
}

bool record_has_key(const struct record_type *type)
{
	return strcmp(type->key, type->conflict) == 0;
}

const char *record_new_key(struct arena *arena, const struct record_type *type)
{
	char *key;

	if (!type->key_is_text)
		return NULL;
	key = arena_alloc(arena, 37);
	random_uuid(key);
	return key;
}

void record_insert_sql(struct sql *sql, const struct record_type *type,
	const struct record_cells *cells)
{
	buffer_printf(&sql->text, "INSERT INTO %s (", type->table);
	for (size_t i = 0; i < cells->count; i++)
		buffer_printf(&sql->text, "%s%s", i > 0 ? ", " : "", cells->cell[i].column);
	buffer_text(&sql->text, ") VALUES (");
	for (size_t i = 0; i < cells->count; i++) {
		buffer_text(&sql->text, i > 0 ? ", " : "");
		sql_bind(sql, cells->cell[i].stored, cells->cell[i].value);
	}
	buffer_char(&sql->text, ')');
}

void record_write_links(struct db *db, const struct record *record, size_t i)
{
	const struct record_field *field = &record->type->field[i];
	struct db_value values[] = { record_bind_key(record->type, record->key), { 0 } };
	char *rest = arena_string(db->arena, record->value[i]), *other;

	db_run(db, field->link->clear, (struct db_values){ 1, values });
	while ((other = strsep(&rest, " ")) != NULL)
		if (*other != '\0') {
			values[1] = record_bind(field, other);
			db_run(db, field->link->add, (struct db_values){ 2, values });
		}
}

/* ---- what is new about it ---- */

static bool differs(const struct record *was, const struct record *now, size_t field)
{
	return was == NULL || !record_is_same(was->value[field], now->value[field]);
}

static const char *changed_names(struct arena *arena, const struct record *was,
	const struct record *now)
{
	struct buffer names = { 0 };

	for (size_t i = 0; i < now->type->count; i++)
		if (differs(was, now, i))
			buffer_printf(&names, "%s%s", names.length > 0 ? " " : "",
				now->type->field[i].name);
	return names.length > 0 ? buffer_keep(&names, arena) : "";
}

static void note(struct db *db, const struct record *record, enum history_action action,
	const char *made_by, const char *fields)
{
	history_add(db, &(struct history_entry){ .made_by = made_by, .action = action,
		.model = record->type->name, .object = record->key,
		.name = record_title(db->arena, record), .fields = fields });
}

/* ---- may it be so ---- */

static bool is_taken(struct db *db, const struct record *now, size_t i)
{
	const struct record_field *field = &now->type->field[i];
	struct sql sql = { 0 };
	struct statement rows;
	bool taken = false;

	buffer_printf(&sql.text, "SELECT %s FROM %s WHERE %s = ", now->type->key, now->type->table,
		record_field_sql(db->arena, now->type, field));
	sql_bind(&sql, NULL, record_bind(field, now->value[i]));
	rows = sql_query(db, &sql);
	while (!taken && db_next(&rows))
		taken = !record_is_same(db_text(&rows, 0), now->key);
	db_finish(&rows);
	return taken;
}

static const char *field_problem(struct db *db, const struct record *now, size_t i)
{
	const struct record_field *field = &now->type->field[i];
	const char *problem = record_value_problem(db, field, now->value[i]);

	if (problem == NULL && (field->flags & RECORD_UNIQUE) != 0 && is_taken(db, now, i))
		return N_("Something else has this name already.");
	return problem;
}

static const char *find_problem(struct db *db, const struct record *was, const struct record *now,
	size_t *field)
{
	const struct record_type *type = now->type;
	const char *problem = NULL;

	for (*field = 0; *field < type->count; (*field)++) {
		problem = differs(was, now, *field) ? field_problem(db, now, *field) : NULL;
		if (problem != NULL)
			return problem;
	}
	return type->problem != NULL ? type->problem(db, was, now, field) : NULL;
}

/* ---- it is done ---- */

static void write_links(struct db *db, const struct record *was, const struct record *now)
{
	for (size_t i = 0; i < now->type->count; i++)
		if (now->type->field[i].link != NULL && differs(was, now, i))
			record_write_links(db, now, i);
}

static void tell_changed(struct db *db, const struct record *was, const struct record *now,
	const char *made_by)
{
	const struct record_type *type = now != NULL ? now->type : was->type;

	if (type->changed != NULL)
		type->changed(db, was, now, made_by);
}

/* What is kept otherwise begins with as little as may be. */
static void put_new_field(struct record_cells *cells, struct arena *arena,
	const struct record_field *field, const char *value)
{
	if (field->link == NULL)
		record_put_field(cells, field, (field->flags & RECORD_KEPT) != 0 ?
			arena_integer(arena, field->lowest) : value);
}

static const char *insert(struct db *db, const struct record *record)
{
	const struct record_type *type = record->type;
	const char *key = record_new_key(db->arena, type);
	struct record_cells cells = { 0 };
	struct sql sql = { 0 };
	struct statement rows;

	for (size_t i = 0; i < type->count; i++)
		put_new_field(&cells, db->arena, &type->field[i], record->value[i]);
	record_put_derived(&cells, db, record);
	if (key != NULL)
		record_put(&cells, type->key, NULL, db_text_value(key));
	record_insert_sql(&sql, type, &cells);
	buffer_printf(&sql.text, " RETURNING %s", type->key);
	rows = sql_query(db, &sql);
	db_next(&rows);
	key = arena_string(db->arena, db_text(&rows, 0));
	db_finish(&rows);
	return key;
}

/* What staff are not asked for. */
static void begin_unasked(struct arena *arena, struct record *record)
{
	for (size_t i = 0; i < record->type->count; i++) {
		const struct record_field *field = &record->type->field[i];

		if ((field->flags & (RECORD_FIXED | RECORD_HIDDEN)) != 0 &&
		    record->value[i] == NULL)
			record->value[i] = record_initial(arena, field);
	}
}

const char *record_add(struct db *db, struct record *record, const char *made_by, size_t *field)
{
	const char *problem;

	begin_unasked(db->arena, record);
	problem = find_problem(db, NULL, record, field);
	if (problem != NULL)
		return problem;
	record->key = insert(db, record);
	write_links(db, NULL, record);
	tell_changed(db, NULL, record, made_by);
	note(db, record, HISTORY_ADDED, made_by, "");
	return NULL;
}

static bool update(struct db *db, const struct record_cells *cells, const struct record *now)
{
	struct sql sql = { 0 };

	if (cells->count == 0)
		return true;
	buffer_printf(&sql.text, "UPDATE %s SET ", now->type->table);
	for (size_t i = 0; i < cells->count; i++) {
		buffer_printf(&sql.text, "%s%s = ", i > 0 ? ", " : "", cells->cell[i].column);
		sql_bind(&sql, cells->cell[i].stored, cells->cell[i].value);
	}
	buffer_printf(&sql.text, " WHERE %s = ", now->type->key);
	sql_bind(&sql, NULL, record_bind_key(now->type, now->key));
	return db_run_constrained(db, sql_keep(db, &sql), sql_values(&sql));
}

static struct record_cells changed_cells(struct db *db, const struct record *was,
	const struct record *now)
{
	struct record_cells cells = { 0 };

	for (size_t i = 0; i < now->type->count; i++)
		if (differs(was, now, i) && now->type->field[i].link == NULL &&
		    (now->type->field[i].flags & RECORD_KEPT) == 0)
			record_put_field(&cells, &now->type->field[i], now->value[i]);
	if (cells.count > 0)
		record_put_derived(&cells, db, now);
	return cells;
}

const char *record_change(struct db *db, const struct record *was, const struct record *now,
	const char *made_by, size_t *field)
{
	const char *fields = changed_names(db->arena, was, now);
	const char *problem = find_problem(db, was, now, field);
	struct record_cells cells;

	if (problem != NULL || *fields == '\0')
		return problem;
	*field = now->type->count;
	cells = changed_cells(db, was, now);
	if (!update(db, &cells, now))
		return N_("This does not go with something else in the shop. Please look "
			"once more.");
	write_links(db, was, now);
	tell_changed(db, was, now, made_by);
	note(db, now, HISTORY_CHANGED, made_by, fields);
	return NULL;
}

const char *record_delete(struct db *db, const struct record *record, const char *made_by)
{
	const struct record_type *type = record->type;
	const char *keeps = type->keeps != NULL ? type->keeps(db, record) : NULL;
	struct sql sql = { 0 };

	if (keeps != NULL)
		return keeps;
	tell_changed(db, record, NULL, made_by);
	buffer_printf(&sql.text, "DELETE FROM %s WHERE %s = ", type->table, type->key);
	sql_bind(&sql, NULL, record_bind_key(type, record->key));
	sql_run(db, &sql);
	note(db, record, HISTORY_DELETED, made_by, "");
	return NULL;
}
