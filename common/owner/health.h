/* Is the shop alive?  For a monitor, which asks every minute: cheap, and it says no secrets. */
#ifndef OWNER_HEALTH_H
#define OWNER_HEALTH_H

#include <stdbool.h>

#include "base/arena.h"

struct health {
	bool is_well;
	const char *database; /* "ok", "missing", "locked", "unreadable", "other version" */
	const char *disk;     /* "ok", "low", "unknown" */
};

/* Whatever the data directory is like; it waits a second for a database that is locked. */
struct health health_look(struct arena *arena, const char *data);

#endif
