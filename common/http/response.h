/* The answer: filled in memory and sent at the very end, so that any error can still replace it. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "html/html.h"
#include "http/cookie.h"
#include "http/request.h"

struct response {
	int status;                /* 200 until somebody says otherwise */
	const char *content_type;  /* text/html; charset=utf-8 until then */
	struct buffer head;        /* the whole of it, once the answer is complete */
	struct buffer headers;     /* whole lines, each with its CR LF */
	struct buffer body;        /* what of it is in memory */
	int spilled;               /* descriptor of an unlinked file with the body's rest, or -1 */
	const char *directory;     /* where that file is made: the data directory */
	struct writer page;        /* writes to the body in the visitor's language */
	bool varies_by_cookie;     /* it depends on who is asking */
	bool never_stored;         /* no cache may keep it */
	const char *csrf_token;    /* of all forms on the page; NULL: none has asked for it */
};

/* An empty 200 answer; what an earlier one held is dropped.  The first time spilled must be -1. */
void response_begin(struct response *res, const struct request *req);

/* Add a header.  Fails (500) on a name or value that is not one line of RFC 9110 section 5.5. */
void response_header(struct response *res, const char *name, const char *value);

/*
 * Set a cookie of this site, in the place of one of that name that was set before: without a path
 * it has the site's root, over https it is Secure.  Fails (500) when there is a cookie_problem.
 */
void response_cookie(struct response *res, const struct request *req, struct cookie cookie);

/* Take it away; a browser finds it only by the name, path and domain with which it was set. */
void response_cookie_delete(struct response *res, const struct request *req, struct cookie cookie);

/* Answer 303 (RFC 9110 section 15.4.4) or 302 with a Location, and a body of one line. */
void redirect(struct response *res, struct url to);
void redirect_found(struct response *res, struct url to);

/* Put status line and headers together: what is left then is to write, which needs no memory. */
void response_complete(struct response *res);

/*
 * Write a complete answer to standard output: in one call, when the body never left memory.
 * An answer to HEAD has no body.  False when the client did not take it all.  Never fails.
 */
bool response_send(const struct response *res, const struct request *req);

#endif
