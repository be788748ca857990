/*
 * What the site remembers about one browser: names with values in a file of their own.
 *
 * Nothing is lost.  A request that may write (POST) locks the session before it reads it, so that
 * no other request writes in between; what another one (GET) changes is applied, name by name, to
 * the session as it is at the end.  A session that was deleted meanwhile stays deleted, and an id
 * that we did not give out is nobody's.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "http/request.h"
#include "http/response.h"

enum {
	SESSION_SECONDS = 14 * 86400,          /* without a rule of its own, as Django */
	SESSION_REMEMBERED_SECONDS = 30 * 86400,
	SESSION_LARGEST = 1024 * 1024,         /* a larger file is not a session of ours */
};

/* The value, or NULL.  Reading loads the session, but only when the browser sent an id. */
const char *session_get(struct request *req, const char *name);

/* Change it; the session is created when there is none.  pop is true when the name was there. */
void session_set(struct request *req, const char *name, const char *value);
bool session_pop(struct request *req, const char *name);

/* A new id for the same data; the old one dies with the request.  For every change of who asks. */
void session_cycle_key(struct request *req);

/* Forget everything, the id too. */
void session_flush(struct request *req);

/* Seconds from the last change; 0: until the browser closes (and SESSION_SECONDS on our side). */
void session_set_expiry(struct request *req, int64_t seconds);

/* Load it now: a POST takes the lock on its session before the one on the database. */
void session_open(struct request *req);

/*
 * At the end, in two halves, so that the database can be committed in between.  session_prepare
 * writes what changed beside the file and sets or deletes the cookie; it fails (503) if it cannot.
 * session_save is the rename that is left; it fails (500) if even that cannot be done.
 */
void session_prepare(struct request *req, struct response *res);
void session_save(struct request *req);

/* Let go of the lock, and of what was prepared but not saved. */
void session_close(struct request *req);

#endif
