/* What the page of a book shows. */
#ifndef READING_BOOK_VIEW_H
#define READING_BOOK_VIEW_H

#include "http/url.h"
#include "model/clock.h"
#include "reading/book_form.h"
#include "reading/borrow.h"

struct book_view {
	const struct book *book;
	struct reading reading;      /* the visitor's; READING_STATES: it was not opened */
	struct book_form form;
	struct borrow_view borrow;
	struct clock clock;
};

/* "/book/7" */
struct url book_url(const struct request *req, const struct book *book);

/* "1860", "700 BC". */
const char *book_year(const struct request *req, const struct book *book);

/* What a button says; what is said when that was done, and why something cannot be done. */
const char *book_step_label(const struct request *req, enum reading_step step,
	const struct reading *reading);
const char *book_step_done(const struct request *req, enum reading_step step,
	const struct book *book);
const char *book_step_refused(const struct request *req, const struct reading *reading);

/* How often and when it was read before: "2 times (3 May 2024, 1 June 2025)"; NULL: never. */
const char *book_read_before(const struct request *req, const struct book_view *view);

#endif
