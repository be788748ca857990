/*
 * The code that proves whose shop this is, before anybody has an account that does: it lies in
 * `setup.code` in the data directory, where only the owner can read it, until it is used.
 */
#ifndef OWNER_SETUP_H
#define OWNER_SETUP_H

#include <stdbool.h>

#include "base/arena.h"

/*
 * Make it, if it is not there yet; the data directory must be.  Of several processes one makes it.
 * Fails (503) when it cannot be written, or when something that is no code stands in its place.
 */
void setup_code_make(const char *directory, struct arena *arena);

/* Is it what a person typed?  Never, when there is no code.  Fails (503) if it cannot be read. */
bool setup_code_is(const char *directory, struct arena *arena, const char *typed);

/* It was used, or is of no use any more.  A file that stays does no harm. */
void setup_code_forget(const char *directory, struct arena *arena);

#endif
