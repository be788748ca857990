/*
 * Migration: what a version changed in the rows is done in a numbered step.  What it changed in
 * the tables needs none: they are all made anew, as schema.sql has them, and the rows move in,
 * column by column of the same name.  So a migrated database and a new one cannot differ, and what
 * ALTER TABLE cannot do (constraints, AUTOINCREMENT) is no special case.
 */
#include "db/migrate.h"

#include <sqlite3.h>

#include "base/fail.h"
#include "db/db.h"
#include "db/handle.h"
#include "db/schema.h"

/* From that version to the next; a step sees the tables as they were then. */
static const char *const steps[DB_SCHEMA_VERSION] = {
	/* The ledger: what is there was counted on the day when the product came.  And carts. */
	[2] = "ALTER TABLE user ADD COLUMN cart TEXT NOT NULL DEFAULT '';"
		"CREATE TABLE stock_change (product_seq INTEGER, number INTEGER, quantity INTEGER, "
		"reason TEXT, made INTEGER, made_by TEXT);"
		"INSERT INTO stock_change SELECT seq, 1, stock, 'count', date_added, username "
		"FROM product JOIN user ON user.id = user_id WHERE stock > 0",
	/* Not only the cart is remembered of a member, in the same writing. */
	[3] = "ALTER TABLE user RENAME COLUMN cart TO memory",
};

/* What that version has and the one before had not, taken out of empty tables. */
static const char *const undone[DB_SCHEMA_VERSION + 1] = {
	[2] = "DROP TABLE attempt; DROP TABLE device; DROP TABLE session;"
		"DROP TABLE user_in_group; DROP TABLE user_group;"
		"ALTER TABLE user DROP COLUMN permissions;"
		"ALTER TABLE user DROP COLUMN recovery_codes",
	[3] = "DROP TABLE item; DROP TABLE order_change; DROP TABLE order_line;"
		"DROP TABLE orders; DROP TABLE stock_change;"
		"ALTER TABLE user DROP COLUMN bank_account; ALTER TABLE user DROP COLUMN cart;"
		"ALTER TABLE user DROP COLUMN phone; ALTER TABLE user DROP COLUMN qris",
	[4] = "DROP TABLE loan; DROP TABLE reading; DROP TABLE book; DROP TABLE dish;"
		"DROP TABLE ticket; ALTER TABLE user RENAME COLUMN memory TO cart",
	[5] = "DROP TABLE history; ALTER TABLE user DROP COLUMN email;"
		"ALTER TABLE user DROP COLUMN first_name; ALTER TABLE user DROP COLUMN last_name",
};

#define TABLES "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"

void migrate_make(sqlite3 *handle, int version)
{
	handle_run(handle, db_schema);
	for (int v = DB_SCHEMA_VERSION; v > version; v--)
		handle_run(handle, undone[v]);
	handle_printf(handle, "PRAGMA user_version = %d", version);
}

struct handle_texts migrate_tables(sqlite3 *handle, struct arena *arena)
{
	return handle_texts(handle, arena, TABLES " ORDER BY rowid");
}

struct handle_texts migrate_columns(sqlite3 *handle, struct arena *arena, const char *table)
{
	return handle_texts(handle, arena, arena_printf(arena,
		"SELECT name FROM pragma_table_info('%s')", table));
}

int migrate_version(const char *path)
{
	sqlite3 *handle = handle_open(path, HANDLE_WRITE); /* a journal may be left to roll back */
	int version = (int)handle_number(handle, "PRAGMA user_version");

	sqlite3_close_v2(handle);
	return version;
}

static struct handle_texts new_tables(struct arena *arena)
{
	sqlite3 *handle = handle_open(":memory:", HANDLE_NEW);
	struct handle_texts tables;

	handle_run(handle, db_schema);
	tables = migrate_tables(handle, arena);
	sqlite3_close_v2(handle);
	return tables;
}

/* Its indexes go: the new ones have their names. */
static void put_aside(sqlite3 *handle, struct arena *arena, const char *table)
{
	struct handle_texts indexes = handle_texts(handle, arena, arena_printf(arena,
		"SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL "
		"AND tbl_name = '%s'", table));

	for (size_t i = 0; i < indexes.count; i++)
		handle_printf(handle, "DROP INDEX \"%w\"", indexes.text[i]);
	handle_printf(handle, "ALTER TABLE \"%w\" RENAME TO \"old_%w\"", table, table);
}

/* No id comes back, not even the highest, whose row is gone. */
static void keep_sequence(sqlite3 *handle, const char *table)
{
	handle_printf(handle, "DELETE FROM sqlite_sequence WHERE name = %Q AND EXISTS "
		"(SELECT 1 FROM sqlite_sequence WHERE name = 'old_%q')", table, table);
	handle_printf(handle, "UPDATE sqlite_sequence SET name = %Q WHERE name = 'old_%q'",
		table, table);
}

static void move_rows(sqlite3 *handle, struct arena *arena, const char *table)
{
	const char *columns = handle_text(handle, arena, arena_printf(arena,
		"SELECT group_concat('\"' || name || '\"', ', ') FROM pragma_table_info('%s') "
		"WHERE name IN (SELECT name FROM pragma_table_info('old_%s'))", table, table));

	handle_printf(handle, "INSERT INTO \"%w\" (%s) SELECT %s FROM \"old_%w\"", table, columns,
		columns, table);
	keep_sequence(handle, table);
	handle_printf(handle, "DROP TABLE \"old_%w\"", table);
}

static void rebuild(sqlite3 *handle, struct arena *arena, handle_step *step)
{
	struct handle_texts ours = new_tables(arena);
	bool *had = arena_array(arena, ours.count, sizeof *had);

	for (size_t i = 0; i < ours.count; i++) {
		had[i] = sqlite3_table_column_metadata(handle, NULL, ours.text[i], NULL, NULL,
			NULL, NULL, NULL, NULL) == SQLITE_OK;
		if (had[i])
			put_aside(handle, arena, ours.text[i]);
	}
	handle_run(handle, db_schema);
	for (size_t i = 0; i < ours.count; i++) {
		if (had[i])
			move_rows(handle, arena, ours.text[i]);
		step((int64_t)i, (int64_t)ours.count);
	}
}

/* The pragmas work outside a transaction only.  Whatever fails ends the process, and rolls back. */
void migrate_database(const char *path, struct arena *arena, handle_step *step)
{
	sqlite3 *handle = handle_open(path, HANDLE_WRITE);
	const char *orphan;

	handle_run(handle, "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;"
		"BEGIN IMMEDIATE");
	for (int64_t v = handle_number(handle, "PRAGMA user_version"); v < DB_SCHEMA_VERSION; v++)
		if (steps[v] != NULL)
			handle_run(handle, steps[v]);
	rebuild(handle, arena, step);
	orphan = handle_orphan(handle, arena);
	if (orphan != NULL) {
		handle_run(handle, "ROLLBACK");
		fail(500, "rows of the table %s belong to something that is gone", orphan);
	}
	handle_printf(handle, "PRAGMA user_version = %d; COMMIT", DB_SCHEMA_VERSION);
	sqlite3_close_v2(handle);
}
