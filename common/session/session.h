/*
 * What the site remembers about one browser: names with values, which may repeat.  What Django's
 * request.session does, without its lost updates.
 *
 * Nothing is lost.  A request that may write (POST) holds the session from when it reads it, so
 * that no other request writes in between; what another one (GET) changes is applied, name by name,
 * to the session as it is at the end.  A session that was deleted meanwhile stays deleted, and an
 * id that we did not give out is nobody's.  Names that begin with "_" are the library's own.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "http/request.h"
#include "http/response.h"

enum {
	SESSION_SECONDS = 14 * 86400,          /* without a rule of its own, as Django */
	SESSION_REMEMBERED_SECONDS = 30 * 86400,
};

/* The value (of repeated ones the last), or NULL.  Loads the session if the browser sent an id. */
const char *session_get(struct request *req, const char *name);

/* One entry after the other, NULL behind the last: for (size_t at = 0; (e = ...(req, &at));) */
const struct pair *session_each(struct request *req, size_t *at);

/*
 * Change it; the session is created when there is none.  set replaces all values of the name, add
 * appends one; set_default sets only what is missing, and returns what is there then.  pop returns
 * the value that it took away, or NULL.
 */
void session_set(struct request *req, const char *name, const char *value);
void session_add(struct request *req, const char *name, const char *value);
const char *session_set_default(struct request *req, const char *name, const char *value);
const char *session_pop(struct request *req, const char *name);

/* Bytes of the largest session that can be kept, urlencoded: 413 is the answer to more. */
size_t session_longest(const struct request *req);

/*
 * See what others have written since the session was read: for whoever waited long.  Where the
 * session is held anyway, nothing can have changed.
 */
void session_renew(struct request *req);

/* Take every entry away, but keep the session and its id. */
void session_clear(struct request *req);

/* A new id for the same data; the old one dies with the request.  For every change of who asks. */
void session_cycle_key(struct request *req);

/* Forget everything, the id too. */
void session_flush(struct request *req);

/*
 * Did this request look at the session; will it be saved (behind a flush nothing is)?  touch: save
 * it even so.
 */
bool session_is_accessed(const struct request *req);
bool session_is_modified(const struct request *req);
void session_touch(struct request *req);

/*
 * How long it lasts: so many seconds from the last change, of which 0 means until the browser
 * closes (and SESSION_SECONDS on our side); until a date; or, again, by the rule for all.
 */
void session_set_expiry(struct request *req, int64_t seconds);
void session_set_expiry_date(struct request *req, struct date date);
void session_unset_expiry(struct request *req);

/* Seconds that it lasts from now on if it is saved now; does it end with the browser? */
int64_t session_expiry_age(struct request *req);
bool session_ends_with_browser(struct request *req);

/* When it began, when it was seen before this visit, and how many visits there were: 0, or more. */
struct session_visits {
	struct date first, last;
	int64_t count;
};
struct session_visits session_visits(struct request *req);

/* Does the browser take cookies?  set on one page, ask on the next, then delete. */
void session_set_test_cookie(struct request *req);
bool session_test_cookie_worked(struct request *req);
void session_delete_test_cookie(struct request *req);

/* The browser sent the id of a session that is no more: what was in it is lost. */
bool session_is_lost(struct request *req);

/* Load it now: a POST takes the lock on its session before the one on the database. */
void session_open(struct request *req);

/*
 * At the end, in two halves, so that the database can be committed in between.  session_prepare
 * writes what changed and sets or deletes the cookie; it fails (503; 413: it has grown too large)
 * if it cannot.  session_save is what is left, a rename at most; it fails (500) if even that
 * cannot be done.
 */
void session_prepare(struct request *req, struct response *res);
void session_save(struct request *req);

/* Let go of the lock, and of what was prepared but not saved. */
void session_close(struct request *req);

/*
 * What is done when the answer is out, so that no page has to wait for it, or to fail with it: note
 * that the browser was here, if that was not done for some minutes, or if every request is to be
 * saved; and delete a few sessions that nobody can use any more, if nobody did so just now.  Those
 * that died within the last day stay, as the clock may be wrong.
 */
bool session_is_tidy(struct request *req);
void session_tidy_up(struct request *req);

/* Delete all sessions that nobody can use any more; how many there were. */
int64_t session_delete_dead(struct request *req);

#endif
