/*
 * Text: UTF-8 throughout.  ASCII takes a short way and never touches the tables of libunistring.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Is it well-formed UTF-8 (RFC 3629)? */
bool text_valid(const char *bytes, size_t length);

/* The number of code points; the text must be valid. */
size_t text_points(const char *text);

/* The bytes that its first `points` code points take, or all of it. */
size_t text_prefix(const char *text, size_t points);

/* Without white space at both ends, as Python's str.strip(): Unicode's, and U+001C to U+001F. */
const char *text_strip(struct arena *arena, const char *text);

/* Unicode normalization forms (UAX #15). */
const char *text_nfc(struct arena *arena, const char *text);
const char *text_nfkc(struct arena *arena, const char *text);

/* The form in which texts that people hold for equal are equal: NFKC and case folding. */
const char *text_fold(struct arena *arena, const char *text);

/* The same text with every decimal digit of any script as 0 to 9: "١٢" is "12". */
const char *text_ascii_digits(struct arena *arena, const char *text);

/* Is all of it letters, digits and "_" of any script (Python's \w), or among `others` (ASCII)? */
bool text_is_word(const char *text, const char *others);

/* Does it hold controls: of lines, of the direction of writing, or without a look of their own? */
bool text_has_controls(const char *text);

/* Which of the words the one of that length is, or the whole one (NULL is none); `count`: none. */
size_t text_find(const char *const *words, size_t count, const char *word, size_t length);
size_t text_find_word(const char *const *words, size_t count, const char *word);

/* 1*DIGIT up to `most`; false on anything else, and *number stays as it is. */
bool text_to_unsigned(const char *text, uint64_t most, uint64_t *number);

/* The same, as a value: `otherwise` on anything else, and when there is no text (NULL). */
int64_t text_number(const char *text, int64_t most, int64_t otherwise);

/* Equal in a time that depends on the lengths only; for secrets. */
bool text_same_secret(const char *one, const char *other);

#endif
