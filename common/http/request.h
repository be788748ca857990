/* One request, as the web server hands it over (RFC 3875), read, checked and decoded. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/pairs.h"
#include "html/language.h"

enum {
	REQUEST_FORM_BYTES = 2621440,     /* fields of a form, without files; 2.5 MiB, as Django */
	REQUEST_UPLOAD_BYTES = 8388608,   /* all the files of a form together */
	REQUEST_FIELDS = 1000,            /* fields of a form, and of a query */
	REQUEST_FILES = 8,
	REQUEST_TARGET_BYTES = 16384,     /* path and query */
};

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

/* A file of a form (RFC 7578); its name on the visitor's side is not to be trusted. */
struct upload {
	const char *name;       /* of the field */
	const char *filename;
	const char *bytes;
	size_t length;
};

struct request {
	struct arena *arena;
	struct config config;

	enum method method;
	const char *base;       /* what stands before a route: "/", "/cgi-bin/"; percent-encoded */
	const char *name;       /* the route as it was called: "list"; "" at the site's root */
	const char *path;       /* PATH_INFO without the slashes at both ends: "" or an id */
	const char *target;     /* path and query as asked for, percent-encoded: "/list?q=a" */
	struct pairs query;
	struct pairs form;      /* of a POST, whichever of the two encodings it had */
	bool writes;            /* it may change the session, and holds it from the beginning */
	bool keeps_files;       /* set before the form is read: without it files are let go */
	struct upload file[REQUEST_FILES]; /* of the form, in their order */
	size_t file_count;
	struct pairs cookies;

	bool https;
	const char *host;       /* the Host header, or NULL */
	const char *origin;     /* NULL when absent or repeated; so are the next ones */
	const char *referer;
	const char *csrf_header;
	const char *address;    /* of the client, as the server saw it; "" when unknown */
	const struct language *language;

	size_t unread;          /* bytes of the body that nobody took yet */

	/* The floors above keep their part of a request here; this floor never looks. */
	struct db *db;
	struct session *session;
	struct messages *messages;
	struct pictures *pictures;
	const struct user *user; /* who is asking, once user_known; never NULL on members' routes */
	const struct device *device; /* the browser in which the user is signed in */
	bool user_known;
};

/* _("text"): the text in the visitor's language, wherever a request is at hand. */
#define _(text) translate(req->language, (text))

/* _n("%lu egg", "%lu eggs", n): the same for a text whose form depends on a number. */
#define _n(one, many, n) translate_n(req->language, (one), (many), (n))

/*
 * Read the environment into a zeroed request with an arena and a configuration.
 * Fails with 400 or 414 on what cannot be understood; the language is known whenever it fails.
 */
void request_read(struct request *req);

/* Learn the length of the body, of any method; a part of request_read.  Fails with 400 or 413. */
void request_measure(struct request *req);

/* Read the body into req->form.  Fails with 400, 408, 411 (a POST without a length) or 413. */
void request_read_form(struct request *req);

/* The file that was sent for a field (the last one), or NULL: none, or none was chosen. */
const struct upload *request_file(const struct request *req, const char *name);

/*
 * Which of these words the form's field `action` is; without the field it is the first.  Fails
 * (400) when it is none of them.
 */
size_t request_action(const struct request *req, const char *const *actions, size_t count);

/*
 * Take what is left of the body off the wire, up to a limit: closing a socket over unread bytes
 * destroys the answer.
 */
void request_drain(struct request *req);

/* A variable of the request that came once, else NULL: a repeated header is nobody's word. */
const char *request_variable(const char *name);

#endif
