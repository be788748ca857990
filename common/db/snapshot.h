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

struct sqlite3;

/* How much of how much is done, in any unit. */
typedef void snapshot_step(int64_t done, int64_t total);

struct snapshot {
	struct arena *arena;
	struct sqlite3 *handle;
	struct date made;
};

/*
 * Copy a database into another, which becomes the same page by page, by SQLite's backup API: others
 * may use both meanwhile.  The source is read as it is at one moment; whoever opens the target sees
 * what it was before or what it is then, even if this process is killed.  `is_new`: the target is a
 * new file (0600).
 */
void snapshot_copy(const char *from, const char *to, bool is_new, snapshot_step *step);

/* Add what makes a copied database a backup. */
void snapshot_begin(struct snapshot *snapshot, struct arena *arena, const char *path);

/* The files below media/ that its rows name, of any version of the schema: pictures, thumbnails. */
struct snapshot_names {
	const char **name;
	size_t count;
};
struct snapshot_names snapshot_files(const struct snapshot *snapshot);

/* Put a file in; bytes NULL: it was not to be had.  Once for each name. */
void snapshot_put(struct snapshot *snapshot, const char *name, const char *bytes, size_t length);

/* Nothing more comes: write all of it to the disk, with its sum, and close it. */
void snapshot_seal(struct snapshot *snapshot, const char *path, snapshot_step *step);

/*
 * Open a backup to read it.  Fails with words for the owner unless it is one of ours, as it was
 * sealed, with sound pages, no row that belongs to nothing, and no file missing that its rows name.
 */
void snapshot_open(struct snapshot *snapshot, struct arena *arena, const char *path,
	snapshot_step *step);
void snapshot_close(struct snapshot *snapshot);

int snapshot_version(const struct snapshot *snapshot);

/* A file in it, in that arena; NULL: it was not to be had when the backup was made. */
const char *snapshot_file(const struct snapshot *snapshot, struct arena *arena, const char *name,
	size_t *length);

/* The shop's own tables, as they are in the backup, into a new database (0600). */
void snapshot_extract(const struct snapshot *snapshot, const char *backup, const char *path);

#endif
