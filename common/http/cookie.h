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

struct cookie {
	const char *name;      /* a token of RFC 9110 section 5.6.2 */
	const char *value;
	int64_t max_age;       /* seconds; 0: until the browser closes; negative: delete it now */
	const char *path;      /* must be the same when it is deleted */
	bool secure;
	bool readable;         /* by scripts: no HttpOnly */
};

enum { COOKIE_DELETE = -1 };

/* The value of a Set-Cookie header, with SameSite=Lax. */
void cookie_format(struct buffer *out, const struct cookie *cookie);

#endif
