/* What a reader said and did, apart from the books themselves.  Kept as memory.h says. */
#ifndef VISITOR_READER_H
#define VISITOR_READER_H

#include "http/request.h"
#include "model/book.h"

enum { READER_GOAL_HIGHEST = 999 };

struct reader {
	struct genres genres;     /* favourites */
	int64_t goal;             /* books to finish in a year; 0: none */
	bool is_private;          /* what this reader reads does not count in recommendations */
	int64_t streak;           /* days in a row, up to the last one, with something read */
	int64_t last_day;         /* clock_day of that; 0: never */
};

struct reader reader_read(struct request *req);

/*
 * Keep it; false: a session in a cookie has no room for it, and nothing was written.  A member's
 * books count in recommendations as it says from now on.
 */
bool reader_write(struct request *req, const struct reader *reader);

/*
 * Something was read on that day; false: that is known, or the clock was put back by a day.  When
 * it was further ahead, the streak begins anew.
 */
bool reader_count_day(struct reader *reader, int64_t day);

/* Something was read today. */
void reader_note_day(struct request *req);

/*
 * The streak that has not ended by then: who read yesterday can still go on with it; else 0, also
 * when the clock was days ahead.
 */
int64_t reader_streak(const struct reader *reader, int64_t today);

/* All but is_private: that is a refusal, and to forget it would publish what was read. */
void reader_forget(struct request *req);

/*
 * Behind login(): genres of both, the account's goal before the guest's, the newer streak; private
 * when either was.
 */
void reader_move_into_account(struct request *req);

#endif
