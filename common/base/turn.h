/*
 * What is to be done every now and then, without a daemon: of the processes that find that it is
 * time, one does it.  A file says by its time when somebody did it last.
 */
#ifndef BASE_TURN_H
#define BASE_TURN_H

#include <stdbool.h>
#include <stdint.h>

/* Have so many seconds passed?  A file of the future was made before the clock was put back. */
bool turn_is_due(const char *path, int64_t seconds);

/*
 * The file, open and locked, for the one whose turn it is; -1 for the others.  turn_end says that
 * it is done, and closes it.
 */
int turn_take(const char *path, int64_t seconds);
void turn_end(int file);

#endif
