/* The shop's clock. */
#include "model/clock.h"

static const int64_t MINUTE = 60 * DATE_SECOND, DAY = 86400 * DATE_SECOND;

enum { OFFSET_HIGHEST = 14 * 60 }; /* minutes; no place is further from Greenwich */

struct clock clock_at(int64_t minutes)
{
	if (minutes < -OFFSET_HIGHEST || minutes > OFFSET_HIGHEST)
		minutes = 0;
	return (struct clock){ minutes * MINUTE };
}

struct clock clock_read(struct db *db)
{
	return clock_at(db_number(db, "SELECT " CLOCK_MINUTES, BIND_NOTHING));
}

struct date clock_local(struct clock clock, struct date date)
{
	return (struct date){ date.us + clock.offset };
}

int64_t clock_day(struct clock clock, struct date date)
{
	int64_t us = clock_local(clock, date).us;

	return us / DAY - (us % DAY < 0);
}

struct date clock_day_begins(struct clock clock, int64_t day)
{
	return (struct date){ day * DAY - clock.offset };
}
