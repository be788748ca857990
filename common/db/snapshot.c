/* Backups. */
#include "db/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/media.h"
#include "db/db.h"
#include "db/handle.h"

enum {
	PAGES = 256,          /* that are copied in one go: others wait no longer */
	RESTARTS = 5,         /* whenever somebody wrote, the copy begins anew */
	PIECE = 64 * 1024,    /* bytes that are read at once */
	HEX = 2 * crypto_hash_sha256_BYTES + 1,
};

/* ---- copies ---- */

/* When others write too often for a copy in pieces, they wait until it is made in one. */
static bool copy_pages(sqlite3_backup *backup, handle_step *step)
{
	int result, done = 0, before, restarts = 0;

	do {
		result = sqlite3_backup_step(backup, restarts < RESTARTS ? PAGES : -1);
		before = done;
		done = sqlite3_backup_pagecount(backup) - sqlite3_backup_remaining(backup);
		restarts += result == SQLITE_OK && done <= before;
		step(done, sqlite3_backup_pagecount(backup));
	} while (result == SQLITE_OK);
	return result == SQLITE_DONE;
}

static _Noreturn void copy_failed(const char *from, const char *to, sqlite3 *target)
{
	fail(503, "a copy of %s in %s: %s", from, to, sqlite3_errmsg(target));
}

void snapshot_copy(const char *from, const char *to, handle_step *step)
{
	sqlite3 *source = handle_open(from, HANDLE_WRITE); /* a journal may be left to roll back */
	sqlite3 *target = handle_open(to, HANDLE_NEW);
	sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
	bool done = backup != NULL && copy_pages(backup, step);

	if (sqlite3_backup_finish(backup) != SQLITE_OK || !done)
		copy_failed(from, to, target);
	sqlite3_close_v2(target);
	sqlite3_close_v2(source);
}

/* ---- the place of another ---- */

/* The file change counter, which every commit moves on (sqlite.org/fileformat, section 1.3.7). */
static uint32_t changes_of(sqlite3 *handle, const char *path)
{
	enum { AT = 24 };
	sqlite3_file *file = NULL;
	unsigned char bytes[4];

	if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
	    file->pMethods->xRead(file, bytes, sizeof bytes, AT) != SQLITE_OK)
		fail(503, "%s cannot be read", path);
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
		bytes[3];
}

struct snapshot_hold snapshot_hold(const char *path)
{
	struct snapshot_hold hold = { handle_open(path, HANDLE_WRITE), 0 };

	handle_run(hold.handle, "BEGIN IMMEDIATE");
	hold.changes = changes_of(hold.handle, path);
	return hold;
}

/* SQLite makes no copy into what the same connection has locked.  A step of no pages locks it. */
bool snapshot_replace(struct snapshot_hold *hold, const char *from, const char *to,
	handle_step *step)
{
	sqlite3 *source = handle_open(from, HANDLE_READ);
	sqlite3 *target = handle_open(to, HANDLE_WRITE);
	sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
	bool is_same, done;

	sqlite3_close_v2(hold->handle);
	if (backup == NULL || sqlite3_backup_step(backup, 0) != SQLITE_OK)
		copy_failed(from, to, target);
	is_same = changes_of(target, to) == hold->changes;
	done = is_same && copy_pages(backup, step);
	if (sqlite3_backup_finish(backup) != SQLITE_OK || (is_same && !done))
		copy_failed(from, to, target);
	sqlite3_close_v2(target);
	sqlite3_close_v2(source);
	return is_same;
}

/* ---- the line behind the database ---- */

static const char MARK[] = "\n-- warung backup, sha256 ";
enum { LINE = sizeof MARK - 1 + HEX }; /* a newline ends it */

/* Of the first bytes of a file, from which they are read on. */
static void sum(int fd, const char *path, int64_t length, char hex[HEX], handle_step *step)
{
	static unsigned char piece[PIECE];
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	for (int64_t done = 0; done < length;) {
		int64_t left = length - done;
		ssize_t got = read(fd, piece, left < PIECE ? (size_t)left : PIECE);

		if (got <= 0 && errno != EINTR)
			fail_errno(500, "%s", path);
		crypto_hash_sha256_update(&state, piece, got > 0 ? (unsigned long long)got : 0);
		done += got > 0 ? got : 0;
		step(done, length);
	}
	crypto_hash_sha256_final(&state, hash);
	sodium_bin2hex(hex, HEX, hash, sizeof hash);
}

