/* SQLite for one request. */
#include "db/db.h"

#include <sqlite3.h>
#include <string.h>

#include "base/fail.h"
#include "base/process.h"
#include "db/create.h"
#include "db/file.h"
#include "db/memory.h"

enum { INSTRUCTIONS_BETWEEN_LOOKS = 100000 };

struct db_value db_integer_value(int64_t integer)
{
	return (struct db_value){ .type = DB_INTEGER, .integer = integer };
}

struct db_value db_text_value(const char *text)
{
	return (struct db_value){ .type = text != NULL ? DB_TEXT : DB_NULL, .text = text };
}

/* Errors that pass by themselves, or with more disk, can be waited out; the others are faults. */
static _Noreturn void give_up(const struct db *db, const char *doing)
{
	switch (sqlite3_errcode(db->handle) & 0xFF) {
	case SQLITE_BUSY: case SQLITE_LOCKED: case SQLITE_FULL:
	case SQLITE_IOERR: case SQLITE_NOMEM: case SQLITE_CANTOPEN:
	case SQLITE_READONLY: case SQLITE_INTERRUPT: case SQLITE_PROTOCOL:
		fail(503, "%s: %s", doing, sqlite3_errmsg(db->handle));
	default:
		fail(500, "%s: %s", doing, sqlite3_errmsg(db->handle));
	}
}

static void execute(struct db *db, const char *sql)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		give_up(db, sql);
}

/* Before the first connection: a quarter of a small page's page faults were SQLite's page cache. */
void db_configure(void)
{
	static bool done;

	if (done)
		return;
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	db_memory_configure();
	sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
	done = true;
}

/* A search of everything must not outlive its visitor's patience: SQLITE_INTERRUPT, then 503. */
static int stop_when_late(void *unused)
{
	(void)unused;
	return process_late();
}

static void harden(struct db *db)
{
	static const struct {
		int option, value;
	} options[] = {
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	};

	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		sqlite3_db_config(db->handle, options[i].option, options[i].value, NULL);
	sqlite3_busy_timeout(db->handle, DB_BUSY_MILLISECONDS);
	sqlite3_progress_handler(db->handle, INSTRUCTIONS_BETWEEN_LOOKS, stop_when_late, NULL);
}

