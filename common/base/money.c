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

static int64_t unit(int decimals)
{
	int64_t minor = 1;

	while (decimals-- > 0)
		minor *= 10;
	return minor;
}

static void put_sign_and_decimals(struct buffer *out, uint64_t decimals_part, int decimals,
	char sign)
{
	if (decimals > 0) {
		buffer_char(out, sign);
		buffer_printf(out, "%0*llu", decimals, (unsigned long long)decimals_part);
	}
}

void money_format(struct buffer *out, struct money money, char group, char sign)
{
	uint64_t minor = money.minor < 0 ? 0 - (uint64_t)money.minor : (uint64_t)money.minor;
	uint64_t whole = minor / (uint64_t)unit(money.decimals);
	uint64_t scale = 1;

	if (money.minor < 0)
		buffer_char(out, '-');
	while (whole / scale >= 1000)
		scale *= 1000;
	buffer_integer(out, (int64_t)(whole / scale));
	for (scale /= 1000; scale > 0; scale /= 1000) {
		buffer_char(out, group);
		buffer_printf(out, "%03llu", (unsigned long long)(whole / scale % 1000));
	}
	put_sign_and_decimals(out, minor % (uint64_t)unit(money.decimals), money.decimals, sign);
}

void money_plain(struct buffer *out, struct money money)
{
	uint64_t minor = money.minor < 0 ? 0 - (uint64_t)money.minor : (uint64_t)money.minor;
	int64_t whole = money.minor / unit(money.decimals);

	if (money.minor < 0 && whole == 0)
		buffer_char(out, '-');
	buffer_integer(out, whole);
	put_sign_and_decimals(out, minor % (uint64_t)unit(money.decimals), money.decimals, '.');
}
