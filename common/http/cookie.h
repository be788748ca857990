/* Cookies (RFC 6265): read as leniently as Django does, written so that no value can break out. */
#ifndef HTTP_COOKIE_H
#define HTTP_COOKIE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/pairs.h"

/* Append the cookies of a Cookie header.  It cannot fail: what is odd is kept oddly or dropped. */
void cookie_parse(struct pairs *cookies, const char *header);

/* The value of a cookie that came once, or twice with one value; else NULL.  For session ids. */
const char *cookie_only(const struct pairs *cookies, const char *name);

enum same_site { SAME_SITE_LAX, SAME_SITE_STRICT, SAME_SITE_NONE };

struct cookie {
	const char *name;      /* a token of RFC 9110 section 5.6.2, and no attribute's name */
	const char *value;     /* any text; what may not stand in a cookie is quoted */
	int64_t max_age;       /* seconds; 0: until the browser closes; negative: delete it now */
	const char *domain;    /* NULL: this host and no other */
	const char *path;      /* percent-encoded; response_cookie takes NULL for the site's root */
	enum same_site same_site;
	bool secure;           /* implied by SAME_SITE_NONE and by the names __Secure-, __Host- */
	bool readable;         /* by scripts: no HttpOnly */
};

enum { COOKIE_DELETE = -1 };

/* Why a browser would refuse or misread this cookie, whatever its value is; NULL: it is fine. */
const char *cookie_problem(const struct cookie *cookie);

/* The value of a Set-Cookie header, for a cookie without a problem. */
void cookie_format(struct buffer *out, const struct cookie *cookie);

#endif
