/* The shop's own log. */
#include "base/log.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/instant.h"

enum { LARGEST = 4 * 1024 * 1024 };

static bool is_full(int fd)
{
	struct stat is;

	return fd >= 0 && fstat(fd, &is) == 0 && is.st_size > LARGEST;
}

/* Of those who find it full at once one renames it: who has the lock while it still is the log. */
static void rotate(int fd, const char *path)
{
	struct stat locked, named;
	char older[PATH_MAX + 2];

	snprintf(older, sizeof older, "%s.1", path);
	if (flock(fd, LOCK_EX) == 0 && fstat(fd, &locked) == 0 && stat(path, &named) == 0 &&
	    locked.st_ino == named.st_ino)
		rename(path, older);
}

static int open_log(const char *data_directory)
{
	static const int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
	char path[PATH_MAX];
	int fd;

	if (data_directory == NULL ||
	    snprintf(path, sizeof path, "%s/warung.log", data_directory) >= (int)sizeof path)
		return -1;
	fd = open(path, flags, 0600);
	if (is_full(fd)) {
		rotate(fd, path);
		close(fd);
		fd = open(path, flags, 0600);
	}
	return fd;
}

static void put_escaped(struct buffer *line, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < 0x20 || c >= 0x7F || c == '\\')
			buffer_printf(line, "\\x%02x", c);
		else
			buffer_char(line, (char)c);
	}
}

void log_write(const char *data_directory, const char *text)
{
	struct buffer line = { 0 };
	int fd = open_log(data_directory);

	date_json(&line, date_now());
	buffer_char(&line, ' ');
	put_escaped(&line, text);
	buffer_char(&line, '\n');
	if (fd < 0 || !file_write_all(fd, line.data, line.length))
		(void)file_write_all(STDERR_FILENO, line.data, line.length);
	if (fd >= 0)
		close(fd);
	buffer_free(&line);
}
