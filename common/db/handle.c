/* Whole databases, by their handle. */
#include "db/handle.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>

#include "base/fail.h"
#include "db/db.h"

enum { PATIENCE = 30000 /* milliseconds: the owner waits longer than a visitor does */ };

/* The end of the process would leave it to the next one to roll back. */
static _Noreturn void give_up(sqlite3 *handle, const char *doing)
{
	char *why = sqlite3_mprintf("%s", sqlite3_errmsg(handle));

	sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
	fail(500, "%s: %s", doing, why != NULL ? why : "out of memory");
}

static int allow_reading(void *unused, int action, const char *first, const char *second,
	const char *database, const char *inside)
{
	static const char *const pragmas[] = {
		"user_version", "integrity_check", "foreign_key_check" };

	(void)unused, (void)database, (void)inside;
	if (action == SQLITE_SELECT || action == SQLITE_READ ||
	    (action == SQLITE_FUNCTION && sqlite3_stricmp(second, "count") == 0))
		return SQLITE_OK;
	for (size_t i = 0; action == SQLITE_PRAGMA && i < sizeof pragmas / sizeof *pragmas; i++)
		if (sqlite3_stricmp(first, pragmas[i]) == 0)
			return SQLITE_OK;
	return SQLITE_DENY;
}

static void distrust(sqlite3 *handle)
{
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, HANDLE_FOREIGN_VALUE);
	sqlite3_set_authorizer(handle, allow_reading, NULL);
}

sqlite3 *handle_open(const char *path, enum handle_use use)
{
	static const int flags[] = {
		[HANDLE_READ] = SQLITE_OPEN_READONLY,
		[HANDLE_WRITE] = SQLITE_OPEN_READWRITE,
		[HANDLE_NEW] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[HANDLE_FOREIGN] = SQLITE_OPEN_READONLY,
	};
	sqlite3 *handle = NULL;

	db_configure();
	if (sqlite3_open_v2(path, &handle, flags[use], NULL) != SQLITE_OK)
		give_up(handle, path);
	sqlite3_busy_timeout(handle, PATIENCE);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	if (use == HANDLE_NEW)
		handle_run(handle, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF");
	if (use == HANDLE_FOREIGN)
		distrust(handle);
	return handle;
}

void handle_run(sqlite3 *handle, const char *sql)
{
	if (sqlite3_exec(handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		give_up(handle, "the database");
}

void handle_printf(sqlite3 *handle, const char *format, ...)
{
	va_list arguments;
	char *sql;

	va_start(arguments, format);
	sql = sqlite3_vmprintf(format, arguments);
	va_end(arguments);
	if (sql == NULL)
		fail(503, "out of memory");
	handle_run(handle, sql);
	sqlite3_free(sql);
}

static sqlite3_stmt *prepare(sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) != SQLITE_OK)
		give_up(handle, "the database");
	return statement;
}

static bool next(sqlite3 *handle, sqlite3_stmt *statement)
{
	int result = sqlite3_step(statement);

	if (result != SQLITE_ROW && result != SQLITE_DONE)
		give_up(handle, "the database");
	return result == SQLITE_ROW;
}

int64_t handle_number(sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *statement = prepare(handle, sql);
	int64_t number = next(handle, statement) ? sqlite3_column_int64(statement, 0) : 0;

	sqlite3_finalize(statement);
	return number;
}

static const char *column(struct arena *arena, sqlite3_stmt *statement)
{
	const char *text = (const char *)sqlite3_column_text(statement, 0);

	return text != NULL ? arena_string(arena, text) : NULL;
}

const char *handle_text(sqlite3 *handle, struct arena *arena, const char *sql)
{
	sqlite3_stmt *statement = prepare(handle, sql);
	const char *text = next(handle, statement) ? column(arena, statement) : NULL;

	sqlite3_finalize(statement);
	return text;
}

struct handle_texts handle_texts(sqlite3 *handle, struct arena *arena, const char *sql)
{
	sqlite3_stmt *statement = prepare(handle, sql);
	struct handle_texts texts = { NULL, 0 };
	size_t room = 0;

	while (next(handle, statement)) {
		if (texts.count == room) {
			const char **more = arena_array(arena, room = room * 2 + 16, sizeof *more);

			if (texts.count > 0)
				memcpy(more, texts.text, texts.count * sizeof *more);
			texts.text = more;
		}
		texts.text[texts.count++] = column(arena, statement);
	}
	sqlite3_finalize(statement);
	return texts;
}

const char *handle_orphan(sqlite3 *handle, struct arena *arena)
{
	return handle_text(handle, arena, "PRAGMA foreign_key_check");
}

static void put_row(sqlite3_stmt *row, sqlite3 *to, sqlite3_stmt *statement)
{
	int count = sqlite3_column_count(row);

	for (int i = 0; i < count; i++)
		if (sqlite3_bind_value(statement, i + 1, sqlite3_column_value(row, i)) !=
		    SQLITE_OK)
			give_up(to, "the database");
	next(to, statement);
	sqlite3_reset(statement);
}

void handle_copy(sqlite3 *from, const char *query, sqlite3 *to, const char *statement)
{
	sqlite3_stmt *rows = prepare(from, query), *into = prepare(to, statement);

	while (next(from, rows))
		put_row(rows, to, into);
	sqlite3_finalize(rows);
	sqlite3_finalize(into);
}
