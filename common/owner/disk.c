/* How much room the disk has left. */
#include "owner/disk.h"

#include <sys/statvfs.h>

enum { LEAST_MEGABYTES = 50, LEAST_FILES = 1000 };

bool disk_look(const char *path, struct disk *disk)
{
	struct statvfs is;

	if (statvfs(path, &is) != 0)
		return false;
	disk->megabytes = (uintmax_t)is.f_bavail * is.f_frsize >> 20;
	disk->files = (uintmax_t)is.f_favail;
	disk->is_full = disk->megabytes < LEAST_MEGABYTES;
	/* Some file systems make the room for a file when it comes, and say 0 of 0. */
	disk->is_crowded = is.f_files > 0 && is.f_favail < LEAST_FILES;
	return true;
}
