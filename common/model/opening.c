/* When the kitchen is open. */
#include "model/opening.h"

#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "model/setting.h"

enum { HOUR = 60, DAY = 24 * HOUR, WEEK = WEEKDAYS * DAY /* minutes */ };
static const int64_t MINUTE = 60 * DATE_SECOND;

const char *const weekday_words[WEEKDAYS] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* ---- hours as text ---- */

static const char *skip_spaces(const char *text)
{
	return text + strspn(text, " \t");
}

static bool is_digit(char letter)
{
	return letter >= '0' && letter <= '9';
}

/* "8:00" or "08.00": minutes of the day, and *text behind it; -1: it is no time. */
static int read_time(const char **text)
{
	const char *at = *text;
	int hour = 0, minute;

	for (int digits = 0; is_digit(*at) && digits < 2; digits++)
		hour = 10 * hour + (*at++ - '0');
	if (at == *text || (*at != ':' && *at != '.') || !is_digit(at[1]) || !is_digit(at[2]))
		return -1;
	minute = 10 * (at[1] - '0') + (at[2] - '0');
	*text = skip_spaces(at + 3);
	return minute < HOUR && HOUR * hour + minute <= DAY ? HOUR * hour + minute : -1;
}

/* A hyphen, or the dash that some keyboards make of it. */
static bool read_dash(const char **text)
{
	static const char dash[] = "–";
	size_t length = **text == '-' ? 1 : strncmp(*text, dash, strlen(dash)) == 0 ?
		strlen(dash) : 0;

	*text = skip_spaces(*text + length);
	return length > 0;
}

static bool read_slot(const char **text, struct opening_slot *slot)
{
	slot->from = read_time(text);
	if (slot->from < 0 || slot->from == DAY || !read_dash(text))
		return false;
	slot->to = read_time(text);
	if (slot->to < 0 || slot->to == slot->from)
		return false;
	if (slot->to < slot->from)
		slot->to += DAY;
	return true;
}

bool opening_day_parse(const char *text, struct opening_day *day)
{
	*day = (struct opening_day){ 0 };
	text = skip_spaces(text);
	if (*text == '\0')
		return true;
	while (day->count < OPENING_SLOTS_MOST && read_slot(&text, &day->slot[day->count])) {
		day->count++;
		if (*text == '\0')
			return true;
		if (*text != ',')
			return false;
		text = skip_spaces(text + 1);
	}
	return false;
}

static void put_time(struct buffer *out, int minute)
{
	buffer_printf(out, "%02d:%02d", minute / HOUR, minute % HOUR);
}

static void put_day(struct buffer *out, const struct opening_day *day)
{
	for (size_t i = 0; i < day->count; i++) {
		const struct opening_slot *slot = &day->slot[i];

		if (i > 0)
			buffer_literal(out, ", ");
		put_time(out, slot->from);
		buffer_char(out, '-');
		put_time(out, slot->to > DAY ? slot->to - DAY : slot->to);
	}
}

const char *opening_day_text(struct arena *arena, const struct opening_day *day)
{
	struct buffer text = { 0 };

	put_day(&text, day);
	return buffer_keep(&text, arena);
}

/* ---- the settings ---- */

static const char ALWAYS[] = "always", NOT_CLOSED[] = "no";

static struct opening_hours around_the_clock(void)
{
	struct opening_hours hours;

	for (size_t i = 0; i < WEEKDAYS; i++)
		hours.day[i] = (struct opening_day){ .slot = { { 0, DAY } }, .count = 1 };
	return hours;
}

/* "mon 08:00-14:00, 17:00-21:00"; what is no such thing changes nothing: false. */
static bool read_day(struct opening_hours *hours, const char *text)
{
	struct opening_day day;

	text = skip_spaces(text);
	for (size_t i = 0; i < WEEKDAYS; i++)
		if (strncasecmp(text, weekday_words[i], 3) == 0 &&
		    opening_day_parse(text + 3, &day)) {
			hours->day[i] = day;
			return true;
		}
	return false;
}

/* False: not all of it could be read; what could stands in *hours. */
static bool read_week(struct arena *arena, const char *text, struct opening_hours *hours)
{
	bool all = true;

	*hours = strcmp(text, ALWAYS) == 0 ? around_the_clock() : (struct opening_hours){ 0 };
	if (strcmp(text, ALWAYS) == 0)
		return true;
	while (*text != '\0') {
		size_t length = strcspn(text, ";");

		all &= read_day(hours, arena_copy(arena, text, length));
		text += length + (text[length] == ';');
	}
	return all;
}

bool opening_hours_valid(struct arena *arena, const char *text)
{
	struct opening_hours hours;

	return read_week(arena, text, &hours);
}

