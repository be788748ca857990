/*
 * A route: one program, whose file name is its address.
 *
 *     ROUTE(.get = show, .post = save, .access = SIGNED_IN);
 *
 * is its main.  route_serve lives the whole life of a request around the handlers, so that none is
 * reached without it: read and check the request, refuse forged ones, find out who asks, let the
 * handler fill the answer in memory, commit, save the session, close the database, and only then
 * send.  Whatever fails on the way ends in a complete error page.
 */
#ifndef ROUTE_ROUTE_H
#define ROUTE_ROUTE_H

#include "auth/login.h"
#include "base/fail.h"
#include "db/db.h"
#include "html/html.h"
#include "http/request.h"
#include "http/response.h"
#include "http/url.h"
#include "session/messages.h"

enum access { ANYONE, SIGNED_IN, STAFF };

struct route {
	void (*get)(struct request *req, struct response *res);   /* and HEAD; every route has it */
	void (*post)(struct request *req, struct response *res);  /* or NULL */
	enum access access;
	const char *permission; /* a codename (model/permission.h) that one must have; NULL: none */
	int takes_path;      /* so many more segments may follow the route's name: 1 for an id */
	bool takes_files;    /* of a multipart form; they are kept in memory */
	bool get_writes;     /* a GET holds the session as a POST does, and may db_write */
	bool reads_first;    /* a POST that computes long takes no database lock before db_write */
	bool never_stored;   /* no cache may keep the pages */
};

#define ROUTE(...) \
	int main(void) \
	{ \
		static const struct route route = { __VA_ARGS__ }; \
		return route_serve(&route); \
	}

int route_serve(const struct route *route);

#endif
