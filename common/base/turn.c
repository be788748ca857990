/* What is to be done every now and then. */
#include "base/turn.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/instant.h"

bool turn_is_due(const char *path, int64_t seconds)
{
	int64_t ago;
	struct stat is;

	if (stat(path, &is) != 0)
		return true;
	ago = date_unix(date_now()) - (int64_t)is.st_mtime;
	return ago < 0 || ago >= seconds;
}

int turn_take(const char *path, int64_t seconds)
{
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0 && turn_is_due(path, seconds))
		return file;
	if (file >= 0)
		close(file);
	return -1;
}

void turn_end(int file)
{
	futimens(file, NULL);
	close(file);
}
