/* Amounts of money: whole minor units, never a floating-point number. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

struct money {
	int64_t minor;  /* rupiah, cents: the smallest unit of the currency */
	int decimals;   /* digits behind the decimal sign: 0 (rupiah) or 2 (dollars) */
};

/*
 * Read an amount as people write it.  With 0 decimals both "." and "," separate thousands, in
 * groups of exactly three; "12.0" is 12, "12.5" and "1,00" are refused.  With 2 decimals the last
 * separator with one or two digits behind it is the decimal sign.  A leading "-" is understood.
 * False: not an amount, or too large.
 */
bool money_parse(const char *text, int decimals, struct money *money);

/* As a person reads it: "15.000" (group ".", sign ",") or "1,250.50" (group ",", sign "."). */
void money_format(struct buffer *out, struct money money, char group, char sign);

/* As a program reads it: "15000", "12.50". */
void money_plain(struct buffer *out, struct money money);
const char *money_text(struct arena *arena, struct money money);

#endif
