/* Other programs, started without a shell. */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { CHILD_OUT = 64 * 1024, CHILD_ERR = 4096 };

struct child {
	const char *out;   /* the first CHILD_OUT bytes of what it wrote, and a NUL */
	size_t length;
	const char *err;   /* the first line of its complaints, or "" */
	int status;        /* as waitpid gives it */
};

/*
 * Run it to its end, with no input.  A file without a slash is looked for in PATH.  False with
 * errno set: it could not be started.
 */
bool child_run(struct child *child, struct arena *arena, char *const argv[], char *const env[]);

#endif
