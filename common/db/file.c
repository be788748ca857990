/* A file that goes with a transaction. */
#include "db/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/log.h"

struct db_file {
	const char *path;
	char beside[FILE_NAME];
	int lock;                /* of the data directory */
};

/*
 * Whoever has committed puts the file in its place before anybody else can commit another one.  The
 * lock comes behind that of the database, always.
 */
static int lock_directory(const struct db *db)
{
	int fd = open(db->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		fail_errno(503, "%s", db->directory);
	while (flock(fd, LOCK_EX) != 0)
		if (errno != EINTR)
			fail_errno(503, "%s cannot be locked", db->directory);
	return fd;
}

void db_file_follows(struct db *db, const char *name, const char *bytes, size_t length)
{
	struct db_file *file = db->file;

	if (file == NULL) {
		file = arena_alloc(db->arena, sizeof *file);
		*file = (struct db_file){ .lock = lock_directory(db),
			.path = arena_printf(db->arena, "%s/%s", db->directory, name) };
		db->file = file;
	} else {
		unlink(file->beside);
	}
	if (!file_write_beside(file->path, file->beside, bytes, length))
		fail_errno(503, "%s cannot be written", file->path);
}

static void place(const struct db *db, const struct db_file *file)
{
	char problem[FILE_NAME + 100];

	if (rename(file->beside, file->path) == 0)
		return;
	snprintf(problem, sizeof problem, "%s cannot be replaced: %s", file->path,
		strerror(errno));
	log_write(db->directory, problem);
}

void db_file_end(struct db *db, bool kept)
{
	struct db_file *file = db->file;

	if (file == NULL)
		return;
	db->file = NULL;
	if (kept)
		place(db, file);
	else
		unlink(file->beside);
	close(file->lock);
}
