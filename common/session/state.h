/* A session as one request knows it, from its loading to its end.  For the files of session.h. */
#ifndef SESSION_STATE_H
#define SESSION_STATE_H

#include "session/session.h"
#include "session/store.h"

/* Entries of our own.  EXPIRY: as session_set_expiry said.  Times are microseconds since 1970. */
#define SESSION_EXPIRY "_session_expiry"
#define SESSION_FIRST "_first"    /* when the browser came first */
#define SESSION_BEGAN "_began"    /* when the id of today was given out */
#define SESSION_SEEN "_seen"      /* the last request, some minutes more or less */
#define SESSION_BEFORE "_before"  /* the last request of the visit before this one */
#define SESSION_VISITS "_visits"

struct session {
	const struct session_store *store;
	const char *id;        /* the one that the browser has and we know; NULL: none */
	const char *old_id;    /* one that dies at the end of this request, or NULL */
	bool cookie_came;      /* the browser sent something as its id */
	struct pairs data;
	struct pairs changed;  /* the names whose values are this request's */
	bool accessed, modified;
	bool is_due;           /* it is time to note that the browser is still there */
	struct session_hold hold;
	struct session_change change; /* what waits to be placed */
};

/* The request's session, loaded. */
struct session *session_of(struct request *req);

/* An entry that is a number; `otherwise` if there is none. */
int64_t session_number(const struct session *session, const char *name, int64_t otherwise);
void session_set_number(struct session *session, const char *name, int64_t number);

/* Is it time to note that its browser was here?  Do so, as a request of its own. */
bool session_is_due(const struct session *session);
void session_write_late(struct request *req);

/* Set an entry without a word that the session is modified. */
void session_note(struct session *session, const char *name, const char *value);

/* Has it been left alone for too long, or gone on for too long, by the owner's settings? */
bool session_is_over(const struct session *session, const struct config *config,
	struct date now);

/* See whether the visit is to be noted; write it down, in a session that is about to be saved. */
void session_look_at_visit(struct session *session, const struct config *config,
	struct date now);
void session_note_visit(struct session *session, struct date now);

/* When it dies if it is saved now; what is said of that in its cookie (struct cookie). */
struct date session_dies(const struct session *session, struct date now);
int64_t session_cookie_seconds(const struct session *session, struct date now);

#endif
