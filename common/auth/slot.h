/*
 * Argon2 takes 19 MiB: so that many visitors at once do not take all of a small machine's memory,
 * only SLOTS of them hash or verify a password at the same time.  The others queue.
 */
#ifndef AUTH_SLOT_H
#define AUTH_SLOT_H

#include "base/arena.h"

enum { SLOTS = 4 };

/*
 * Wait for a slot.  What is returned is a descriptor: close() gives the slot back, and so does the
 * end of the process, whichever way it comes.  Makes the data directory when it is not there yet.
 * Fails (503) when the request's time is over, or nothing can be locked.
 */
int slot_take(struct arena *arena, const char *directory);

#endif
