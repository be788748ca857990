/*
 * What this site remembers about a visitor, in plain words: the entries of the session and of the
 * account, which we keep, and the cookies, which the browser keeps.  A hash, a token or a signature
 * is never shown.
 */
#ifndef ACCOUNT_SESSION_MEMORY_H
#define ACCOUNT_SESSION_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "http/request.h"

struct memory {
	const char *name;    /* by which it is forgotten */
	const char *names;   /* of the entries or the cookie of which it tells */
	const char *what;    /* a sentence: what it is for, translated */
	const char *value;   /* NULL: the sentence says it, or it is a secret */
	bool stays;          /* it cannot be forgotten by itself */
};

struct memories {
	struct memory *memory;
	size_t count;
	size_t forgettable;  /* so many of them do not stay */
};

struct memories session_memories(struct request *req);
struct memories account_memories(struct request *req); /* a guest has none */
struct memories cookie_memories(struct request *req);

/* The value as it may be handed out, without a signature; NULL: it is a secret. */
const char *session_entry_value(struct request *req, const struct pair *entry);
const char *session_cookie_value(struct request *req, const struct pair *cookie);

/* May somebody have it forgotten by its name?  Not what holds the sign-in together. */
bool session_entry_stays(const char *name);
bool session_cookie_stays(const char *name);

/* Forget an entry, and those that are told of together with it. */
void session_entry_forget(struct request *req, const char *name);

/* The same of a member's account, and all that it remembers.  They write (db_write). */
void account_entry_forget(struct request *req, const char *name);
void account_forget(struct request *req);

/* Is it one that this shop sets? */
bool session_cookie_is_ours(const char *name);

/* Can it be deleted at all: could it be set under that name? */
bool session_cookie_is_deletable(const struct request *req, const char *name);

#endif
