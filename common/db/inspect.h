/*
 * A look at the database as a file, whatever is in it: db.h would make one where there is none, and
 * refuses to talk about one that it does not like.
 */
#ifndef DB_INSPECT_H
#define DB_INSPECT_H

#include <stdbool.h>

#include "base/arena.h"

struct sqlite3;

struct inspection {
	struct arena *arena;
	struct sqlite3 *handle;
};

/*
 * Open DIRECTORY/warung.db, to wait so long for others who write.  False: it cannot be opened, and
 * inspect_error says why.  Whatever was opened is to be closed.
 */
bool inspect_open(struct inspection *inspection, struct arena *arena, const char *directory,
	int busy_milliseconds);
void inspect_close(struct inspection *inspection);

/* Why what was asked last failed; and whether it did because somebody else writes. */
const char *inspect_error(const struct inspection *inspection);
bool inspect_is_busy(const struct inspection *inspection);

/* user_version: 0 of an empty database, -1: it cannot be read. */
int inspect_version(struct inspection *inspection);

/* Does a table give what is in it, even if that is nothing? */
bool inspect_answers(struct inspection *inspection);

bool inspect_is_read_only(const struct inspection *inspection);

/* The first fault of its pages and indexes, after a look at all of them; NULL: there is none. */
const char *inspect_damage(struct inspection *inspection);

/* The first table with rows that belong to something that is gone; NULL: there is none. */
const char *inspect_orphans(struct inspection *inspection);

/* The version of SQLite, if this database is in a mode in which that loses data; else NULL. */
const char *inspect_unsafe_wal(struct inspection *inspection);

#endif
