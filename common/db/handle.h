/*
 * SQLite without the life of a request around it, for what the owner does to whole databases: any
 * file, any version of the schema, statements made on the way.  Every error is fail().
 */
#ifndef DB_HANDLE_H
#define DB_HANDLE_H

#include <stdint.h>

#include "base/arena.h"

struct sqlite3;

/* Told by what takes long: how much is done of how much, in any unit; `total` 0: nobody knows. */
typedef void handle_step(int64_t done, int64_t total);

/*
 * Open a database to read, to write, or as a new file (0600) of which SQLite keeps no journal:
 * whoever makes it drops it when anything goes wrong.  Others who write are waited for.  Close it
 * with sqlite3_close_v2; a process that fails leaves that to its end.
 *
 * A foreign one may have been made by anybody, to do anything: nothing but its tables can be read,
 * no value is larger than HANDLE_FOREIGN_VALUE, and its pragmas are those that check it.
 */
enum handle_use { HANDLE_READ, HANDLE_WRITE, HANDLE_NEW, HANDLE_FOREIGN };
enum { HANDLE_FOREIGN_VALUE = 65 * 1024 * 1024 /* bytes: a picture, and some more */ };
struct sqlite3 *handle_open(const char *path, enum handle_use use);

/* Statements without parameters, whose rows nobody wants.  A printf-like one knows SQLite's %w. */
void handle_run(struct sqlite3 *handle, const char *sql);
void handle_printf(struct sqlite3 *handle, const char *format, ...);

/* The first column of the first row: 0, or NULL, when there is none or it is NULL. */
int64_t handle_number(struct sqlite3 *handle, const char *sql);
const char *handle_text(struct sqlite3 *handle, struct arena *arena, const char *sql);

/* The first column of every row. */
struct handle_texts {
	const char **text;
	size_t count;
};
struct handle_texts handle_texts(struct sqlite3 *handle, struct arena *arena, const char *sql);

/* Every row of a query of one database into a statement of another, with a ? for each column. */
void handle_copy(struct sqlite3 *from, const char *query, struct sqlite3 *to,
	const char *statement);

/* The first table with rows that belong to something that is gone; NULL: there is none. */
const char *handle_orphan(struct sqlite3 *handle, struct arena *arena);

#endif
