/* The shop's clock. */
#include "model/clock.h"

#include "base/config.h"

static const int64_t MINUTE = 60 * DATE_SECOND, DAY = 86400 * DATE_SECOND;

const char *const clock_words[CLOCKS] = {
	"420", "480", "540", "-720", "-660", "-600", "-570", "-540", "-480", "-420", "-360", "-300",
	"-240", "-210", "-180", "-120", "-60", "0", "60", "120", "180", "210", "240", "270", "300",
	"330", "345", "360", "390", "525", "570", "600", "630", "660", "720", "765", "780", "840",
};
const char *const clock_labels[CLOCKS] = {
	"UTC+07:00 (WIB)", "UTC+08:00 (WITA)", "UTC+09:00 (WIT)", "UTC-12:00", "UTC-11:00",
	"UTC-10:00", "UTC-09:30", "UTC-09:00", "UTC-08:00", "UTC-07:00", "UTC-06:00", "UTC-05:00",
	"UTC-04:00", "UTC-03:30", "UTC-03:00", "UTC-02:00", "UTC-01:00", "UTC+00:00", "UTC+01:00",
	"UTC+02:00", "UTC+03:00", "UTC+03:30", "UTC+04:00", "UTC+04:30", "UTC+05:00", "UTC+05:30",
	"UTC+05:45", "UTC+06:00", "UTC+06:30", "UTC+08:45", "UTC+09:30", "UTC+10:00", "UTC+10:30",
	"UTC+11:00", "UTC+12:00", "UTC+12:45", "UTC+13:00", "UTC+14:00",
};

struct clock clock_at(int64_t minutes)
{
	if (minutes < -CONFIG_OFFSET_HIGHEST || minutes > CONFIG_OFFSET_HIGHEST)
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
