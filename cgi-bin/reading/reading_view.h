/* What the reading page shows of its reader and of the shelf. */
#ifndef READING_READING_VIEW_H
#define READING_READING_VIEW_H

#include "http/url.h"
#include "model/loan.h"
#include "model/recommend.h"
#include "reading/history.h"
#include "reading/reading_form.h"

struct reading_view {
	const struct reading_form *form;
	const char *name;              /* of whoever is asking; NULL: not known */
	struct date last_visit;        /* 0: not known */
	struct clock clock;
	bool has_read;                 /* a book was opened, and not only dismissed */
	bool has_taste;                /* so that something can be recommended */
	bool may_forget;               /* there may be something to forget */
	bool shows_all;                /* more of what is open, and of the history */
	struct loan_list borrowed;     /* what a member has, and waits for */
	struct places open, history;
	struct recommendation_list recommended;
	int64_t finished;              /* in this year */
	int64_t streak;                /* days, up to today or yesterday */
	struct book_search search;
	struct book_list shelf;
};

/* The form holds the reader as it is kept. */
struct reading_view reading_view(struct request *req, const struct reading_form *form);

/* "Welcome back, Ani". */
const char *reading_greeting(const struct request *req, const struct reading_view *view);

/* "You are reading 2 books.  Your last visit: 3 May 2026". */
const char *reading_summary(const struct request *req, const struct reading_view *view);

/* "3 of 12 this year". */
const char *reading_year_text(const struct request *req, const struct reading_view *view);

/* "Because you read Bumi Manusia". */
const char *recommendation_reason(const struct request *req,
	const struct recommendation *recommendation);

/* One of six, by the first of its genres. */
unsigned shelf_colour(const struct book *book);

/* The shelf with that search, from behind a book (0: from its beginning). */
struct url shelf_url(const struct request *req, const struct book_search *search, int64_t after);

#endif
