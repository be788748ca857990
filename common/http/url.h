/* Addresses within the site, made from where it is mounted, and the judgement of foreign ones. */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include <stdbool.h>

#include "html/html.h"
#include "http/request.h"

/* A path as it stands in an address: percent-encoded but for its slashes (RFC 3986 section 3.3). */
const char *url_encode_path(struct arena *arena, const char *path);

/* The address of a route, of one thing below it, and of a route with a query. */
struct url url(const struct request *req, const char *route);
struct url url_id(const struct request *req, const char *route, const char *id);
struct url url_query(const struct request *req, const char *route, const struct pairs *query);

/* The next page of a list: ?after=PLACE. */
struct url url_behind(const struct request *req, const char *route, const char *place);

/* A place on the same page: "#id_name". */
struct url url_fragment(const struct request *req, const char *prefix, const char *id);

/* The page that asks who you are, and leads back to what was asked for (unless that is huge). */
struct url url_login(const struct request *req);

/* A file of htdocs: it lies at the site's root, which is the prefix without "/cgi-bin". */
struct url url_asset(const struct request *req, const char *file);

/* The site's root itself, which is also the path of its cookies: "/", "/~me/". */
const char *url_root(const struct request *req);

/* The address that was asked for, with that query string. */
struct url url_here(const struct request *req, const char *query);

/*
 * May a visitor be sent to `next`, which came from outside?  Django's
 * url_has_allowed_host_and_scheme: only to this host and never from https to http.  The address
 * that it returns is encoded; that of `otherwise` if it is not safe.
 */
bool url_is_safe(const struct request *req, const char *next);
struct url url_next(const struct request *req, const char *next, struct url otherwise);

#endif
