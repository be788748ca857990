/* Text. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/fail.h"

static bool is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

bool text_valid(const char *bytes, size_t length)
{
	return u8_check((const uint8_t *)bytes, length) == NULL;
}

size_t text_points(const char *text)
{
	size_t points = 0;

	for (; *text != '\0'; text++)
		points += ((unsigned char)*text & 0xC0) != 0x80;
	return points;
}

size_t text_prefix(const char *text, size_t points)
{
	const char *end = text;

	for (size_t seen = 0; *end != '\0'; end++)
		if (((unsigned char)*end & 0xC0) != 0x80 && seen++ == points)
			break;
	return (size_t)(end - text);
}

static bool is_space(ucs4_t point)
{
	return (point >= 0x09 && point <= 0x0D) || (point >= 0x1C && point <= 0x20) ||
		point == 0x85 || (point >= 0x80 && uc_is_property_white_space(point));
}

const char *text_strip(struct arena *arena, const char *text)
{
	const uint8_t *first = (const uint8_t *)text, *end = first + strlen(text), *before;
	ucs4_t point;

	while (u8_next(&point, first) != NULL && is_space(point))
		first = u8_next(&point, first);
	while ((before = u8_prev(&point, end, first)) != NULL && is_space(point))
		end = before;
	return arena_copy(arena, (const char *)first, (size_t)(end - first));
}

/* Take what libunistring made with malloc into the arena. */
static const char *adopt(struct arena *arena, uint8_t *made, size_t length)
{
	const char *copy;

	if (made == NULL)
		fail(503, "out of memory for Unicode text");
	copy = arena_copy(arena, (const char *)made, length);
	free(made);
	return copy;
}

static const char *normalize(struct arena *arena, const char *text, uninorm_t form)
{
	size_t length = 0;
	uint8_t *made;

	if (is_ascii(text))
		return text;
	made = u8_normalize(form, (const uint8_t *)text, strlen(text), NULL, &length);
	return adopt(arena, made, length);
}

const char *text_nfc(struct arena *arena, const char *text)
{
	return normalize(arena, text, UNINORM_NFC);
}

const char *text_nfkc(struct arena *arena, const char *text)
{
	return normalize(arena, text, UNINORM_NFKC);
}

const char *text_fold(struct arena *arena, const char *text)
{
	size_t length = 0;
	uint8_t *made;

	if (!is_ascii(text)) {
		made = u8_casefold((const uint8_t *)text, strlen(text), NULL, UNINORM_NFKC,
			NULL, &length);
		return adopt(arena, made, length);
	}
	char *folded = arena_string(arena, text);
	for (char *at = folded; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return folded;
}

const char *text_ascii_digits(struct arena *arena, const char *text)
{
	const uint8_t *from = (const uint8_t *)text, *next;
	char *copy, *to;
	ucs4_t point;

	if (is_ascii(text))
		return text;
	to = copy = arena_string(arena, text);
	for (; (next = u8_next(&point, from)) != NULL; from = next) {
		int digit = uc_decimal_value(point);

		if (digit >= 0)
			*to++ = (char)('0' + digit);
		else
			for (; from < next; from++)
				*to++ = (char)*from;
	}
	*to = '\0';
	return copy;
}

static bool is_word_point(ucs4_t point)
{
	if (point < 0x80)
		return (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') ||
			(point >= 'a' && point <= 'z') || point == '_';
	return uc_is_general_category(point, UC_CATEGORY_L) ||
		uc_is_general_category(point, UC_CATEGORY_N);
}

bool text_is_word(const char *text, const char *others)
{
	const uint8_t *from = (const uint8_t *)text;
	ucs4_t point;

	while ((from = u8_next(&point, from)) != NULL)
		if (!is_word_point(point) && (point >= 0x80 || strchr(others, (int)point) == NULL))
			return false;
	return true;
}

static bool is_control(ucs4_t point)
{
	return point < 0x20 || (point >= 0x7F && point <= 0x9F) ||
		(point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

bool text_has_controls(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	ucs4_t point;

	while ((at = u8_next(&point, at)) != NULL)
		if (is_control(point))
			return true;
	return false;
}

size_t text_find(const char *const *words, size_t count, const char *word, size_t length)
{
	size_t i = 0;

	while (i < count && (strncmp(words[i], word, length) != 0 || words[i][length] != '\0'))
		i++;
	return i;
}

size_t text_find_word(const char *const *words, size_t count, const char *word)
{
	return word != NULL ? text_find(words, count, word, strlen(word)) : count;
}

bool text_to_unsigned(const char *text, uint64_t most, uint64_t *number)
{
	uint64_t read = 0;

	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9' ||
		    __builtin_mul_overflow(read, (uint64_t)10, &read) ||
		    __builtin_add_overflow(read, (uint64_t)(*text - '0'), &read) || read > most)
			return false;
	}
	*number = read;
	return true;
}

int64_t text_number(const char *text, int64_t most, int64_t otherwise)
{
	uint64_t number;

	return text != NULL && text_to_unsigned(text, (uint64_t)most, &number) ? (int64_t)number :
		otherwise;
}

bool text_same_secret(const char *one, const char *other)
{
	size_t length = strlen(one);
	unsigned char differs = 0;

	if (strlen(other) != length)
		return false;
	for (size_t i = 0; i < length; i++)
		differs |= (unsigned char)(one[i] ^ other[i]);
	return differs == 0;
}
