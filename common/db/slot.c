/*
 * Slots: locks on bytes of a file in the data directory.  Nobody can wait for any of several locks,
 * so there is one more, the door: the others queue before it, asleep, and whoever holds it looks
 * for a free slot.
 */
#include "db/slot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/process.h"
#include "db/create.h"

static const struct timespec BETWEEN_LOOKS = { .tv_nsec = 1000000 };

static int open_locks(struct arena *arena, const char *directory, const char *file)
{
	const char *path = arena_printf(arena, "%s/%s", directory, file);
	int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	int fd = open(path, flags, 0600);

	if (fd < 0 && errno == ENOENT) {
		db_create(directory, arena);
		fd = open(path, flags, 0600);
	}
	if (fd < 0)
		fail_errno(503, "%s", path);
	return fd;
}

/* Locks of an open file, not of a process: they end with the descriptor and with nothing else. */
static bool lock(int fd, int command, short type, off_t byte)
{
	struct flock one = { .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

	return fcntl(fd, command, &one) == 0;
}

static _Noreturn void give_up(int fd, const struct slots *slots)
{
	close(fd);
	fail(503, "no slot to %s", slots->work);
}

static bool take_any(int fd, const struct slots *slots)
{
	for (int slot = 0; slot < slots->count; slot++)
		if (lock(fd, F_OFD_SETLK, F_WRLCK, slot))
			return true;
	return false;
}

int slot_take(struct arena *arena, const char *directory, const struct slots *slots)
{
	int fd = open_locks(arena, directory, slots->file), door = slots->count;

	while (!lock(fd, F_OFD_SETLKW, F_WRLCK, door))
		if (errno != EINTR || process_late())
			give_up(fd, slots);
	while (!take_any(fd, slots)) {
		if (process_late())
			give_up(fd, slots);
		nanosleep(&BETWEEN_LOOKS, NULL);
	}
	lock(fd, F_OFD_SETLK, F_UNLCK, door);
	return fd;
}
