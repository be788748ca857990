/*
 * Where this installation keeps its things, and what its owner decided about the site as far as a
 * request must know it before, or without, opening the database.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum {
	CONFIG_OFFSET_HIGHEST = 14 * 60, /* minutes; no place is further from Greenwich */
	CONFIG_SESSION_SHORTEST = 300,   /* seconds; of what the owner may set in the admin */
};

/* Where sessions can lie: what session_store may say. */
enum { CONFIG_STORES = 3 };
extern const char *const config_stores[CONFIG_STORES];

/* Each member but the last four is a setting of that name in warung.conf. */
struct config {
	const char *data; /* absolute: where warung.db, sessions/, secret.key and warung.log lie */
	const char *media;               /* absolute: where pictures lie; NULL: in data/media */
	const char *session_store;       /* one of config_stores; the first is the default */
	int64_t session_idle;            /* seconds without a request; 0 (default): any */
	int64_t session_absolute;        /* seconds since one signed in; 0 (default): any */
	bool session_save_every_request; /* yes or no (default): does every request extend it? */
	const char *site_name;           /* never empty; "Warung" by default */
	const char *language;            /* a code; NULL, or no such language: as browsers ask */
	const char *currency;            /* its sign; NULL: it goes by the decimals */
	int64_t utc_offset;              /* of the shop's clock: minutes east of Greenwich */
};

/*
 * Read `warung.conf` beside the running program ("data = PATH" a line, "#" begins a comment).  The
 * data directory, if it does not say, comes from WARUNG_DATA, else from the installation.  The file
 * goes first because suEXEC drops variables that the server sets.  Fails (500) on a file that
 * cannot be read or understood, or a path that is not absolute.
 *
 * What the owner set in the database is published in a file of the data directory (CONFIG_SITE,
 * model/setting.h), and outweighs warung.conf.  What that one does not say, or what cannot be
 * understood, is as if it was not set; it fails (503) only when the system is short of something.
 */
void config_load(struct config *config, struct arena *arena);

/* The published file in the data directory: urlencoded pairs, each a member of that name. */
#define CONFIG_SITE "site"

/* What a warung.conf says, and nothing else; `data` is NULL if it does not say. */
void config_read(struct config *config, struct arena *arena, const char *path);

#endif
