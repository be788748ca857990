/*
 * SQL out of the descriptors of records: of their constants only.  What somebody typed is bound.
 */
#ifndef MODEL_RECORD_SQL_H
#define MODEL_RECORD_SQL_H

#include "base/buffer.h"
#include "model/record.h"

enum { SQL_VALUES = 2 * RECORDS_PER_PAGE };

/* A statement that grows, and what is bound to it. */
struct sql {
	struct buffer text;
	struct db_value value[SQL_VALUES];
	size_t count;
};

/* Append a value as the next $N; "f(%s)", if `stored` is not NULL, with $N in the place of %s. */
void sql_bind(struct sql *sql, const char *stored, struct db_value value);

/* The text is then in the db's arena, and `sql` empty. */
struct statement sql_query(struct db *db, struct sql *sql);
void sql_run(struct db *db, struct sql *sql);
const char *sql_keep(struct db *db, struct sql *sql);
struct db_values sql_values(const struct sql *sql);

/* Text of a decimal integer; false: it is none, or too large. */
bool record_integer(const char *text, int64_t *number);

/* A value as it is bound: NULL where it is that, an integer where the column is one. */
struct db_value record_bind(const struct record_field *field, const char *value);
struct db_value record_bind_key(const struct record_type *type, const char *key);

/* SQL that reads the key, or a field, of the type's table; ... by which it is sorted; the titles of
   what it leads to.  In the arena. */
const char *record_key_sql(struct arena *arena, const struct record_type *type);
const char *record_field_sql(struct arena *arena, const struct record_type *type,
	const struct record_field *field);
const char *record_sort_sql(struct arena *arena, const struct record_type *type,
	const struct record_field *field);
const char *record_title_sql(struct arena *arena, const struct record_type *type,
	const struct record_field *field);

/* "SELECT key, fields, titles FROM table ", and its rows: the texts live until the next one.
   Fields that have one of the flags `without` are NULL. */
void record_select(struct sql *sql, struct arena *arena, const struct record_type *type,
	bool with_titles, unsigned without);
void record_read(const struct statement *rows, const struct record_type *type, bool with_titles,
	struct record *record);

/* The same, kept in the arena. */
void record_keep(struct arena *arena, struct record *record);

/* The one with that key, which is written as the database has it; NULL: there is none. */
const struct record *record_by_key(struct db *db, const struct record_type *type, const char *key,
	bool with_titles);

/* One, or several? */
bool record_is_reference(const struct record_field *field);

#endif
