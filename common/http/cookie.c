/* Cookies. */
#include "http/cookie.h"

#include <string.h>

#include "base/instant.h"
#include "base/text.h"

static bool is_octal(const char *text)
{
	return text[0] >= '0' && text[0] <= '3' && text[1] >= '0' && text[1] <= '7' &&
		text[2] >= '0' && text[2] <= '7';
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
	char *unquoted;

	if (equals != NULL) {
		*equals = '\0';
		name = text_strip(cookies->arena, chunk);
		value = equals + 1;
	}
	unquoted = arena_string(cookies->arena, text_strip(cookies->arena, value));
	unquote(unquoted);
	if (*name != '\0' || *unquoted != '\0')
		pairs_add(cookies, name, unquoted);
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

static void put_value(struct buffer *out, const char *value)
{
	static const char legal[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~:";

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
		expires.us = date_now().us + max_age * 1000000;
	buffer_literal(out, "; expires=");
	date_http(out, expires);
	buffer_literal(out, "; Max-Age=");
	buffer_integer(out, max_age > 0 ? max_age : 0);
}

void cookie_format(struct buffer *out, const struct cookie *cookie)
{
	buffer_text(out, cookie->name);
	buffer_char(out, '=');
	put_value(out, cookie->value);
	put_expiry(out, cookie->max_age);
	if (!cookie->readable)
		buffer_literal(out, "; HttpOnly");
	buffer_literal(out, "; Path=");
	buffer_text(out, cookie->path);
	buffer_literal(out, "; SameSite=Lax");
	if (cookie->secure)
		buffer_literal(out, "; Secure");
}
