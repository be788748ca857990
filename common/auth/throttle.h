/*
 * The throttle: who guesses passwords is slowed down.  Only failures count.
 *
 * Of one account and one address five failures are free.  Then the next attempt has to wait 5
 * seconds, and twice as long after each further failure, up to 15 minutes; a success forgets them,
 * and so does a day.  One address may fail 100 times, whomever it tries, in 15 minutes.
 *
 * A name that nobody has counts like any other.  The browser in which the owner of an account was
 * signed in before never waits for that account: nobody can lock its owner out.  Who is signed in,
 * and is asked for the password once more, is held by the failures of that very browser only.
 */
#ifndef AUTH_THROTTLE_H
#define AUTH_THROTTLE_H

#include <stdint.h>

#include "http/request.h"

/* How many seconds this visitor must wait before a password for that name is looked at; 0: none. */
int64_t throttle_wait(struct request *req, const char *username);

/* How an attempt ended.  The transaction is the caller's. */
void throttle_failed(struct request *req, const char *username);
void throttle_succeeded(struct request *req, const char *username);

#endif
