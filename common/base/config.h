/* Where this installation keeps its things. */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Each member is a setting of that name in warung.conf. */
struct config {
	const char *data; /* absolute: where warung.db, sessions/, secret.key and warung.log lie */
	const char *media;               /* absolute: where pictures lie; NULL: in data/media */
	const char *session_store;       /* file (default), database or cookie */
	int64_t session_idle;            /* seconds without a request; 0 (default): any */
	int64_t session_absolute;        /* seconds since one signed in; 0 (default): any */
	bool session_save_every_request; /* yes or no (default): does every request extend it? */
};

/*
 * Read `warung.conf` beside the running program ("data = PATH" a line, "#" begins a comment).  The
 * data directory, if it does not say, comes from WARUNG_DATA, else from the installation.  The file
 * goes first because suEXEC drops variables that the server sets.  Fails (500) on a file that
 * cannot be read or understood, or a path that is not absolute.
 */
void config_load(struct config *config, struct arena *arena);

/* What such a file says, and nothing else; `data` is NULL if it does not say. */
void config_read(struct config *config, struct arena *arena, const char *path);

#endif
