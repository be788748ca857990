/* The shop's own log. */
#include "base/log.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/instant.h"

enum { LARGEST = 4 * 1024 * 1024 };

/* Of those who find the log too large at once, one renames it: whoever holds the lock while it is the log. */
static void rotate(int fd, const char *path)
{
	struct stat open_one, named;
	char older[PATH_MAX + 2];

	if (fstat(fd, &open_one) != 0 || open_one.st_size <= LARGEST || flock(fd, LOCK_EX) != 0)
		return;
	snprintf(older, sizeof older, "%s.1", path);
	if (stat(path, &named) == 0 && named.st_ino == open_one.st_ino)
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
	if (fd >= 0)
		rotate(fd, path);
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
