/* The names that files have where they come from. */
#include "http/filename.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

static const ucs4_t REPLACEMENT = 0xFFFD;

/* "&#47;" and "&#x2f;", with or without the semicolon; *length is 0 when there is none. */
static ucs4_t read_number(const char *text, size_t *length)
{
	bool hexadecimal = (text[2] | 0x20) == 'x';
	const char *first = text + 2 + hexadecimal;
	size_t digits = strspn(first,
		hexadecimal ? "0123456789abcdefABCDEF" : "0123456789");
	unsigned long point = strtoul(first, NULL, hexadecimal ? 16 : 10);

	*length = digits > 0 ? (size_t)(first - text) + digits + (first[digits] == ';') : 0;
	return point == 0 || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000) ?
		REPLACEMENT : (ucs4_t)point;
}

static ucs4_t read_entity(const char *text, size_t *length)
{
	static const struct {
		const char *name;
		char letter;
	} named[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' },
		{ "&apos;", '\'' }, { "&sol;", '/' }, { "&bsol;", '\\' }, { "&period;", '.' } };

	if (text[1] == '#')
		return read_number(text, length);
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		*length = strlen(named[i].name);
		if (strncmp(text, named[i].name, *length) == 0)
			return (ucs4_t)named[i].letter;
	}
	*length = 0;
	return 0;
}

/* In its place: no entity is shorter than the letter that it stands for. */
static void unescape(char *text)
{
	char *to = text;
	size_t length;

	for (const char *from = text; *from != '\0'; from += length) {
		ucs4_t point = 0;

		length = 0;
		if (*from == '&')
			point = read_entity(from, &length);
		if (length > 0) {
			to += u8_uctomb((uint8_t *)to, point, (ptrdiff_t)length);
		} else {
			*to++ = *from;
			length = 1;
		}
	}
	*to = '\0';
}

static char *behind_last(char *text, char separator)
{
	char *last = strrchr(text, separator);

	return last != NULL ? last + 1 : text;
}

/* C0, DEL and C1. */
static void drop_controls(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; from++) {
		unsigned char byte = (unsigned char)*from;

		if (byte == 0xC2 && (unsigned char)from[1] < 0xA0)
			from++;
		else if (byte >= 0x20 && byte != 0x7F)
			*to++ = *from;
	}
	*to = '\0';
}

const char *filename_clean(struct arena *arena, const char *sent)
{
	char *name = arena_string(arena, sent);

	unescape(name);
	name = behind_last(behind_last(name, '/'), '\\');
	drop_controls(name);
	return strcmp(name, "") == 0 || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ?
		NULL : name;
}

const char *filename_extended(const char *sent)
{
	const char *language = strchr(sent, '\'');
	const char *name = language != NULL ? strchr(language + 1, '\'') : NULL;

	return name != NULL ? name + 1 : sent;
}