/* The first read of a connection: -1 when it fails. */
static int schema_version(struct db *db)
{
	sqlite3_stmt *statement = NULL;
	int version = -1;

	if (sqlite3_prepare_v2(db->handle,
		"PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		version = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return version;
}

static void begin(struct db *db)
{
	execute(db, db->mode == DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN");
	db->in_transaction = true;
}

/* Open and begin.  The schema's version; 0: there is no database, or it is only just being made. */
static int open_with(struct db *db, int flags)
{
	const char *path = arena_printf(db->arena, "%s/warung.db", db->directory);
	int opened = sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);

	if (opened == SQLITE_CANTOPEN)
		return 0;
	if (opened != SQLITE_OK)
		give_up(db, path);
	harden(db);
	begin(db);
	return schema_version(db);
}

/* A writer that was killed leaves a journal, which a read-only connection may not roll back. */
static int try_to_open(struct db *db)
{
	int version = open_with(db,
		db->mode == DB_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);

	if (version < 0 && (sqlite3_errcode(db->handle) & 0xFF) == SQLITE_READONLY) {
		db_close(db);
		version = open_with(db, SQLITE_OPEN_READWRITE);
	}
	if (version < 0)
		give_up(db, "warung.db");
	return version;
}

static void open_database(struct db *db)
{
	int version;

	db_configure();
	version = try_to_open(db);
	if (version == 0) {
		db_close(db);
		db_create(db->directory, db->arena);
		version = try_to_open(db);
	}
	db->is_other_version = version != DB_SCHEMA_VERSION;
	if (db->is_other_version)
		fail(503, "the database has schema %d, but these programs need %d: %s", version,
			DB_SCHEMA_VERSION, version < DB_SCHEMA_VERSION ? "say `warung migrate`" :
			"take newer programs");
}

static int bind(sqlite3_stmt *statement, int index, const struct db_value *value)
{
	switch (value->type) {
	case DB_INTEGER:
		return sqlite3_bind_int64(statement, index, value->integer);
	case DB_TEXT:
		return sqlite3_bind_text(statement, index, value->text, -1, SQLITE_STATIC);
	case DB_NULL:
		break;
	}
	return sqlite3_bind_null(statement, index);
}

/* The same address is the same text, but where it lay in memory that was given back. */
static sqlite3_stmt *take_idle(struct db *db, const char *sql)
{
	for (size_t i = 0; i < DB_IDLE_STATEMENTS; i++)
		if (db->idle[i].sql == sql && strcmp(sqlite3_sql(db->idle[i].handle), sql) == 0) {
			db->idle[i].sql = NULL;
			return db->idle[i].handle;
		}
	return NULL;
}

/* In the place of the one that has been idle for longest. */
static void keep_idle(struct db *db, const char *sql, sqlite3_stmt *handle)
{
	size_t at = db->idled++ % DB_IDLE_STATEMENTS;

	if (db->idle[at].sql != NULL)
		sqlite3_finalize(db->idle[at].handle);
	sqlite3_reset(handle);
	sqlite3_clear_bindings(handle);
	db->idle[at].sql = sql;
	db->idle[at].handle = handle;
}

struct statement db_query(struct db *db, const char *sql, struct db_values values)
{
	struct statement statement = { .db = db, .sql = sql };

	if (db->handle == NULL)
		open_database(db);
	else if (!db->in_transaction)
		begin(db);
	statement.handle = take_idle(db, sql);
	if (statement.handle == NULL &&
	    sqlite3_prepare_v2(db->handle, sql, -1, &statement.handle, NULL) != SQLITE_OK)
		give_up(db, sql);
	for (size_t i = 0; i < values.count; i++)
		if (bind(statement.handle, (int)i + 1, &values.value[i]) != SQLITE_OK)
			give_up(db, sql);
	return statement;
}

bool db_next(struct statement *statement)
{
	switch (sqlite3_step(statement->handle)) {
	case SQLITE_ROW:
		return true;
	case SQLITE_DONE:
		db_finish(statement);
		return false;
	default:
		give_up(statement->db, sqlite3_sql(statement->handle));
	}
}

void db_finish(struct statement *statement)
{
	if (statement->handle != NULL)
		keep_idle(statement->db, statement->sql, statement->handle);
	statement->handle = NULL;
}

int64_t db_integer(const struct statement *statement, int column)
{
	return sqlite3_column_int64(statement->handle, column);
}

const char *db_text(const struct statement *statement, int column)
{
	return (const char *)sqlite3_column_text(statement->handle, column);
}

int64_t db_number(struct db *db, const char *sql, struct db_values values)
{
	struct statement rows = db_query(db, sql, values);
	int64_t number = db_next(&rows) ? db_integer(&rows, 0) : 0;

	db_finish(&rows);
	return number;
}

int64_t db_run(struct db *db, const char *sql, struct db_values values)
{
	struct statement statement = db_query(db, sql, values);

	while (db_next(&statement))
		;
	return sqlite3_changes64(db->handle);
}

bool db_run_constrained(struct db *db, const char *sql, struct db_values values)
{
	struct statement statement = db_query(db, sql, values);
	int result = sqlite3_step(statement.handle);

	if (result != SQLITE_DONE && result != SQLITE_ROW && (result & 0xFF) != SQLITE_CONSTRAINT)
		give_up(db, sql);
	db_finish(&statement);
	return (result & 0xFF) != SQLITE_CONSTRAINT;
}

void db_commit(struct db *db)
{
	if (!db->in_transaction)
		return;
	execute(db, "COMMIT");
	db->in_transaction = false;
	db_file_end(db, true);
}

void db_rollback(struct db *db)
{
	if (!db->in_transaction)
		return;
	sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	db->in_transaction = false;
	db_file_end(db, false);
}

void db_close(struct db *db)
{
	sqlite3_stmt *statement;

	while (db->handle != NULL && (statement = sqlite3_next_stmt(db->handle, NULL)) != NULL)
		sqlite3_finalize(statement);
	db_rollback(db);
	memset(db->idle, 0, sizeof db->idle);
	sqlite3_close_v2(db->handle);
	db->handle = NULL;
}

void db_leave(struct db *db)
{
	sqlite3_stmt *statement = NULL;

	while (db->handle != NULL &&
	    (statement = sqlite3_next_stmt(db->handle, statement)) != NULL)
		sqlite3_reset(statement);
	db_rollback(db);
	memset(db->idle, 0, sizeof db->idle);
	db->handle = NULL;
}

void db_write(struct db *db)
{
	db_close(db);
	db->mode = DB_WRITE;
}

void db_read(struct db *db)
{
	db_rollback(db);
	db->mode = DB_READ;
}