struct stored {
	struct opening_hours hours;
	bool is_closed;
};

static struct stored read_stored(struct db *db)
{
	struct statement rows = db_query(db, "SELECT name, value FROM setting "
		"WHERE name IN ('kitchen_closed', 'opening_hours')", BIND_NOTHING);
	struct stored stored = { .hours = around_the_clock() };

	while (db_next(&rows))
		if (strcmp(db_text(&rows, 0), "opening_hours") == 0)
			read_week(db->arena, db_text(&rows, 1), &stored.hours);
		else
			stored.is_closed = strcmp(db_text(&rows, 1), NOT_CLOSED) != 0;
	return stored;
}

struct opening_hours opening_hours_read(struct db *db)
{
	return read_stored(db).hours;
}

static const char *week_text(struct arena *arena, const struct opening_hours *hours)
{
	struct buffer text = { 0 };

	for (size_t i = 0; i < WEEKDAYS; i++)
		if (hours->day[i].count > 0) {
			buffer_printf(&text, "%s%s ", text.length > 0 ? "; " : "",
				weekday_words[i]);
			put_day(&text, &hours->day[i]);
		}
	buffer_text(&text, "");
	return buffer_keep(&text, arena);
}

static void change(struct db *db, const char *name, const char *value, const char *made_by)
{
	const char *problem = setting_change(db, setting_find(name), value, made_by);

	if (problem != NULL)
		fail(500, "%s cannot be \"%s\": %s", name, value, problem);
}

void opening_hours_write(struct db *db, const struct opening_hours *hours, const char *made_by)
{
	struct opening_hours now = opening_hours_read(db);
	const char *text = week_text(db->arena, hours);

	if (strcmp(text, week_text(db->arena, &now)) != 0)
		change(db, "opening_hours", text, made_by);
}

void opening_close(struct db *db, bool closed, const char *made_by)
{
	change(db, "kitchen_closed", closed ? "yes" : NOT_CLOSED, made_by);
}

void opening_set_clock(struct db *db, int64_t minutes, const char *made_by)
{
	if (minutes * MINUTE != clock_read(db).offset)
		change(db, "utc_offset", arena_integer(db->arena, minutes), made_by);
}

/* ---- open or closed ---- */

/* Minutes of the week from one to the next such. */
static int minutes_until(int from, int to)
{
	return (to - from + WEEK) % WEEK;
}

/* For how long it stays open at a minute of the week, if only by one slot; 0: it is closed. */
static int open_for(const struct opening_hours *hours, int minute)
{
	for (int i = 0; i < WEEKDAYS; i++)
		for (size_t j = 0; j < hours->day[i].count; j++) {
			const struct opening_slot *slot = &hours->day[i].slot[j];
			int since = minutes_until(i * DAY + slot->from, minute);

			if (since < slot->to - slot->from)
				return slot->to - slot->from - since;
		}
	return 0;
}

/* Minutes until the next slot begins; -1: there is none. */
static int opens_in(const struct opening_hours *hours, int minute)
{
	int least = -1;

	for (int i = 0; i < WEEKDAYS; i++)
		for (size_t j = 0; j < hours->day[i].count; j++) {
			int until = minutes_until(minute, i * DAY + hours->day[i].slot[j].from);

			if (least < 0 || until < least)
				least = until;
		}
	return least;
}

/* Where one slot ends another may begin; -1: it never closes. */
static int closes_in(const struct opening_hours *hours, int minute)
{
	int in = 0, more;

	while ((more = open_for(hours, (minute + in) % WEEK)) > 0)
		if ((in += more) >= WEEK)
			return -1;
	return in;
}

struct opening opening_at(const struct opening_hours *hours, struct date local)
{
	const int64_t week_us = WEEK * MINUTE, from_monday = 3 * DAY * MINUTE; /* to Thursday */
	int64_t at = ((local.us + from_monday) % week_us + week_us) % week_us;
	int minute = (int)(at / MINUTE);
	bool is_open = open_for(hours, minute) > 0;
	int in = is_open ? closes_in(hours, minute) : opens_in(hours, minute);

	return (struct opening){ .is_open = is_open, .now = local,
		.changes.us = in < 0 ? 0 : local.us - at % MINUTE + in * MINUTE };
}

struct opening opening_read(struct db *db, struct date now)
{
	struct clock clock = clock_read(db);
	struct date local = clock_local(clock, now);
	struct stored stored = read_stored(db);
	struct opening opening = opening_at(&stored.hours, local);

	if (stored.is_closed)
		opening = (struct opening){ .by_hand = true, .now = local };
	opening.clock = clock;
	return opening;
}