static int64_t size_of(int fd)
{
	struct stat is;

	return fstat(fd, &is) == 0 && S_ISREG(is.st_mode) ? is.st_size : 0;
}

void snapshot_seal(struct snapshot *snapshot, const char *path, handle_step *step)
{
	char hex[HEX];
	int fd;

	snapshot_close(snapshot);
	fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		fail_errno(500, "%s", path);
	sum(fd, path, size_of(fd), hex, step);
	hex[HEX - 1] = '\n';
	if (!file_write_all(fd, MARK, sizeof MARK - 1) || !file_write_all(fd, hex, HEX) ||
	    fsync(fd) != 0 || close(fd) != 0)
		fail_errno(503, "%s", path);
}

void snapshot_check_sum(const char *path, handle_step *step)
{
	char line[LINE], hex[HEX];
	int fd = file_open(path);
	int64_t length;

	if (fd < 0)
		fail_errno(404, "%s", path);
	length = size_of(fd) - LINE;
	if (length <= 0 || pread(fd, line, LINE, length) != LINE ||
	    memcmp(line, MARK, sizeof MARK - 1) != 0)
		fail(400, "%s is not a backup that `warung backup` made, or not all of it", path);
	sum(fd, path, length, hex, step);
	close(fd);
	if (memcmp(line + sizeof MARK - 1, hex, HEX - 1) != 0)
		fail(400, "%s is damaged: it is not as `warung backup` made it", path);
}

/* ---- what is in it ---- */

void snapshot_begin(struct snapshot *snapshot, struct arena *arena, const char *path)
{
	*snapshot = (struct snapshot){ arena, handle_open(path, HANDLE_NEW), date_now() };
	handle_run(snapshot->handle, SNAPSHOT_TABLES);
	handle_printf(snapshot->handle, "INSERT INTO backup VALUES (%lld)",
		(long long)snapshot->made.us);
}

void snapshot_close(struct snapshot *snapshot)
{
	sqlite3_close_v2(snapshot->handle);
	snapshot->handle = NULL;
}

int snapshot_version(const struct snapshot *snapshot)
{
	return (int)handle_number(snapshot->handle, "PRAGMA user_version");
}

/* Whatever has the form of a picture's name may be one: that of a setting, too. */
struct snapshot_names snapshot_files(const struct snapshot *snapshot)
{
	struct arena *arena = snapshot->arena;
	struct handle_texts texts = handle_texts(snapshot->handle, arena,
		snapshot_version(snapshot) < SNAPSHOT_QRIS_SINCE ?
		"SELECT image FROM product UNION SELECT value FROM setting" :
		"SELECT image FROM product UNION SELECT qris FROM user "
		"UNION SELECT value FROM setting");
	struct snapshot_names files = { arena_array(arena, 2 * texts.count, sizeof *files.name),
		0 };

	for (size_t i = 0; i < texts.count; i++)
		if (texts.text[i] != NULL && media_size(texts.text[i]).width > 0) {
			files.name[files.count++] = texts.text[i];
			files.name[files.count++] = media_thumbnail(arena, texts.text[i]);
		}
	return files;
}

void snapshot_put(struct snapshot *snapshot, const char *name, const char *bytes, size_t length)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(snapshot->handle, "INSERT INTO backup_file VALUES ($1, $2)", -1,
		&statement, NULL) != SQLITE_OK ||
	    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC) != SQLITE_OK ||
	    sqlite3_bind_blob64(statement, 2, bytes, length, SQLITE_STATIC) != SQLITE_OK ||
	    sqlite3_step(statement) != SQLITE_DONE)
		fail(503, "%s in the backup: %s", name, sqlite3_errmsg(snapshot->handle));
	sqlite3_finalize(statement);
}

const char *snapshot_file(const struct snapshot *snapshot, struct arena *arena, const char *name,
	size_t *length)
{
	sqlite3_stmt *statement = NULL;
	const char *bytes = NULL;

	if (sqlite3_prepare_v2(snapshot->handle, "SELECT bytes FROM backup_file WHERE name = $1",
		-1, &statement, NULL) != SQLITE_OK ||
	    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC) != SQLITE_OK ||
	    sqlite3_step(statement) != SQLITE_ROW)
		fail(500, "%s in the backup: %s", name, sqlite3_errmsg(snapshot->handle));
	*length = (size_t)sqlite3_column_bytes(statement, 0);
	if (sqlite3_column_type(statement, 0) != SQLITE_NULL)
		bytes = arena_copy(arena, sqlite3_column_blob(statement, 0), *length);
	sqlite3_finalize(statement);
	return bytes;
}
