/* Telephone numbers, as people write them and as WhatsApp wants them. */
#include "market/phone.h"

#include <string.h>

#include "base/text.h"

enum { SHORTEST = 8, LONGEST = 15 /* digits; the latter is E.164's */ };

/*
 * What may stand between digits.  The last three come with numbers that are copied out of a
 * telephone's contacts: a hyphen that does not break, and marks of the direction of writing.
 */
static const char *const separators[] = {
	" ", "-", ".", "(", ")", "\u2010", "\u202A", "\u202C",
};

/* The bytes of the separator with which the text begins; 0: it begins with none. */
static size_t separator_length(const char *text)
{
	for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
		size_t length = strlen(separators[i]);

		if (strncmp(text, separators[i], length) == 0)
			return length;
	}
	return 0;
}

/* The digits alone; NULL when there is something else, or a "+" behind the first of them. */
static char *only_digits(struct arena *arena, const char *text)
{
	char *digits = arena_alloc(arena, strlen(text) + 1), *to = digits;

	while (*text != '\0') {
		size_t length = separator_length(text);

		if (*text >= '0' && *text <= '9')
			*to++ = *text++;
		else if (length > 0 || (*text == '+' && to == digits))
			text += length > 0 ? length : 1;
		else
			return NULL;
	}
	return digits;
}

/* Behind "+" or "00" stands a country's code; a bare 8 begins a mobile number without its 0. */
static const char *with_country(struct arena *arena, const char *digits, bool has_plus)
{
	if (strncmp(digits, "00", 2) == 0)
		return digits + 2;
	if (*digits == '0')
		return arena_printf(arena, "62%s", digits + 1);
	return *digits == '8' && !has_plus ? arena_printf(arena, "62%s", digits) : digits;
}

const char *phone_international(struct arena *arena, const char *text)
{
	const char *plain = text_ascii_digits(arena, text_nfkc(arena, text));
	const char *digits = only_digits(arena, plain);
	size_t length;

	if (digits == NULL)
		return NULL;
	digits = with_country(arena, digits, strchr(plain, '+') != NULL);
	if (strncmp(digits, "620", 3) == 0) /* "+62 (0)812" */
		digits = arena_printf(arena, "62%s", digits + 3);
	length = strlen(digits);
	return *digits != '0' && length >= SHORTEST && length <= LONGEST ? digits : NULL;
}

const char *field_phone(struct request *req, struct field *field)
{
	const char *text = field_text(req, field);

	if (*text != '\0' && field->n_errors == 0 &&
	    phone_international(req->arena, text) == NULL)
		field_error(field, _("Enter a telephone number, for example 0812 3456 7890."));
	return text;
}
