/*
 * SQLite, as a process that lives for one request needs it.
 *
 * A struct db costs nothing until the first statement.  Then the file is opened and a transaction
 * begins, as `mode` says; it ends with db_commit, or is rolled back.  Every error but a broken
 * constraint is fail(): busy or full 503, anything else 500.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct sqlite3;
struct sqlite3_stmt;

enum db_mode {
	DB_READ,   /* opened read-only, one deferred transaction: every statement sees one state */
	DB_WRITE,  /* one BEGIN IMMEDIATE transaction around everything, reads included */
};

enum { DB_SCHEMA_VERSION = 5, DB_BUSY_MILLISECONDS = 4000, DB_IDLE_STATEMENTS = 8 };

struct db {
	const char *directory;   /* the data directory */
	struct arena *arena;
	enum db_mode mode;       /* may be changed while no transaction is open */
	struct sqlite3 *handle;  /* NULL until the first statement */
	bool in_transaction;
	bool is_other_version;   /* it failed because the shop is for other programs */
	/* Prepared, run, and kept: preparing one again costs more than running it. */
	struct {
		const char *sql;
		struct sqlite3_stmt *handle;
	} idle[DB_IDLE_STATEMENTS];
	size_t idled;            /* how many have ever been put there */
	struct db_file *file;    /* what db_file_follows said, or NULL */
};

/* What is bound to $1, $2, ... */
struct db_value {
	enum { DB_NULL, DB_INTEGER, DB_TEXT } type;
	int64_t integer;
	const char *text; /* must live until the statement is finished */
};

struct db_values {
	size_t count;
	const struct db_value *value;
};

struct db_value db_integer_value(int64_t integer);
struct db_value db_text_value(const char *text); /* NULL is SQL's NULL */

/* BIND(id, price, name): up to 14 values, each by its type, an integer or a text. */
#define BIND(...) ((struct db_values){ \
	sizeof((struct db_value[]){ DB_EACH(__VA_ARGS__) }) / sizeof(struct db_value), \
	(struct db_value[]){ DB_EACH(__VA_ARGS__) } })
#define BIND_NOTHING ((struct db_values){ 0, NULL })

#define DB_VALUE(x) _Generic((x), \
	char *: db_text_value, const char *: db_text_value, default: db_integer_value)(x)
#define DB_1(x) DB_VALUE(x)
#define DB_2(x, ...) DB_VALUE(x), DB_1(__VA_ARGS__)
#define DB_3(x, ...) DB_VALUE(x), DB_2(__VA_ARGS__)
#define DB_4(x, ...) DB_VALUE(x), DB_3(__VA_ARGS__)
#define DB_5(x, ...) DB_VALUE(x), DB_4(__VA_ARGS__)
#define DB_6(x, ...) DB_VALUE(x), DB_5(__VA_ARGS__)
#define DB_7(x, ...) DB_VALUE(x), DB_6(__VA_ARGS__)
#define DB_8(x, ...) DB_VALUE(x), DB_7(__VA_ARGS__)
#define DB_9(x, ...) DB_VALUE(x), DB_8(__VA_ARGS__)
#define DB_10(x, ...) DB_VALUE(x), DB_9(__VA_ARGS__)
#define DB_11(x, ...) DB_VALUE(x), DB_10(__VA_ARGS__)
#define DB_12(x, ...) DB_VALUE(x), DB_11(__VA_ARGS__)
#define DB_13(x, ...) DB_VALUE(x), DB_12(__VA_ARGS__)
#define DB_14(x, ...) DB_VALUE(x), DB_13(__VA_ARGS__)
#define DB_PICK(a, b, c, d, e, f, g, h, i, j, k, l, m, n, chosen, ...) chosen
#define DB_EACH(...) DB_PICK(__VA_ARGS__, DB_14, DB_13, DB_12, DB_11, DB_10, DB_9, DB_8, DB_7, \
	DB_6, DB_5, DB_4, DB_3, DB_2, DB_1, DB_0)(__VA_ARGS__)

/* A statement that runs; its last row, db_finish, or the end of the connection finishes it. */
struct statement {
	struct db *db;
	const char *sql;
	struct sqlite3_stmt *handle;
};

/*
 * Start a statement: static SQL, its $1, $2, ... in the order of the values, and of their first
 * appearance, by which SQLite counts them.
 *     rows = db_query(db, "SELECT name FROM product WHERE user_id = $1", BIND(user->id));
 */
struct statement db_query(struct db *db, const char *sql, struct db_values values);

/* The next row; false behind the last one. */
bool db_next(struct statement *statement);
void db_finish(struct statement *statement);

/* Columns of the current row, from 0.  Texts live until the next db_next; NULL for SQL's NULL. */
int64_t db_integer(const struct statement *statement, int column);
const char *db_text(const struct statement *statement, int column);

/* The integer in the first column of the first row; 0 when there is no row, or it is NULL. */
int64_t db_number(struct db *db, const char *sql, struct db_values values);

/* Run a statement without rows; how many rows it changed. */
int64_t db_run(struct db *db, const char *sql, struct db_values values);

/* The same, but false when it would break a constraint (a taken name), and nothing was changed. */
bool db_run_constrained(struct db *db, const char *sql, struct db_values values);

/*
 * End the transaction.  After db_commit what was written is on the disk; after db_rollback nothing
 * was.  The next statement begins a new one.  Neither does anything when no transaction is open.
 */
void db_commit(struct db *db);
void db_rollback(struct db *db);

/*
 * Replace a file of the data directory together with what the open transaction writes: it is on the
 * disk now, takes its place when the transaction is committed, and goes when it is rolled back.
 * Of two processes that commit, the later one's stays.  A second time in a transaction it replaces
 * the first.  Fails (503) when it cannot be written.
 */
void db_file_follows(struct db *db, const char *name, const char *bytes, size_t length);

/* Set SQLite up for a short life with one thread; before its first use, again does nothing. */
void db_configure(void);

/* End the reading of a connection that was opened to read; from the next statement on it writes. */
void db_write(struct db *db);

/* The reverse, which rolls back what is open: a page that says why nothing was written locks nobody
   out.  From the next statement on it reads. */
void db_read(struct db *db);

/* Roll back what is open and close.  Never fails: it is what the error path calls. */
void db_close(struct db *db);

/* The same at the end of a process: no lock is left, but memory, of which the system takes care. */
void db_leave(struct db *db);

#endif
