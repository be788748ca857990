/* The data directory, when it is not there yet. */
#include "db/create.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/random.h"
#include "db/schema.h"

static void make_directory(const char *path)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		fail_errno(503, "mkdir %s", path);
}

static const char *secret_path(const char *directory, struct arena *arena)
{
	return arena_printf(arena, "%s/secret.key", directory);
}

static void make_secret(const char *directory, struct arena *arena)
{
	char letters[DB_SECRET_LETTERS + 1];

	if (access(secret_path(directory, arena), F_OK) == 0)
		return;
	random_letters(letters, DB_SECRET_LETTERS);
	if (!file_create(secret_path(directory, arena), letters, DB_SECRET_LETTERS) &&
	    errno != EEXIST)
		fail_errno(503, "%s/secret.key", directory);
}

static void make_tables(sqlite3 *handle)
{
	char *version = sqlite3_mprintf("PRAGMA user_version = %d; COMMIT", DB_SCHEMA_VERSION);

	/* If another process was quicker, the first table is there, and that is an answer, too. */
	if (version == NULL ||
	    sqlite3_exec(handle, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		fail(503, "a new database: %s", sqlite3_errmsg(handle));
	if (sqlite3_table_column_metadata(handle, NULL, "user",
		NULL, NULL, NULL, NULL, NULL, NULL) != SQLITE_OK &&
	    (sqlite3_exec(handle, db_schema, NULL, NULL, NULL) != SQLITE_OK ||
	     sqlite3_exec(handle, version, NULL, NULL, NULL) != SQLITE_OK))
		fail(503, "a new database: %s", sqlite3_errmsg(handle));
	sqlite3_free(version);
}

void db_create(const char *directory, struct arena *arena)
{
	const char *path = arena_printf(arena, "%s/warung.db", directory);
	mode_t before = umask(077); /* SQLite makes its files with 0644 less the umask */
	sqlite3 *handle = NULL;

	db_configure();
	make_directory(directory);
	make_directory(arena_printf(arena, "%s/sessions", directory));
	make_secret(directory, arena);
	if (sqlite3_open_v2(path, &handle,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
		fail(503, "%s: %s", path, sqlite3_errmsg(handle));
	sqlite3_busy_timeout(handle, DB_BUSY_MILLISECONDS);
	make_tables(handle);
	sqlite3_close_v2(handle);
	umask(before);
}

const char *db_secret(const char *directory, struct arena *arena)
{
	const char *path = secret_path(directory, arena);
	const char *secret = file_read(arena, path, DB_SECRET_LONGEST, NULL);

	if (secret == NULL && errno == ENOENT) {
		db_create(directory, arena);
		secret = file_read(arena, path, DB_SECRET_LONGEST, NULL);
	}
	if (secret == NULL || strlen(secret) < DB_SECRET_LETTERS)
		fail(503, "%s is not a secret key", path);
	return secret;
}
