/* Points in time.  The calendar is ours: gmtime_r would open /etc/localtime in every process. */
#include "base/instant.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAY = 86400, DAYS_OF_400_YEARS = 146097, DAYS_OF_100_YEARS = 36524, DAYS_OF_4_YEARS = 1461,
       DAYS_FROM_MARCH_0000_TO_1970 = 719468 };

struct date date_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (struct date){ (int64_t)now.tv_sec * DATE_SECOND + now.tv_nsec / 1000 };
}

struct date date_after(struct date date, int64_t seconds)
{
	return (struct date){ date.us + seconds * DATE_SECOND };
}

int64_t date_unix(struct date date)
{
	return date.us / DATE_SECOND;
}

static int64_t floor_divide(int64_t number, int64_t by)
{
	return number / by - (number % by < 0);
}

/* The year begins in March here, so that the leap day is its last. */
static void set_day(struct civil *civil, int64_t days_since_1970)
{
	int64_t days = days_since_1970 + DAYS_FROM_MARCH_0000_TO_1970;
	int64_t era = floor_divide(days, DAYS_OF_400_YEARS);
	int64_t day_of_era = days - era * DAYS_OF_400_YEARS;
	int64_t year_of_era = (day_of_era - day_of_era / (DAYS_OF_4_YEARS - 1) +
		day_of_era / DAYS_OF_100_YEARS - day_of_era / (DAYS_OF_400_YEARS - 1)) / 365;
	int64_t day_of_year = day_of_era -
		(365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;

	civil->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	civil->month = (int)(month < 10 ? month + 3 : month - 9);
	civil->year = (int)(year_of_era + era * 400 + (civil->month <= 2));
	civil->weekday = (int)(days_since_1970 - floor_divide(days_since_1970 + 4, 7) * 7 + 4);
}

static int64_t days_of(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = floor_divide(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * DAYS_OF_400_YEARS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
		day_of_year - DAYS_FROM_MARCH_0000_TO_1970;
}

struct civil date_civil(struct date date)
{
	int64_t seconds = floor_divide(date.us, DATE_SECOND);
	int64_t days = floor_divide(seconds, DAY);
	int second_of_day = (int)(seconds - days * DAY);
	struct civil civil = {
		.hour = second_of_day / 3600,
		.minute = second_of_day / 60 % 60,
		.second = second_of_day % 60,
		.us = (int)(date.us - seconds * DATE_SECOND),
	};

	set_day(&civil, days);
	return civil;
}

void date_http(struct buffer *out, struct date date)
{
	static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil c = date_civil(date);

	buffer_printf(out, "%s, %02d %s %04d %02d:%02d:%02d GMT",
		days[c.weekday], c.day, months[c.month - 1], c.year, c.hour, c.minute, c.second);
}

static void put_to_the_second(struct buffer *out, const struct civil *c)
{
	buffer_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d",
		c->year, c->month, c->day, c->hour, c->minute, c->second);
}

void date_json(struct buffer *out, struct date date)
{
	struct civil c = date_civil(date);

	put_to_the_second(out, &c);
	if (c.us != 0)
		buffer_printf(out, ".%03d", c.us / 1000);
	buffer_literal(out, "Z");
}

void date_xml(struct buffer *out, struct date date)
{
	struct civil c = date_civil(date);

	put_to_the_second(out, &c);
	if (c.us != 0)
		buffer_printf(out, ".%06d", c.us);
	buffer_literal(out, "+00:00");
}

const char *date_clock(struct arena *arena, struct date date)
{
	struct civil c = date_civil(date);

	return arena_printf(arena, "%02d:%02d", c.hour, c.minute);
}

/* ".089" or ".089012" or nothing: moves past it. */
static bool read_fraction(const char **text, int *us)
{
	int digits = 0;

	*us = 0;
	if (**text != '.')
		return true;
	for (++*text; **text >= '0' && **text <= '9' && digits < 6; ++*text, digits++)
		*us = *us * 10 + (**text - '0');
	for (int i = digits; i < 6; i++)
		*us *= 10;
	return digits > 0;
}

static bool is_time(const struct civil *c)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = c->year % 4 == 0 && (c->year % 100 != 0 || c->year % 400 == 0);

	return c->month >= 1 && c->month <= 12 && c->day >= 1 &&
		c->day <= days[c->month - 1] + (c->month == 2 && leap) &&
		c->hour <= 23 && c->minute <= 59 && c->second <= 59;
}

bool date_parse(const char *text, struct date *date)
{
	static const char form[] = "0000-00-00T00:00:00";
	struct civil c;

	for (size_t i = 0; i < sizeof form - 1; i++)
		if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d",
		&c.year, &c.month, &c.day, &c.hour, &c.minute, &c.second);
	text += sizeof form - 1;
	if (!is_time(&c) || !read_fraction(&text, &c.us) ||
	    (strcmp(text, "Z") != 0 && strcmp(text, "+00:00") != 0))
		return false;
	date->us = (days_of(c.year, c.month, c.day) * DAY +
		c.hour * 3600 + c.minute * 60 + c.second) * DATE_SECOND + c.us;
	return true;
}
