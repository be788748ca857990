/*
 * Where sessions are kept: one table of functions for each place.  For this folder, and the doctor.
 *
 * Texts are opaque here, but for the time at which they die, which stands in front of them, so that
 * it can be seen without reading the rest: a store that deletes the dead knows no more of them.
 */
#ifndef SESSION_STORE_H
#define SESSION_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/instant.h"
#include "http/request.h"

/* What a request holds of a session between reading and the end. */
struct session_hold {
	int lock;              /* of a file: a descriptor; 0: none */
	const char *prepared;  /* a new file that waits to take its place, or NULL */
	bool is_newest;        /* nobody else can have changed it since it was read */
};

/* What a request changes. */
struct session_change {
	const char *id, *text; /* this session gets that text; NULL: none does */
	const char *old_id;    /* this one dies; NULL: none does */
	struct date expires;
};

struct session_store {
	const char *name;     /* in warung.conf */
	size_t longest;       /* bytes of a text */
	bool in_cookie;       /* it needs an answer to write in, and cannot be swept */

	/* An id that nobody has. */
	const char *(*new_id)(struct arena *arena);

	/*
	 * The text, or NULL: there is none that is ours.  A POST holds it from then on, if that
	 * holds up nobody else; a cookie is no id when there is nothing behind it.
	 */
	const char *(*read)(struct request *req, struct session_hold *hold, const char *id);

	/* The text as it is now, held until the end; NULL: it was deleted. */
	const char *(*read_newest)(struct request *req, struct session_hold *hold, const char *id);

	/*
	 * Change it, in two halves, the second of which hardly can go wrong and comes when the
	 * database is committed.  prepare returns what the cookie is to hold, NULL (with errno) if
	 * it could not be written; place is false (with errno) if it could not.  NULL: there is
	 * nothing to place, to release, to sweep.
	 */
	const char *(*prepare)(struct request *req, struct session_hold *hold,
		const struct session_change *change);
	bool (*place)(struct request *req, struct session_hold *hold,
		const struct session_change *change);

	void (*release)(struct session_hold *hold);

	/*
	 * Look at the next few sessions behind a place ("": from the beginning) and delete those
	 * that died before a date; *deleted counts them.  The place where to go on, "": at the end.
	 */
	const char *(*sweep)(struct request *req, const char *place, struct date before,
		int64_t *deleted);
};

extern const struct session_store session_files, session_rows, session_cookies;

/* That of the configuration.  Fails (500) when it names none. */
const struct session_store *session_store(const struct config *config);

/* 256 random bits, base64url: the ids of stores that keep sessions on our side. */
const char *session_new_id(struct arena *arena);
bool session_is_id(const char *id);

/* SHA-256 of an id in hex: so nothing that lies on the disk can be sent back as a cookie. */
const char *session_key(struct arena *arena, const char *id);

/* When does a session with this text die?  False: it is none. */
bool session_text_expires(const char *text, struct date *expires);

#endif
