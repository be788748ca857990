/* Where this installation keeps its things. */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/arena.h"

struct config {
	const char *data; /* absolute: where warung.db, sessions/, secret.key and warung.log lie */
};

/*
 * Read `warung.conf` beside the running program ("data = PATH" a line, "#" begins a comment); what
 * it does not say comes from WARUNG_DATA, else from the installation.  The file goes first because
 * suEXEC drops variables that the server sets.  Fails (500) on a file that cannot be read or
 * understood, or a path that is not absolute.
 */
void config_load(struct config *config, struct arena *arena);

#endif
