/*
 * What comes out of a backup.  It may be anybody's: its tables are read by the names that ours
 * have, and its schema, which is SQL, is never run.
 */
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/media.h"
#include "db/create.h"
#include "db/db.h"
#include "db/handle.h"
#include "db/migrate.h"
#include "db/snapshot.h"

enum {
	INSTRUCTIONS = 1000,   /* of SQLite's machine, after which it tells that it is working */
	PATIENCE = 60,         /* seconds; and one more for each MiB of the backup */
	MIB = 1024 * 1024,
};
static const int64_t YEAR_10000 = 253402300800; /* seconds since 1970 */

/* ---- no longer than it may take ---- */

static struct {
	handle_step *step;     /* NULL: nobody is told */
	int64_t done;
	struct date end;
} working;

/* What an index or a rule of a table computes, and pages that lead back to themselves, have no
   other end: SQLITE_INTERRUPT. */
static int tell_working(void *unused)
{
	(void)unused;
	if (working.step != NULL)
		working.step(++working.done, 0);
	return date_now().us > working.end.us;
}

static void limit_time(const struct snapshot *snapshot, const char *path)
{
	struct stat is = { 0 };

	if (stat(path, &is) != 0)
		fail_errno(500, "%s", path);
	working.end = date_after(date_now(), PATIENCE + is.st_size / MIB);
	sqlite3_progress_handler(snapshot->handle, INSTRUCTIONS, tell_working, NULL);
}

/* ---- is it one? ---- */

static void check_version(const struct snapshot *snapshot, const char *path)
{
	int version = snapshot_version(snapshot);

	if (version > DB_SCHEMA_VERSION)
		fail(400, "%s has schema %d, but these programs know %d: take newer programs",
			path, version, DB_SCHEMA_VERSION);
	if (version < 1)
		fail(400, "there is no shop in %s", path);
}

/* What such a backup is made of when it is ours. */
static sqlite3 *ours(const struct snapshot *snapshot)
{
	sqlite3 *handle = handle_open(":memory:", HANDLE_NEW);

	migrate_make(handle, snapshot_version(snapshot));
	handle_run(handle, SNAPSHOT_TABLES);
	return handle;
}

/* Of a view, and of a virtual table that nobody used yet, SQLite knows no columns here. */
static bool has_column(const struct snapshot *snapshot, const char *table, const char *column)
{
	return sqlite3_table_column_metadata(snapshot->handle, "main", table, column, NULL, NULL,
		NULL, NULL, NULL) == SQLITE_OK;
}

static bool has_table(const struct snapshot *snapshot, const char *table)
{
	return handle_number(snapshot->handle, arena_printf(snapshot->arena,
		"SELECT count(*) FROM sqlite_schema WHERE name = '%s' AND type = 'table' "
		"AND rootpage > 0", table)) == 1;
}

static void check_tables(const struct snapshot *snapshot, const char *path)
{
	struct arena *arena = snapshot->arena;
	sqlite3 *wanted = ours(snapshot);
	struct handle_texts tables = migrate_tables(wanted, arena);

	for (size_t i = 0; i < tables.count; i++) {
		struct handle_texts columns = migrate_columns(wanted, arena, tables.text[i]);
		bool is_ours = has_table(snapshot, tables.text[i]);

		for (size_t k = 0; k < columns.count && is_ours; k++)
			is_ours = has_column(snapshot, tables.text[i], columns.text[k]);
		if (!is_ours)
			fail(400, "%s is not a backup of a shop: its table %s is another one, or "
				"missing", path, tables.text[i]);
	}
	sqlite3_close_v2(wanted);
}

void snapshot_open(struct snapshot *snapshot, struct arena *arena, const char *path,
	handle_step *step)
{
	snapshot_check_sum(path, step);
	*snapshot = (struct snapshot){ arena, handle_open(path, HANDLE_FOREIGN), { 0 } };
	limit_time(snapshot, path);
	check_version(snapshot, path);
	check_tables(snapshot, path);
	snapshot->made.us = handle_number(snapshot->handle, "SELECT made FROM backup");
	if (snapshot->made.us <= 0 || snapshot->made.us >= YEAR_10000 * DATE_SECOND)
		fail(400, "%s does not say when it was made", path);
}

/* ---- is it good? ---- */

static void check_rows(const struct snapshot *snapshot, const char *path, handle_step *step)
{
	const char *found, *orphan;

	working.step = step;
	found = handle_text(snapshot->handle, snapshot->arena, "PRAGMA integrity_check(1)");
	orphan = handle_orphan(snapshot->handle, snapshot->arena);
	working.step = NULL;
	if (found == NULL || strcmp(found, "ok") != 0)
		fail(400, "%s is damaged: %.200s", path, found != NULL ? found : "?");
	if (orphan != NULL)
		fail(400, "in %s rows of the table %s belong to something that is gone", path,
			orphan);
}

