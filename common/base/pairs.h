/*
 * Names with values, in order, names may repeat: a query, a form, the cookies of a request, a
 * session.  Written and read as application/x-www-form-urlencoded (WHATWG URL, section 5), the one
 * encoding of the library.
 */
#ifndef BASE_PAIRS_H
#define BASE_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"

struct pair {
	const char *name;
	const char *value;
	bool has_nul;      /* there was a NUL in the value; what stands here ends before it */
};

struct pairs {
	struct arena *arena; /* where names, values and the table live */
	struct pair *pair;
	size_t count, capacity;
};

/*
 * Append what the bytes say.  As Django: "&" separates, "+" is a space, a "%" without two hex
 * digits is itself, "b" and "b=" are both an empty value.  False, and nothing is promised about the
 * pairs, when there would be more than `most` of them, a name holds a NUL, or a name or value is
 * not UTF-8.
 */
bool pairs_decode(struct pairs *pairs, const char *bytes, size_t length, size_t most);
void pairs_encode(const struct pairs *pairs, struct buffer *out);

/* One name or value: all but A-Z a-z 0-9 - . _ ~ and the `safe` ones as %XX, a space as %20. */
void percent_encode(struct buffer *out, const char *text, const char *safe);

/* The last value of that name, or NULL; the text lives as long as the arena. */
const char *pairs_get(const struct pairs *pairs, const char *name);
const struct pair *pairs_find(const struct pairs *pairs, const char *name);

/* Copies are taken.  add appends; set replaces every value of that name; remove takes all away. */
void pairs_add(struct pairs *pairs, const char *name, const char *value);
void pairs_set(struct pairs *pairs, const char *name, const char *value);
bool pairs_remove(struct pairs *pairs, const char *name);

/* Append bytes that somebody sent; false when a name holds a NUL, or name or value is not UTF-8. */
bool pairs_add_bytes(struct pairs *pairs, const char *name, size_t name_length, const char *value,
	size_t value_length);

#endif
