/*
 * What we know of the names under which things are remembered, so that they can be told in plain
 * words: entries of a session or an account, and cookies.
 */
#ifndef ACCOUNT_SESSION_KNOWN_H
#define ACCOUNT_SESSION_KNOWN_H

#include <stdbool.h>

#include "http/request.h"

enum kind { SHOWN, SECRET, SIGNED };

/* One that ends with "." is the beginning of many. */
struct known {
	const char *name;   /* NULL: it is nothing that we know */
	const char *what;   /* NULL: it always has a sentence to say */
	enum kind kind;

	/* What it is, with the value; NULL: that cannot be told.  `all` is what it is among. */
	const char *(*say)(struct request *req, const struct pairs *all, const struct pair *pair);

	/* The value; NULL: there is nothing to say of it. */
	const char *(*tell)(struct request *req, const struct pair *pair);

	bool is_one;        /* all that begin so are one memory, which goes as a whole */
	const char *with;   /* it is told of together with this one (or this beginning), ... */
	const char *names;  /* ... which is called so then */
	bool stays;         /* in a browser or an account */
	bool passes;        /* the page that shows it is the one that ends it */
};

const struct known *known_entry(const char *name);
const struct known *known_cookie(const char *name);

#endif
