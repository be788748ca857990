/* What a reader has read, and when. */
#include "reading/history.h"

struct places history_places(struct request *req, const struct reading_list *readings,
	enum reading_state one, enum reading_state other, size_t most)
{
	struct place *place = arena_array(req->arena, readings->count, sizeof *place);
	struct places places = { .place = place };

	for (size_t i = 0; i < readings->count && !places.more; i++) {
		const struct reading *reading = &readings->reading[i];
		const struct book *book;

		if (reading->state != one && reading->state != other)
			continue;
		places.more = places.count == most;
		book = places.more ? NULL : book_find(req->db, reading->book_id);
		if (book != NULL)
			place[places.count++] = (struct place){ book, reading };
	}
	return places;
}

struct date history_end(const struct reading *reading)
{
	return reading->state == READING_FINISHED ? reading->finished : reading->updated;
}

int history_year(struct clock clock, struct date date)
{
	return date_civil(clock_local(clock, date)).year;
}

int64_t history_finished_in(const struct reading_list *readings, struct clock clock, int year)
{
	int64_t count = 0, day;

	for (size_t i = 0; i < readings->count; i++) {
		const struct reading *reading = &readings->reading[i];
		const char *at = reading->before;

		count += reading->state == READING_FINISHED && reading->finished.us != 0 &&
			history_year(clock, reading->finished) == year;
		while (reading_day(&at, &day))
			count += history_year(clock, clock_day_begins(clock, day)) == year;
	}
	return count;
}
