/*
 * Work that takes much memory: so that many visitors at once do not take all of a small machine's,
 * only so many do it at the same time.  The others queue.
 */
#ifndef DB_SLOT_H
#define DB_SLOT_H

#include "base/arena.h"

struct slots {
	const char *file;          /* in the data directory, for the locks */
	int count;
	const char *work;          /* for the log */
};

/*
 * Wait for a slot.  What is returned is a descriptor: close() gives the slot back, and so does the
 * end of the process, whichever way it comes.  Makes the data directory when it is not there yet.
 * Fails (503) when the request's time is over, or nothing can be locked.
 */
int slot_take(struct arena *arena, const char *directory, const struct slots *slots);

#endif
