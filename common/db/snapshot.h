/*
 * A backup: one file with a whole shop at one moment.  It is an SQLite database, a copy of the
 * shop's with two tables more: `backup` has the moment, `backup_file` the files that belong to the
 * rows.  Behind the database stands a line with the SHA-256 of all before it: SQLite does not see
 * that line, and alone would not see a bit that fell over.
 */
#ifndef DB_SNAPSHOT_H
#define DB_SNAPSHOT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/instant.h"
#include "db/handle.h"

struct snapshot {
	struct arena *arena;
	struct sqlite3 *handle;
	struct date made;
};

/*
 * Copy a database into a new file (0600), page by page, by SQLite's backup API: others may use it
 * meanwhile.  It is read as it is at one moment.
 */
void snapshot_copy(const char *from, const char *to, handle_step *step);

/* From here on others may read a database, but not write it. */
struct snapshot_hold {
	struct sqlite3 *handle;
	uint32_t changes;
};
struct snapshot_hold snapshot_hold(const char *path);

/*
 * Make the database that is held the same as another one: whoever opens it sees what it was before
 * or what it is then, even if this process is killed.  The hold is over.  False: somebody wrote
 * between its end and the beginning of this, and nothing was changed.
 */
bool snapshot_replace(struct snapshot_hold *hold, const char *from, const char *to,
	handle_step *step);

/* What makes a copied database a backup; and to add it. */
#define SNAPSHOT_TABLES "CREATE TABLE backup (made INTEGER NOT NULL) STRICT;" \
	"CREATE TABLE backup_file (name TEXT PRIMARY KEY, bytes BLOB) STRICT"
void snapshot_begin(struct snapshot *snapshot, struct arena *arena, const char *path);

/* The version of the schema since which members have a picture, too. */
enum { SNAPSHOT_QRIS_SINCE = 3 };

/* The files below media/ that its rows name, of any version of the schema: pictures, thumbnails. */
struct snapshot_names {
	const char **name;
	size_t count;
};
struct snapshot_names snapshot_files(const struct snapshot *snapshot);

/* Put a file in; bytes NULL: it was not to be had.  Once for each name. */
void snapshot_put(struct snapshot *snapshot, const char *name, const char *bytes, size_t length);

/* Nothing more comes: write all of it to the disk, with its sum, and close it. */
void snapshot_seal(struct snapshot *snapshot, const char *path, handle_step *step);

/* Fails with words for the owner unless a file is as it was sealed. */
void snapshot_check_sum(const char *path, handle_step *step);

/*
 * Open a backup to read it.  Fails likewise unless it is one, and has the tables of a shop of its
 * version.  Whoever made it could compute its sum, too: nothing in it is run, and no look at it
 * lasts for ever.
 */
void snapshot_open(struct snapshot *snapshot, struct arena *arena, const char *path,
	handle_step *step);

/* Fails unless its pages are sound, no row belongs to nothing, and no file is missing that its rows
   name, nor the key. */
void snapshot_check(const struct snapshot *snapshot, const char *path, handle_step *step);
void snapshot_close(struct snapshot *snapshot);

int snapshot_version(const struct snapshot *snapshot);

/* A file in it, in that arena; NULL: it was not to be had when the backup was made. */
const char *snapshot_file(const struct snapshot *snapshot, struct arena *arena, const char *name,
	size_t *length);

/* The rows of the shop's own tables into a new database (0600) of the backup's version, whose
   tables are made as ours are.  Fails when one breaks their rules. */
void snapshot_extract(const struct snapshot *snapshot, const char *path, handle_step *step);

/* The names of what is in it besides, and does not come along: tables, triggers, views, indexes. */
struct snapshot_names snapshot_foreign(const struct snapshot *snapshot);

#endif
