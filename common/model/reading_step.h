/* What readers do with a book, and what it makes of how far they are in it. */
#ifndef MODEL_READING_STEP_H
#define MODEL_READING_STEP_H

#include "model/clock.h"
#include "model/reading.h"

enum reading_step {
	STEP_START,      /* it, or go on with what was stopped */
	STEP_FINISH,     /* today */
	STEP_KNOWN,      /* finished some time before; nobody knows when */
	STEP_STOP,
	STEP_AGAIN,
	STEP_DISMISS,
	STEP_UNDISMISS,
	STEP_FORGET,
	READING_STEPS
};

/* The words in forms: "start", "finish", ... */
extern const char *const reading_step_words[READING_STEPS];

/* May that be done with it as it is?  If not: is it as if it were done already? */
bool reading_may(const struct reading *reading, enum reading_step step);
bool reading_is_done(const struct reading *reading, enum reading_step step);

/* Do what one may.  Behind STEP_UNDISMISS and STEP_FORGET nothing is to be kept of it. */
void reading_do(struct reading *reading, enum reading_step step, const struct book *book,
	struct clock clock, struct arena *arena);

/* Where somebody says to be. */
struct reading_place {
	int64_t page, chapter, percent, pages; /* NOT_GIVEN; pages 0: the book's own */
};
enum { NOT_GIVEN = -1 };

/*
 * Note that.  The page counts more than the percent; at the end the book is finished; one that was
 * not open is, from now on.  False: it was finished before, and that is not its end.
 */
bool reading_move(struct reading *reading, const struct reading_place *to, const struct book *book);

/* Take from an older record of the same book what the newer one does not say. */
void reading_complete(struct reading *newer, const struct reading *older, const struct book *book);

#endif
