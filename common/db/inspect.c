/* A look at the database as a file. */
#include "db/inspect.h"

#include <sqlite3.h>
#include <string.h>

#include "base/text.h"
#include "db/db.h"

enum { WAL_IS_SAFE_SINCE = 3051003 /* sqlite.org/wal.html#walresetbug */ };

/* The first column of the first row, "" without one; NULL: the database cannot be read. */
static const char *ask(struct inspection *inspection, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	const char *answer = NULL;
	int result = sqlite3_prepare_v2(inspection->handle, sql, -1, &statement, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(statement);
	if (result == SQLITE_DONE)
		answer = "";
	if (result == SQLITE_ROW)
		answer = sqlite3_column_type(statement, 0) == SQLITE_NULL ? "" :
			arena_string(inspection->arena,
				(const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return answer;
}

bool inspect_open(struct inspection *inspection, struct arena *arena, const char *directory,
	int busy_milliseconds)
{
	const char *path = arena_printf(arena, "%s/warung.db", directory);
	int result;

	*inspection = (struct inspection){ .arena = arena };
	db_configure();
	result = sqlite3_open_v2(path, &inspection->handle, SQLITE_OPEN_READWRITE, NULL);
	if (inspection->handle != NULL)
		sqlite3_busy_timeout(inspection->handle, busy_milliseconds);
	return result == SQLITE_OK;
}

void inspect_close(struct inspection *inspection)
{
	sqlite3_close_v2(inspection->handle);
	inspection->handle = NULL;
}

const char *inspect_error(const struct inspection *inspection)
{
	return arena_string(inspection->arena, sqlite3_errmsg(inspection->handle));
}

bool inspect_is_busy(const struct inspection *inspection)
{
	int code = sqlite3_errcode(inspection->handle) & 0xFF;

	return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

int inspect_version(struct inspection *inspection)
{
	const char *version = ask(inspection, "PRAGMA user_version");

	return version == NULL ? -1 : (int)text_number(version, INT32_MAX, 0);
}

bool inspect_answers(struct inspection *inspection)
{
	return ask(inspection, "SELECT id FROM user LIMIT 1") != NULL;
}

bool inspect_is_read_only(const struct inspection *inspection)
{
	return sqlite3_db_readonly(inspection->handle, "main") != 0;
}

const char *inspect_damage(struct inspection *inspection)
{
	const char *found = ask(inspection, "PRAGMA quick_check(1)");

	if (found == NULL)
		return inspect_error(inspection);
	return strcmp(found, "ok") == 0 ? NULL :
		arena_copy(inspection->arena, found, strcspn(found, "\n"));
}

const char *inspect_orphans(struct inspection *inspection)
{
	const char *table = ask(inspection, "PRAGMA foreign_key_check");

	if (table == NULL)
		return "?";
	return *table == '\0' ? NULL : table;
}

const char *inspect_unsafe_wal(struct inspection *inspection)
{
	const char *mode = ask(inspection, "PRAGMA journal_mode");

	return mode != NULL && strcmp(mode, "wal") == 0 &&
		sqlite3_libversion_number() < WAL_IS_SAFE_SINCE ? sqlite3_libversion() : NULL;
}
