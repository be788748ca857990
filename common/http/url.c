/* Addresses. */
#include "http/url.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

/* RFC 3986: what may stand in a path segment, path, query and (Django's iri_to_uri) reference. */
static const char SEGMENT[] = "!$&'()*+,;=:@", PATH[] = "!$&'()*+,;=:@/",
	QUERY[] = "!$&'()*+,;=:@/?%", REFERENCE[] = "/#%[]=:;$&()+,!?*@'";
enum { NEXT_LONGEST = 2048 };

static struct url keep(const struct request *req, struct buffer *text)
{
	return (struct url){ buffer_keep(text, req->arena) };
}

const char *url_encode_path(struct arena *arena, const char *path)
{
	struct buffer text = { 0 };

	percent_encode(&text, path, PATH);
	return buffer_keep(&text, arena);
}

struct url url(const struct request *req, const char *route)
{
	return (struct url){ arena_printf(req->arena, "%s%s", req->base, route) };
}

struct url url_id(const struct request *req, const char *route, const char *id)
{
	struct buffer text = { 0 };

	buffer_text(&text, req->base);
	buffer_text(&text, route);
	buffer_char(&text, '/');
	percent_encode(&text, id, SEGMENT);
	return keep(req, &text);
}

struct url url_query(const struct request *req, const char *route, const struct pairs *query)
{
	struct buffer text = { 0 };

	buffer_text(&text, req->base);
	buffer_text(&text, route);
	if (query->count > 0)
		buffer_char(&text, '?');
	pairs_encode(query, &text);
	return keep(req, &text);
}

struct url url_behind(const struct request *req, const char *route, const char *place)
{
	struct pairs query = { .arena = req->arena };

	pairs_add(&query, "after", place);
	return url_query(req, route, &query);
}

struct url url_fragment(const struct request *req, const char *prefix, const char *id)
{
	return (struct url){ arena_printf(req->arena, "#%s%s", prefix, id) };
}

struct url url_login(const struct request *req)
{
	struct buffer text = { 0 };

	if (strlen(req->target) > NEXT_LONGEST)
		return url(req, "login");
	buffer_text(&text, req->base);
	buffer_literal(&text, "login?next=");
	percent_encode(&text, req->target, "/");
	return keep(req, &text);
}

const char *url_root(const struct request *req)
{
	static const char folder[] = "/cgi-bin/";
	size_t length = strlen(req->base), tail = sizeof folder - 1;

	if (length >= tail && strcmp(req->base + length - tail, folder) == 0)
		return arena_copy(req->arena, req->base, length - tail + 1);
	return req->base;
}

struct url url_asset(const struct request *req, const char *file)
{
	return (struct url){ arena_printf(req->arena, "%s%s", url_root(req), file) };
}

struct url url_here(const struct request *req, const char *query)
{
	struct buffer text = { 0 };

	buffer_text(&text, req->base);
	percent_encode(&text, req->name, SEGMENT);
	if (*req->path != '\0') {
		buffer_char(&text, '/');
		percent_encode(&text, req->path, PATH);
	}
	if (*query != '\0') {
		buffer_char(&text, '?');
		percent_encode(&text, query, QUERY);
	}
	return keep(req, &text);
}

/* "scheme:" of RFC 3986 section 3.1: its length, or 0. */
static size_t scheme_length(const char *text)
{
	size_t length = strspn(text,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

	return length > 0 && text[length] == ':' && strchr("0123456789+-.", text[0]) == NULL ?
		length : 0;
}

static bool is_allowed_scheme(const struct request *req, const char *scheme, size_t length)
{
	return (length == 5 && strncasecmp(scheme, "https", 5) == 0) ||
		(length == 4 && strncasecmp(scheme, "http", 4) == 0 && !req->https);
}

static bool is_own_host(const struct request *req, const char *host)
{
	size_t length = strcspn(host, "/?#");

	return req->host != NULL && length > 0 && strlen(req->host) == length &&
		strncmp(req->host, host, length) == 0;
}

/* One of Unicode's control characters, C0 or C1. */
static bool begins_with_control(const char *text)
{
	unsigned char first = (unsigned char)text[0];

	return first < 0x20 || first == 0x7F || (first == 0xC2 && (unsigned char)text[1] < 0xA0);
}

static bool is_safe_as_it_stands(const struct request *req, const char *next)
{
	size_t scheme = scheme_length(next);

	if (strncmp(next, "///", 3) == 0 || begins_with_control(next))
		return false;
	if (scheme > 0)
		return is_allowed_scheme(req, next, scheme) &&
			strncmp(next + scheme, "://", 3) == 0 &&
			is_own_host(req, next + scheme + 3);
	return strncmp(next, "//", 2) != 0 || is_own_host(req, next + 2);
}

/* Browsers drop TAB, CR and LF wherever they stand, and read "\" as "/": look at what they see. */
static const char *as_browsers_read(struct arena *arena, const char *next)
{
	char *copy = arena_string(arena, next), *to = copy;

	for (; *next != '\0'; next++)
		if (*next != '\t' && *next != '\r' && *next != '\n')
			*to++ = *next == '\\' ? '/' : *next;
	*to = '\0';
	return copy;
}

bool url_is_safe(const struct request *req, const char *next)
{
	next = text_strip(req->arena, next);
	return *next != '\0' && strlen(next) <= NEXT_LONGEST && is_safe_as_it_stands(req, next) &&
		is_safe_as_it_stands(req, as_browsers_read(req->arena, next));
}

struct url url_next(const struct request *req, const char *next, struct url otherwise)
{
	struct buffer text = { 0 };

	if (next == NULL || !url_is_safe(req, next))
		return otherwise;
	percent_encode(&text, text_strip(req->arena, next), REFERENCE);
	return keep(req, &text);
}
