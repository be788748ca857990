/* Cookies. */
#include "http/cookie.h"

#include <string.h>
#include <strings.h>

#include "base/instant.h"
#include "base/text.h"

#define LETTERS_AND_DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* "000" is none of ours: a NUL would cut the value. */
static bool is_octal(const char *text)
{
	return text[0] >= '0' && text[0] <= '3' && text[1] >= '0' && text[1] <= '7' &&
		text[2] >= '0' && text[2] <= '7' && strncmp(text, "000", 3) != 0;
}

/* "a\073b" in quotes is a;b: so Python's http.cookies writes what a cookie may not hold. */
static void unquote(char *value)
{
	size_t length = strlen(value);
	char *to = value, *from = value + 1;

	if (length < 2 || value[0] != '"' || value[length - 1] != '"')
		return;
	value[length - 1] = '\0';
	while (*from != '\0') {
		if (from[0] == '\\' && is_octal(from + 1)) {
			*to++ = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 |
				(from[3] - '0'));
			from += 4;
		} else {
			from += from[0] == '\\' && from[1] != '\0';
			*to++ = *from++;
		}
	}
	*to = '\0';
}

static void parse_one(struct pairs *cookies, char *chunk)
{
	char *equals = strchr(chunk, '=');
	const char *name = "", *value = chunk;
	char *kept;

	if (equals != NULL) {
		*equals = '\0';
		name = text_strip(cookies->arena, chunk);
		value = equals + 1;
	}
	kept = arena_string(cookies->arena, text_strip(cookies->arena, value));
	if (*name == '\0' && *kept == '\0')
		return;
	unquote(kept);
	pairs_add(cookies, name, kept);
}

void cookie_parse(struct pairs *cookies, const char *header)
{
	char *rest = arena_string(cookies->arena, header), *chunk;

	while ((chunk = strsep(&rest, ";")) != NULL)
		parse_one(cookies, chunk);
}

const char *cookie_only(const struct pairs *cookies, const char *name)
{
	const char *value = pairs_get(cookies, name);

	for (size_t i = 0; value != NULL && i < cookies->count; i++)
		if (strcmp(cookies->pair[i].name, name) == 0 &&
		    strcmp(cookies->pair[i].value, value) != 0)
			return NULL;
	return value;
}

static bool is_attribute(const char *name)
{
	static const char *const attributes[] = { "comment", "domain", "expires", "httponly",
		"max-age", "partitioned", "path", "samesite", "secure", "version" };

	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
		if (strcasecmp(name, attributes[i]) == 0)
			return true;
	return false;
}

/* A path as it stands in an address; browsers take one without a slash for another one. */
static bool is_path(const char *path)
{
	if (*path != '/')
		return false;
	for (; *path != '\0'; path++)
		if (*path <= ' ' || *path >= 0x7F || *path == ';')
			return false;
	return true;
}

/* Browsers look at these prefixes whatever their case (RFC 6265bis section 5.4). */
static bool has_prefix(const struct cookie *cookie, const char *prefix)
{
	return strncasecmp(cookie->name, prefix, strlen(prefix)) == 0;
}

const char *cookie_problem(const struct cookie *cookie)
{
	static const char token[] = LETTERS_AND_DIGITS "!#$%&'*+-.^_`|~";
	const char *name = cookie->name, *domain = cookie->domain;

	if (*name == '\0' || name[strspn(name, token)] != '\0')
		return "its name is no token";
	if (is_attribute(name))
		return "its name is that of an attribute";
	if (domain != NULL && (*domain == '\0' ||
	    domain[strspn(domain, LETTERS_AND_DIGITS "-.")] != '\0'))
		return "its domain is none";
	if (!is_path(cookie->path))
		return "its path is none";
	if (has_prefix(cookie, "__Host-") && (domain != NULL || strcmp(cookie->path, "/") != 0))
		return "__Host- has the path / and no domain";
	return NULL;
}

static void put_value(struct buffer *out, const char *value)
{
	static const char legal[] = LETTERS_AND_DIGITS "!#$%&'*+-.^_`|~:";

	if (*value != '\0' && value[strspn(value, legal)] == '\0') {
		buffer_text(out, value);
		return;
	}
	buffer_char(out, '"');
	for (; *value != '\0'; value++) {
		unsigned char c = (unsigned char)*value;

		if (c == '"' || c == '\\')
			buffer_char(out, '\\');
		if (c < 0x20 || c >= 0x7F || c == ';' || c == ',')
			buffer_printf(out, "\\%03o", c);
		else
			buffer_char(out, (char)c);
	}
	buffer_char(out, '"');
}

static void put_expiry(struct buffer *out, int64_t max_age)
{
	struct date expires = { 0 };

	if (max_age == 0)
		return;
	if (max_age > 0)
		expires = date_after(date_now(), max_age);
	buffer_literal(out, "; expires=");
	date_http(out, expires);
	buffer_literal(out, "; Max-Age=");
	buffer_integer(out, max_age > 0 ? max_age : 0);
}

/* Without it browsers drop these. */
static bool must_be_secure(const struct cookie *cookie)
{
	return cookie->same_site == SAME_SITE_NONE || has_prefix(cookie, "__Secure-") ||
		has_prefix(cookie, "__Host-");
}

void cookie_format(struct buffer *out, const struct cookie *cookie)
{
	static const char *const same_site[] = { [SAME_SITE_LAX] = "Lax",
		[SAME_SITE_STRICT] = "Strict", [SAME_SITE_NONE] = "None" };

	buffer_text(out, cookie->name);
	buffer_char(out, '=');
	put_value(out, cookie->value);
	put_expiry(out, cookie->max_age);
	if (!cookie->readable)
		buffer_literal(out, "; HttpOnly");
	if (cookie->domain != NULL) {
		buffer_literal(out, "; Domain=");
		buffer_text(out, cookie->domain);
	}
	buffer_literal(out, "; Path=");
	buffer_text(out, cookie->path);
	buffer_literal(out, "; SameSite=");
	buffer_text(out, same_site[cookie->same_site]);
	if (cookie->secure || must_be_secure(cookie))
		buffer_literal(out, "; Secure");
}
