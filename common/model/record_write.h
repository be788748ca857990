/* What staff's writing and fixtures' have in common: a row of the table, and its links. */
#ifndef MODEL_RECORD_WRITE_H
#define MODEL_RECORD_WRITE_H

#include "model/record_sql.h"

/* What goes into columns, each with SQL around it or NULL. */
struct record_cells {
	struct record_cell {
		const char *column, *stored;
		struct db_value value;
	} cell[RECORD_FIELDS + RECORD_DERIVED + 1];
	size_t count;
};

void record_put(struct record_cells *cells, const char *column, const char *stored,
	struct db_value value);
void record_put_field(struct record_cells *cells, const struct record_field *field,
	const char *value);
void record_put_derived(struct record_cells *cells, struct db *db, const struct record *record);

/* Is the key a column, and none of the fields? */
bool record_has_key(const struct record_type *type);

/* A new key where the database makes none: of a text; else NULL. */
const char *record_new_key(struct arena *arena, const struct record_type *type);

/* "INSERT INTO table (columns) VALUES (values)" */
void record_insert_sql(struct sql *sql, const struct record_type *type,
	const struct record_cells *cells);

/* What stands in the tables of links: nothing but this. */
void record_write_links(struct db *db, const struct record *record, size_t field);

#endif
