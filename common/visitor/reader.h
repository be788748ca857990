/* What a reader said and did, apart from the books themselves.  Kept as memory.h says. */
#ifndef VISITOR_READER_H
#define VISITOR_READER_H

#include "http/request.h"
#include "model/book.h"

struct reader {
	struct genres genres;     /* favourites */
	int64_t goal;             /* books to finish in a year; 0: none */
	bool is_private;          /* what this reader reads does not count in recommendations */
	int64_t streak;           /* days in a row, up to the last one, with something read */
	int64_t last_day;         /* clock_day of that; 0: never */
};

struct reader reader_read(struct request *req);

/* Keep it; false: a session in a cookie has no room for it. */
bool reader_write(struct request *req, const struct reader *reader);

/* Something was read today. */
void reader_note_day(struct request *req);

void reader_forget(struct request *req);

/* Behind login(): genres of both, the account's goal before the guest's, the newer streak. */
void reader_move_into_account(struct request *req);

#endif
