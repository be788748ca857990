/* Amounts of money. */
#include "base/money.h"

#include <ctype.h>
#include <string.h>

/* Longer than any amount with its separators; what is longer is not an amount. */
enum { LONGEST = 100 };

static bool add_digit(int64_t *number, char digit)
{
	if (__builtin_mul_overflow(*number, (int64_t)10, number) ||
	    __builtin_add_overflow(*number, (int64_t)(digit - '0'), number))
		return false;
	return true;
}

/* Digits, or digits in groups of three with one kind of separator: "1250000", "1.250.000". */
static bool read_whole(const char *text, size_t length, int64_t *number)
{
	size_t first = strspn(text, "0123456789");
	char separator = first < length ? text[first] : '\0';

	*number = 0;
	if (first == 0 || (separator != '\0' && first > 3))
		return false;
	for (size_t i = 0; i < length; i++) {
		bool separates = separator != '\0' && i >= first && (i - first) % 4 == 0;

		if (separates ? text[i] != separator : !isdigit((unsigned char)text[i]))
			return false;
		if (!separates && !add_digit(number, text[i]))
			return false;
	}
	return separator == '\0' || (strchr(".,", separator) != NULL && (length - first) % 4 == 0);
}

/* The decimal sign's place, or the end: "12.0" with no decimals, "12.5" and "12,50" with two. */
static size_t find_sign(const char *text, size_t length, int decimals)
{
	size_t sign = length;

	while (sign > 0 && isdigit((unsigned char)text[sign - 1]))
		sign--;
	if (sign == 0 || strchr(".,", text[sign - 1]) == NULL)
		return length;
	if (decimals == 0 && text[sign - 1] == '.' && strspn(text + sign, "0") == length - sign &&
	    length - sign != 3)
		return sign - 1;
	return decimals > 0 && length - sign <= (size_t)decimals ? sign - 1 : length;
}

bool money_parse(const char *text, int decimals, struct money *money)
{
	bool negative = *text == '-';
	size_t length, sign;

	if (*text == '-' || *text == '+')
		text++;
	length = strlen(text);
	if (length > LONGEST)
		return false;
	*money = (struct money){ .decimals = decimals };
	sign = find_sign(text, length, decimals);
	if (!read_whole(text, sign, &money->minor))
		return false;
	for (int i = 0; i < decimals; i++) {
		size_t at = sign + 1 + (size_t)i;

		if (!add_digit(&money->minor, at < length ? text[at] : '0'))
			return false;
	}
	if (negative)
		money->minor = -money->minor;
	return true;
}

/* From the right: the decimals, their sign, and the rest, in threes unless there is no group. */
static void put(struct buffer *out, struct money money, char group, char sign)
{
	uint64_t left = money.minor < 0 ? 0 - (uint64_t)money.minor : (uint64_t)money.minor;
	char text[48], *first = text + sizeof text;

	for (int digits = 0; left > 0 || digits <= money.decimals; digits++) {
		if (digits > 0 && digits == money.decimals)
			*--first = sign;
		else if (group != '\0' && digits > money.decimals &&
			(digits - money.decimals) % 3 == 0)
			*--first = group;
		*--first = (char)('0' + left % 10);
		left /= 10;
	}
	if (money.minor < 0)
		*--first = '-';
	buffer_put(out, first, (size_t)(text + sizeof text - first));
}

void money_format(struct buffer *out, struct money money, char group, char sign)
{
	put(out, money, group, sign);
}

void money_plain(struct buffer *out, struct money money)
{
	put(out, money, '\0', '.');
}

const char *money_text(struct arena *arena, struct money money)
{
	struct buffer text = { 0 };

	money_plain(&text, money);
	return buffer_keep(&text, arena);
}
