/* Data of an older version, made to fit this one. */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/handle.h"

/* Its version: 0 of a file without a shop.  Fails when it is no database. */
int migrate_version(const char *path);

/*
 * Bring a database of any older version to DB_SCHEMA_VERSION, with the tables that a new shop has
 * and its own rows, in one transaction.  Tables that are not ours stay as they are.  Fails, and
 * leaves it as it was, when that cannot be done, or a row would belong to nothing.
 */
void migrate_database(const char *path, struct arena *arena, handle_step *step);

/* Make the tables that a shop of that version has, in a new database. */
void migrate_make(struct sqlite3 *handle, int version);

/* The names of its tables, and of the columns of one, in a database that is made so. */
struct handle_texts migrate_tables(struct sqlite3 *handle, struct arena *arena);
struct handle_texts migrate_columns(struct sqlite3 *handle, struct arena *arena,
	const char *table);

#endif
