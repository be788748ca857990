/* What a reader has read, and when. */
#ifndef READING_HISTORY_H
#define READING_HISTORY_H

#include "http/request.h"
#include "model/clock.h"
#include "model/reading.h"

struct place {
	const struct book *book;
	const struct reading *reading;
};

struct places {
	const struct place *place; /* last updated first */
	size_t count;
	bool more;                 /* there are others */
};

/* Up to `most` books that are in that state, or in the other one; those that are gone are not. */
struct places history_places(struct request *req, const struct reading_list *readings,
	enum reading_state one, enum reading_state other, size_t most);

/* When it was finished (0: nobody knows), or stopped. */
struct date history_end(const struct reading *reading);

/* How many books were finished in that year of the shop's calendar; read twice counts twice. */
int64_t history_finished_in(const struct reading_list *readings, struct clock clock, int year);

/* The year that it is then in the shop. */
int history_year(struct clock clock, struct date date);

#endif
