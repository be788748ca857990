/*
 * Sessions in files: sessions/KEY in the data directory.  The lock on a session is a lock on its
 * file (flock); a new text comes beside it and takes its place, so that a reader sees one or the
 * other, whole.
 */
#include "session/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"
#include "db/create.h"

enum {
	LONGEST = 1024 * 1024,
	KEY_LETTERS = 64,   /* of session_key */
	HEAD = 40,          /* bytes in which a file tells when its session dies */
	SWEPT_AT_ONCE = 20, /* files */
};

static const char *directory_of(const struct request *req)
{
	return arena_printf(req->arena, "%s/sessions", req->config.data);
}

static const char *path_of(const struct request *req, const char *id)
{
	return arena_printf(req->arena, "%s/sessions/%s", req->config.data,
		session_key(req->arena, id));
}

/* What is there but cannot be read just now must not sign anybody out; what is not ours may. */
static void fail_unless_there_is_none(void)
{
	static const int lasting[] = {
		ENOENT, EACCES, EFBIG, EINVAL, EISDIR, ELOOP, ENODEV, ENXIO };

	for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++)
		if (errno == lasting[i])
			return;
	fail_errno(503, "a session file");
}

/* A file that somebody else put there holds nobody's session. */
static bool is_own(int fd)
{
	struct stat is;

	return fstat(fd, &is) == 0 && is.st_uid == geteuid();
}

/* The lock is on the file itself.  Whoever replaced it meanwhile left us the old one: try again. */
static bool is_current(int fd, const char *path)
{
	struct stat locked, current;

	return fstat(fd, &locked) == 0 && stat(path, &current) == 0 &&
		locked.st_ino == current.st_ino && locked.st_dev == current.st_dev;
}

static int open_locked(const char *path)
{
	while (!process_late()) {
		int fd = file_open(path);
		bool locked = fd >= 0 && flock(fd, LOCK_EX) == 0;

		if (fd < 0 || (locked && is_current(fd, path)))
			return fd;
		if (!locked && errno != EINTR)
			fail_errno(503, "a session cannot be locked");
		close(fd);
	}
	fail(503, "another request holds the session for too long");
}

/* Closing a descriptor of 0 would close standard input, so 0 can mean that there is none. */
static void release(struct session_hold *hold)
{
	if (hold->lock > 0)
		close(hold->lock);
	if (hold->prepared != NULL)
		unlink(hold->prepared);
	*hold = (struct session_hold){ 0 };
}

static const char *read_open(struct request *req, int fd)
{
	const char *text = NULL;

	if (fd >= 0 && is_own(fd))
		text = file_read_open(req->arena, fd, LONGEST, NULL);
	else if (fd >= 0)
		errno = EACCES;
	if (text == NULL)
		fail_unless_there_is_none();
	return text;
}

static const char *read_newest(struct request *req, struct session_hold *hold, const char *id)
{
	if (!session_is_id(id))
		return NULL;
	release(hold);
	hold->lock = open_locked(path_of(req, id));
	hold->is_newest = true;
	return read_open(req, hold->lock);
}

static const char *read_session(struct request *req, struct session_hold *hold, const char *id)
{
	const char *text;
	int fd;

	if (!session_is_id(id) || req->writes)
		return read_newest(req, hold, id);
	fd = file_open(path_of(req, id));
	hold->lock = fd;
	text = read_open(req, fd);
	release(hold);
	return text;
}

static bool write_beside(struct request *req, const char *path, const char *text,
	char name[FILE_NAME])
{
	if (file_write_beside(path, name, text, strlen(text)))
		return true;
	if (errno != ENOENT)
		return false;
	db_create(req->config.data, req->arena); /* the very first request of all */
	return file_write_beside(path, name, text, strlen(text));
}

static const char *prepare(struct request *req, struct session_hold *hold,
	const struct session_change *change)
{
	char name[FILE_NAME];

	if (change->text == NULL)
		return NULL;
	if (!write_beside(req, path_of(req, change->id), change->text, name))
		return NULL;
	hold->prepared = arena_string(req->arena, name);
	return change->id;
}

/* Under its lock: else a request that holds it would put the file back. */
static bool delete_old(struct request *req, struct session_hold *hold, const char *id)
{
	const char *path = path_of(req, id);

	if (hold->lock <= 0)
		hold->lock = open_locked(path);
	return unlink(path) == 0 || errno == ENOENT;
}

static bool place(struct request *req, struct session_hold *hold,
	const struct session_change *change)
{
	if (hold->prepared != NULL && rename(hold->prepared, path_of(req, change->id)) != 0)
		return false;
	hold->prepared = NULL;
	return change->old_id == NULL || delete_old(req, hold, change->old_id);
}

/* Does it look like a session's file, or like one that waits to take its place?  Others stay. */
static bool is_ours(const char *name)
{
	const char *end = name + strspn(name, "0123456789abcdef");
	size_t length = strlen(end);

	return end - name == KEY_LETTERS &&
		(length == 0 || (length > 4 && strcmp(end + length - 4, ".new") == 0));
}

/* Is it of no use any more?  A session says so itself; one that waited for an hour is forgotten. */
static bool is_dead(int fd, const char *name, struct date before)
{
	static const int64_t hour = 3600 * DATE_SECOND;
	struct stat is;
	struct date expires;
	char head[HEAD + 1];
	ssize_t got = read(fd, head, HEAD);

	if (got < 0 || fstat(fd, &is) != 0)
		return false;
	head[got] = '\0';
	if (name[KEY_LETTERS] != '\0' || !session_text_expires(head, &expires))
		expires.us = is.st_mtime * DATE_SECOND + hour;
	return expires.us < before.us;
}

/* Under its lock: a request that holds it may be about to make it live longer. */
static void sweep_one(const char *directory, struct arena *arena, const char *name,
	struct date before, int64_t *deleted)
{
	const char *path = arena_printf(arena, "%s/%s", directory, name);
	int fd = is_ours(name) ? file_open(path) : -1;

	if (fd < 0)
		return;
	if (is_dead(fd, name, before) && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
	    is_current(fd, path) && unlink(path) == 0)
		++*deleted;
	close(fd);
}

/* A place is what telldir says: where the file system goes on, whatever came or went meanwhile. */
static const char *sweep(struct request *req, const char *from, struct date before,
	int64_t *deleted)
{
	const char *directory = directory_of(req);
	DIR *folder = opendir(directory);
	const struct dirent *entry = NULL;
	const char *next = "";

	if (folder == NULL)
		return "";
	if (*from != '\0')
		seekdir(folder, strtol(from, NULL, 10));
	for (int i = 0; i < SWEPT_AT_ONCE && (entry = readdir(folder)) != NULL; i++)
		sweep_one(directory, req->arena, entry->d_name, before, deleted);
	if (entry != NULL)
		next = arena_printf(req->arena, "%ld", telldir(folder));
	closedir(folder);
	return next;
}

const struct session_store session_files = {
	.name = "file", .longest = LONGEST, .new_id = session_new_id,
	.read = read_session, .read_newest = read_newest,
	.prepare = prepare, .place = place, .release = release, .sweep = sweep,
};
