/* What readers do with a book, and what it makes of how far they are in it. */
#include "model/reading_step.h"

const char *const reading_step_words[READING_STEPS] = {
	[STEP_START] = "start",
	[STEP_FINISH] = "finish",
	[STEP_KNOWN] = "known",
	[STEP_STOP] = "stop",
	[STEP_AGAIN] = "again",
	[STEP_DISMISS] = "dismiss",
	[STEP_UNDISMISS] = "undismiss",
	[STEP_FORGET] = "forget",
};

enum {
	OPEN = 1 << READING_OPEN,
	FINISHED = 1 << READING_FINISHED,
	STOPPED = 1 << READING_STOPPED,
	DISMISSED = 1 << READING_DISMISSED,
	UNOPENED = 1 << READING_STATES,
};

static const struct {
	int from;
	enum reading_state to;
} steps[READING_STEPS] = {
	[STEP_START] = { UNOPENED | STOPPED | DISMISSED, READING_OPEN },
	[STEP_FINISH] = { UNOPENED | OPEN | STOPPED | DISMISSED, READING_FINISHED },
	[STEP_KNOWN] = { UNOPENED | DISMISSED, READING_FINISHED },
	[STEP_STOP] = { OPEN, READING_STOPPED },
	[STEP_AGAIN] = { FINISHED, READING_OPEN },
	[STEP_DISMISS] = { UNOPENED, READING_DISMISSED },
	[STEP_UNDISMISS] = { DISMISSED, READING_STATES },
	[STEP_FORGET] = { OPEN | FINISHED | STOPPED | DISMISSED, READING_STATES },
};

bool reading_may(const struct reading *reading, enum reading_step step)
{
	return (steps[step].from & 1 << reading->state) != 0;
}

bool reading_is_done(const struct reading *reading, enum reading_step step)
{
	return reading->state == steps[step].to;
}

static void open_now(struct reading *reading, struct date now)
{
	reading->state = READING_OPEN;
	if (reading->started.us == 0)
		reading->started = now;
}

static void finish(struct reading *reading, const struct book *book, struct date when)
{
	reading->state = READING_FINISHED;
	reading->page = reading_pages(reading, book);
	reading->percent = 100;
	reading->finished = when;
}

/* Its own count of pages stays: it is the same book. */
static void begin_again(struct reading *reading, struct clock clock, struct arena *arena)
{
	const char *before = reading->before;

	if (reading->finished.us != 0)
		before = reading_add_day(arena, before, clock_day(clock, reading->finished));
	*reading = (struct reading){ .book_id = reading->book_id, .pages = reading->pages,
		.before = before };
}

void reading_do(struct reading *reading, enum reading_step step, const struct book *book,
	struct clock clock, struct arena *arena)
{
	struct date now = date_now();

	if (step == STEP_AGAIN)
		begin_again(reading, clock, arena);
	if (steps[step].to == READING_OPEN)
		open_now(reading, now);
	else if (steps[step].to == READING_FINISHED)
		finish(reading, book, step == STEP_KNOWN ? (struct date){ 0 } : now);
	reading->state = steps[step].to;
	reading->updated = now;
}

/* A page that was given stays when the number of pages changes; a percent takes it along. */
static void set_place(struct reading *reading, const struct reading_place *to,
	const struct book *book)
{
	if (to->pages != NOT_GIVEN)
		reading->pages = to->pages;
	if (to->chapter != NOT_GIVEN)
		reading->chapter = to->chapter;
	if (to->page != NOT_GIVEN) {
		reading->page = to->page;
		reading->percent = 0;
		return;
	}
	if (to->percent != NOT_GIVEN)
		reading->percent = to->percent;
	if (to->percent != NOT_GIVEN || reading->percent > 0)
		reading->page = reading->percent * reading_pages(reading, book) / 100;
}

static bool is_at_end(const struct reading *reading, const struct book *book)
{
	int64_t pages = reading_pages(reading, book);

	return reading->percent == 100 || (pages > 0 && reading->page >= pages);
}

bool reading_move(struct reading *reading, const struct reading_place *to, const struct book *book)
{
	bool was_finished = reading->state == READING_FINISHED;
	struct date now = date_now(), finished = reading->finished;

	set_place(reading, to, book);
	if (was_finished && !is_at_end(reading, book))
		return false;
	if (!was_finished)
		open_now(reading, now);
	if (is_at_end(reading, book))
		finish(reading, book, was_finished ? finished : now);
	reading->updated = now;
	return true;
}

static const struct reading_place nowhere = { NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, NOT_GIVEN };

/* A page that the older one's edition does not have is not one of it. */
static void complete_pages(struct reading *newer, const struct reading *older,
	const struct book *book)
{
	struct reading_place place = nowhere;

	place.pages = older->pages;
	if (newer->pages == 0 && (newer->percent > 0 || newer->page <= older->pages))
		set_place(newer, &place, book);
}

/* Nor is it the last one: what is open is not finished by that. */
static void complete_place(struct reading *newer, const struct reading *older,
	const struct book *book)
{
	int64_t pages = reading_pages(newer, book);
	struct reading_place place = nowhere;

	if (older->percent > 0)
		place.percent = older->percent;
	else if (pages == 0 || older->page < pages)
		place.page = older->page;
	set_place(newer, &place, book);
}

/* A reading that was over says nothing of the next one. */
void reading_complete(struct reading *newer, const struct reading *older, const struct book *book)
{
	bool is_same = newer->state == READING_FINISHED ||
		(older->state != READING_FINISHED && *newer->before == '\0');

	if (is_same && newer->started.us == 0)
		newer->started = older->started;
	if (is_same && newer->chapter == 0)
		newer->chapter = older->chapter;
	complete_pages(newer, older, book);
	if (is_same && newer->page == 0 && newer->percent == 0)
		complete_place(newer, older, book);
}
