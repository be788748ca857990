/*
 * When the kitchen is open: by the hours of the week, with several slots a day, unless it was
 * closed by hand.  Both are settings: opening_hours ("mon 08:00-14:00, 17:00-21:00; fri
 * 18:00-02:00"; without it, or when it is "always", around the clock) and kitchen_closed (anything
 * but "no").
 */
#ifndef MODEL_OPENING_H
#define MODEL_OPENING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/instant.h"
#include "db/db.h"
#include "model/clock.h"

enum { WEEKDAYS = 7, OPENING_SLOTS_MOST = 8 /* of a day */ };

/* The words for the days in the setting, Monday first: "mon". */
extern const char *const weekday_words[WEEKDAYS];

/* Minutes from the beginning of the day on which it begins; it may end on the day after. */
struct opening_slot {
	int from, to;
};

struct opening_day {
	struct opening_slot slot[OPENING_SLOTS_MOST];
	size_t count;
};

struct opening_hours {
	struct opening_day day[WEEKDAYS]; /* Monday first */
};

/*
 * "08:00-14:00, 17:00-21:00"; nothing is closed all day, 24:00 the end of the day, and a slot that
 * ends before it begins ends on the day after.  False: it is anything else.
 */
bool opening_day_parse(const char *text, struct opening_day *day);
const char *opening_day_text(struct arena *arena, const struct opening_day *day);

/* Is that all of what opening_hours may say? */
bool opening_hours_valid(struct arena *arena, const char *text);

/* The setting.  What cannot be read in it is closed. */
struct opening_hours opening_hours_read(struct db *db);

/*
 * Set by somebody, as all settings are (setting_change); what is so already, stays untouched: the
 * hours; closed now, until it is opened again and keeps its hours; the shop's clock.
 */
void opening_hours_write(struct db *db, const struct opening_hours *hours, const char *made_by);
void opening_close(struct db *db, bool closed, const char *made_by);
void opening_set_clock(struct db *db, int64_t minutes, const char *made_by);

struct opening {
	bool is_open;
	bool by_hand;          /* it was closed so */
	struct date changes;   /* when it closes, or opens next: what the shop's clock shows then;
	                          0: never, or nobody knows */
	struct date now;       /* what it shows now */
	struct clock clock;
};

struct opening opening_read(struct db *db, struct date now);

/* The same by these hours alone, without a clock: `local` is what it shows. */
struct opening opening_at(const struct opening_hours *hours, struct date local);

#endif
