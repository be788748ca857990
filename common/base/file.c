/* Small files. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"

static ssize_t read_all(int fd, char *bytes, size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t got = read(fd, bytes + done, length - done);

		if (got == 0)
			break;
		if (got < 0 && errno != EINTR)
			return -1;
		if (got > 0)
			done += (size_t)got;
	}
	return (ssize_t)done;
}

char *file_read_open(struct arena *arena, int fd, size_t most, size_t *length)
{
	struct stat is;
	ssize_t got;
	char *text;

	if (fstat(fd, &is) != 0)
		return NULL;
	if (!S_ISREG(is.st_mode) || (uintmax_t)is.st_size > most) {
		errno = S_ISREG(is.st_mode) ? EFBIG : EINVAL;
		return NULL;
	}
	text = arena_alloc(arena, (size_t)is.st_size + 1);
	got = read_all(fd, text, (size_t)is.st_size);
	if (got < 0)
		return NULL;
	text[got] = '\0';
	if (length != NULL)
		*length = (size_t)got;
	return text;
}

int file_open(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

char *file_read(struct arena *arena, const char *path, size_t most, size_t *length)
{
	int fd = file_open(path);
	char *text;
	int cause;

	if (fd < 0)
		return NULL;
	text = file_read_open(arena, fd, most, length);
	cause = errno;
	close(fd);
	errno = cause;
	return text;
}

bool file_write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t put = write(fd, bytes, length);

		if (put < 0 && errno != EINTR)
			return false;
		if (put > 0) {
			bytes += put;
			length -= (size_t)put;
		}
	}
	return true;
}

static bool write_and_close(int fd, const char *bytes, size_t length)
{
	bool done = file_write_all(fd, bytes, length) && fsync(fd) == 0;

	return close(fd) == 0 && done;
}

static void remove_quietly(const char *name)
{
	int cause = errno;

	unlink(name);
	errno = cause;
}

bool file_write_beside(const char *path, char name[FILE_NAME], const char *bytes, size_t length)
{
	char letters[17];
	int fd;

	random_letters(letters, sizeof letters - 1);
	if (snprintf(name, FILE_NAME, "%s.%s.new", path, letters) >= FILE_NAME) {
		errno = ENAMETOOLONG;
		return false;
	}
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return false;
	if (write_and_close(fd, bytes, length))
		return true;
	remove_quietly(name);
	return false;
}

static bool place(const char *path, const char *bytes, size_t length,
	int (*move)(const char *, const char *))
{
	char name[FILE_NAME];
	bool done;

	if (!file_write_beside(path, name, bytes, length))
		return false;
	done = move(name, path) == 0;
	if (!done || move == link)
		remove_quietly(name);
	return done;
}

bool file_replace(const char *path, const char *bytes, size_t length)
{
	return place(path, bytes, length, rename);
}

bool file_create(const char *path, const char *bytes, size_t length)
{
	return place(path, bytes, length, link);
}

int file_unlinked(const char *directory)
{
	char name[FILE_NAME];
	int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0 || snprintf(name, sizeof name, "%s/XXXXXX", directory) >= FILE_NAME)
		return fd;
	fd = mkostemp(name, O_CLOEXEC); /* not every file system can make a file without a name */
	if (fd >= 0)
		unlink(name);
	return fd;
}
