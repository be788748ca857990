/*
 * How far whoever is asking is in which books.  A guest's is in the session (an entry "book.ID" for
 * each), a member's in the account; at login the newer side of each book counts, completed by what
 * only the other one says, and a dismissal counts less than anything.
 */
#ifndef VISITOR_PROGRESS_H
#define VISITOR_PROGRESS_H

#include "http/request.h"
#include "model/reading.h"

enum { PROGRESS_BOOKS_MOST = 200 /* of a guest */ };

/*
 * All of it, last updated first, in the request's arena.  A guest's books may be gone from the
 * shelf meanwhile.
 */
struct reading_list progress_all(struct request *req);

/* NULL: the visitor has not opened that book. */
const struct reading *progress_find(struct request *req, int64_t book_id);

/*
 * Keep it; there must be such a book.  False: that would be one more than PROGRESS_BOOKS_MOST, or
 * than a session in a cookie has room for, and nothing was written.
 */
bool progress_put(struct request *req, const struct reading *reading);

void progress_forget(struct request *req, int64_t book_id);

/* With what a member borrowed and brought back, which tells the same. */
void progress_forget_all(struct request *req);

/* Behind login(): of each book the one side counts as it says above, with the days of both. */
void progress_move_into_account(struct request *req);

#endif