/* Other programs would look for a picture wherever its name leads. */
static void check_names(const struct snapshot *snapshot, const char *path)
{
	struct handle_texts names = handle_texts(snapshot->handle, snapshot->arena,
		snapshot_version(snapshot) < SNAPSHOT_QRIS_SINCE ? "SELECT image FROM product" :
		"SELECT image FROM product UNION SELECT qris FROM user");

	for (size_t i = 0; i < names.count; i++)
		if (names.text[i] == NULL || (*names.text[i] != '\0' &&
		    media_size(names.text[i]).width == 0))
			fail(400, "in %s \"%.100s\" is not the name of a picture", path,
				names.text[i] != NULL ? names.text[i] : "");
}

static bool has_file(const struct snapshot *snapshot, const char *name)
{
	return handle_number(snapshot->handle, arena_printf(snapshot->arena,
		"SELECT count(*) FROM backup_file WHERE name = '%s'", name)) != 0;
}

/* What was not to be had stands there with its name. */
static void check_files(const struct snapshot *snapshot, const char *path)
{
	struct snapshot_names files = snapshot_files(snapshot);

	for (size_t i = 0; i < files.count; i++)
		if (!has_file(snapshot, files.name[i]))
			fail(400, "the picture %s is missing in %s", files.name[i], path);
}

/* As db_secret wants it: with less, nobody could sign in to the shop that was restored. */
static void check_key(const struct snapshot *snapshot, const char *path)
{
	const char *key = NULL;
	size_t length = 0;

	if (has_file(snapshot, "secret.key"))
		key = snapshot_file(snapshot, snapshot->arena, "secret.key", &length);
	if (key == NULL || length < DB_SECRET_LETTERS || length > DB_SECRET_LONGEST ||
	    memchr(key, '\0', length) != NULL)
		fail(400, "in %s there is no secret.key, or one that is none", path);
}

void snapshot_check(const struct snapshot *snapshot, const char *path, handle_step *step)
{
	check_rows(snapshot, path, step);
	check_names(snapshot, path);
	check_files(snapshot, path);
	check_key(snapshot, path);
}

/* ---- the shop alone ---- */

struct snapshot_names snapshot_foreign(const struct snapshot *snapshot)
{
	struct arena *arena = snapshot->arena;
	sqlite3 *wanted = ours(snapshot);
	struct handle_texts all = handle_texts(snapshot->handle, arena,
		"SELECT name FROM sqlite_schema WHERE name IS NOT NULL");
	struct snapshot_names foreign = { arena_array(arena, all.count, sizeof *foreign.name), 0 };

	for (size_t i = 0; i < all.count; i++) {
		char *sql = sqlite3_mprintf("SELECT %Q LIKE 'sqlite%%' OR EXISTS "
			"(SELECT 1 FROM sqlite_schema WHERE name = %Q)", all.text[i], all.text[i]);

		if (sql == NULL)
			fail(503, "out of memory");
		if (handle_number(wanted, sql) == 0)
			foreign.name[foreign.count++] = all.text[i];
		sqlite3_free(sql);
	}
	sqlite3_close_v2(wanted);
	return foreign;
}

static void copy_rows(const struct snapshot *snapshot, sqlite3 *handle, const char *table)
{
	struct arena *arena = snapshot->arena;
	struct handle_texts columns = migrate_columns(handle, arena, table);
	struct buffer names = { 0 }, marks = { 0 };

	for (size_t i = 0; i < columns.count; i++) {
		buffer_printf(&names, "%s\"%s\"", i > 0 ? ", " : "", columns.text[i]);
		buffer_text(&marks, i > 0 ? ", ?" : "?");
	}
	handle_copy(snapshot->handle,
		arena_printf(arena, "SELECT %s FROM \"%s\" NOT INDEXED", names.data, table),
		handle, arena_printf(arena, "INSERT INTO \"%s\" (%s) VALUES (%s)", table,
			names.data, marks.data));
	buffer_free(&names);
	buffer_free(&marks);
}

/* No id comes back, not even the highest, whose row is gone. */
static void copy_sequences(const struct snapshot *snapshot, sqlite3 *handle)
{
	if (!has_table(snapshot, "sqlite_sequence"))
		return;
	handle_run(handle, "DELETE FROM sqlite_sequence");
	handle_copy(snapshot->handle, "SELECT name, seq FROM sqlite_sequence",
		handle, "INSERT INTO sqlite_sequence (name, seq) "
		"SELECT $1, $2 WHERE $1 IN (SELECT name FROM sqlite_schema)");
}

/* As VACUUM INTO does, but without the files, which may be much larger than all the rows. */
void snapshot_extract(const struct snapshot *snapshot, const char *path, handle_step *step)
{
	sqlite3 *handle = handle_open(path, HANDLE_NEW);
	struct handle_texts tables;
	const char *orphan;

	handle_run(handle, "BEGIN");
	migrate_make(handle, snapshot_version(snapshot));
	tables = migrate_tables(handle, snapshot->arena);
	for (size_t i = 0; i < tables.count; i++) {
		copy_rows(snapshot, handle, tables.text[i]);
		step((int64_t)i, (int64_t)tables.count);
	}
	copy_sequences(snapshot, handle);
	orphan = handle_orphan(handle, snapshot->arena);
	if (orphan != NULL)
		fail(400, "in the backup rows of the table %s belong to something that is gone",
			orphan);
	handle_run(handle, "COMMIT");
	sqlite3_close_v2(handle);
}
