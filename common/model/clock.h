/* The shop's clock: it is set by the setting utc_offset, minutes east of Greenwich (0 without). */
#ifndef MODEL_CLOCK_H
#define MODEL_CLOCK_H

#include "base/instant.h"
#include "db/db.h"

struct clock {
	int64_t offset; /* microseconds that it is ahead of UTC */
};

/* The setting as SQL, for a statement that asks for something else, too; what it says. */
#define CLOCK_MINUTES "(SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'utc_offset')"
struct clock clock_at(int64_t minutes);

/* One statement: ask once, and keep it. */
struct clock clock_read(struct db *db);

/* All clocks of the world, Indonesia's first: values of the setting, what people call them. */
enum { CLOCKS = 38 };
extern const char *const clock_words[CLOCKS], *const clock_labels[CLOCKS];

/* What the clock on the wall shows then, as a date whose civil time that is. */
struct date clock_local(struct clock clock, struct date date);

/* The day that it is then in the shop, counted from 1970-01-01. */
int64_t clock_day(struct clock clock, struct date date);

/* When a day of the shop begins. */
struct date clock_day_begins(struct clock clock, int64_t day);

#endif
