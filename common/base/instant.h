/* Points in time: integer microseconds since 1970-01-01T00:00:00Z, always UTC. */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"

struct date {
	int64_t us; /* microseconds since the epoch, UTC; may be negative */
};

/* A date in the Gregorian calendar, UTC. */
struct civil {
	int year, month, day;           /* month 1..12, day 1..31 */
	int hour, minute, second, us;   /* us 0..999999 */
	int weekday;                    /* 0 is Sunday */
};

#define DATE_SECOND INT64_C(1000000) /* microseconds */

struct date date_now(void);

/* So many seconds after it (negative: before). */
struct date date_after(struct date date, int64_t seconds);

/* Whole seconds since the epoch: what Unix calls a time. */
int64_t date_unix(struct date date);
struct civil date_civil(struct date date);

/* RFC 9110 section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT". */
void date_http(struct buffer *out, struct date date);

/*
 * RFC 3339.  date_json: Django's JSON form, milliseconds (cut) only if there are microseconds, "Z".
 * date_xml: Django's XML form, all six digits or none, "+00:00".
 */
void date_json(struct buffer *out, struct date date);
void date_xml(struct buffer *out, struct date date);

/* The time of day, UTC: "04:05". */
const char *date_clock(struct arena *arena, struct date date);

/* Read what date_json and date_xml write; false on anything else. */
bool date_parse(const char *text, struct date *date);

#endif
