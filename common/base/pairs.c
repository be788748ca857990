/* Names with values. */
#include "base/pairs.h"

#include <string.h>

#include "base/text.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

/* Decode into the arena; *length becomes the number of bytes that came out. */
static char *decode(struct arena *arena, const char *bytes, size_t *length)
{
	char *text = arena_copy(arena, bytes, *length), *to = text;
	const char *end = text + *length;

	for (const char *from = text; from < end; from++) {
		bool escape = *from == '%' && end - from > 2 &&
			hex_digit(from[1]) >= 0 && hex_digit(from[2]) >= 0;

		if (escape) {
			*to++ = (char)(hex_digit(from[1]) << 4 | hex_digit(from[2]));
			from += 2;
		} else {
			*to++ = *from == '+' ? ' ' : *from;
		}
	}
	*to = '\0';
	*length = (size_t)(to - text);
	return text;
}

static void append(struct pairs *pairs, struct pair pair)
{
	if (pairs->count == pairs->capacity) {
		size_t capacity = pairs->capacity > 0 ? pairs->capacity * 2 : 16;
		struct pair *table = arena_array(pairs->arena, capacity, sizeof *table);

		if (pairs->count > 0)
			memcpy(table, pairs->pair, pairs->count * sizeof *table);
		pairs->pair = table;
		pairs->capacity = capacity;
	}
	pairs->pair[pairs->count++] = pair;
}

static bool append_checked(struct pairs *pairs, const char *name, size_t name_length,
	const char *value, size_t value_length)
{
	if (strlen(name) != name_length || !text_valid(name, name_length) ||
	    !text_valid(value, value_length))
		return false;
	append(pairs, (struct pair){ name, value, strlen(value) != value_length });
	return true;
}

static bool decode_one(struct pairs *pairs, const char *bytes, size_t length)
{
	const char *equals = memchr(bytes, '=', length);
	size_t name_length = equals != NULL ? (size_t)(equals - bytes) : length;
	size_t value_length = equals != NULL ? length - name_length - 1 : 0;
	char *name = decode(pairs->arena, bytes, &name_length);
	char *value = decode(pairs->arena, equals != NULL ? equals + 1 : "", &value_length);

	return append_checked(pairs, name, name_length, value, value_length);
}

bool pairs_decode(struct pairs *pairs, const char *bytes, size_t length, size_t most)
{
	const char *end = bytes + length;

	while (bytes < end) {
		const char *stop = memchr(bytes, '&', (size_t)(end - bytes));

		if (stop == NULL)
			stop = end;
		if (stop > bytes &&
		    (pairs->count >= most || !decode_one(pairs, bytes, (size_t)(stop - bytes))))
			return false;
		bytes = stop + 1;
	}
	return true;
}

/* RFC 3986 section 2.3. */
static const bool unreserved[256] = {
	['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true,
	['-'] = true, ['.'] = true, ['_'] = true, ['~'] = true,
};

void percent_encode(struct buffer *out, const char *text, const char *safe)
{
	static const char hex[] = "0123456789ABCDEF";

	while (*text != '\0') {
		const char *plain = text;

		while (unreserved[(unsigned char)*text] ||
		    (*text != '\0' && strchr(safe, *text) != NULL))
			text++;
		buffer_put(out, plain, (size_t)(text - plain));
		if (*text != '\0') {
			unsigned char c = (unsigned char)*text++;

			buffer_put(out, (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3);
		}
	}
}

void pairs_encode(const struct pairs *pairs, struct buffer *out)
{
	for (size_t i = 0; i < pairs->count; i++) {
		if (i > 0)
			buffer_char(out, '&');
		percent_encode(out, pairs->pair[i].name, "");
		buffer_char(out, '=');
		percent_encode(out, pairs->pair[i].value, "");
	}
}

const struct pair *pairs_find(const struct pairs *pairs, const char *name)
{
	for (size_t i = pairs->count; i > 0; i--)
		if (strcmp(pairs->pair[i - 1].name, name) == 0)
			return &pairs->pair[i - 1];
	return NULL;
}

const char *pairs_get(const struct pairs *pairs, const char *name)
{
	const struct pair *pair = pairs_find(pairs, name);

	return pair != NULL ? pair->value : NULL;
}

void pairs_add(struct pairs *pairs, const char *name, const char *value)
{
	append(pairs, (struct pair){
		arena_string(pairs->arena, name), arena_string(pairs->arena, value), false });
}

bool pairs_add_bytes(struct pairs *pairs, const char *name, size_t name_length, const char *value,
	size_t value_length)
{
	return append_checked(pairs, arena_copy(pairs->arena, name, name_length), name_length,
		arena_copy(pairs->arena, value, value_length), value_length);
}

void pairs_set(struct pairs *pairs, const char *name, const char *value)
{
	const char *kept = arena_string(pairs->arena, value);

	pairs_remove(pairs, name);
	pairs_add(pairs, name, kept);
}

bool pairs_remove(struct pairs *pairs, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < pairs->count; i++)
		if (strcmp(pairs->pair[i].name, name) != 0)
			pairs->pair[kept++] = pairs->pair[i];
	if (kept == pairs->count)
		return false;
	pairs->count = kept;
	return true;
}
