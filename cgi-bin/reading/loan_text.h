/* The words with which pages and messages tell of lending. */
#ifndef READING_LOAN_TEXT_H
#define READING_LOAN_TEXT_H

#include "http/url.h"
#include "model/loan.h"

/* The page of the book, "/book/7". */
struct url loan_book_url(const struct request *req, const struct loan *loan);

/* The day on which something is due, in the shop: "9 July 2026". */
const char *loan_day(const struct request *req, struct clock clock, struct date date);

/* "2 of 3 copies are on the shelf. 1 reader is waiting." */
const char *loan_shelf_text(const struct request *req, struct clock clock,
	const struct book *book, const struct shelf *shelf);

/* What a member is told of a loan that is open: "You have it until 9 July 2026." */
const char *loan_own_text(const struct request *req, struct clock clock, const struct loan *loan);

/* It should be back by now. */
bool loan_is_overdue(const struct loan *loan);

#endif
