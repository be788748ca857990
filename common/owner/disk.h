/* How much room the disk has left. */
#ifndef OWNER_DISK_H
#define OWNER_DISK_H

#include <stdbool.h>
#include <stdint.h>

struct disk {
	uintmax_t megabytes; /* that its owner may still fill */
	uintmax_t files;     /* that can still be made */
	bool is_full;        /* so few megabytes that the shop will soon refuse orders */
	bool is_crowded;     /* so few files that nobody will be able to sign in */
};

/* Of the disk on which `path` is.  False with errno set: it cannot be asked. */
bool disk_look(const char *path, struct disk *disk);

#endif
