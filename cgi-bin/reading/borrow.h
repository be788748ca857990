/* Borrowing, on the page of a book: what is on the shelf, and what the visitor has of it. */
#ifndef READING_BORROW_H
#define READING_BORROW_H

#include "http/response.h"
#include "model/loan.h"

struct borrow_view {
	const struct book *book;
	const struct loan *loan;    /* what the visitor waits for or has; NULL: nothing */
	const char *shelf, *mine;   /* how it stands with both, in words */
	bool is_overdue;
};

struct borrow_view borrow_view(struct request *req, const struct book *book);

/*
 * Do what the form on that page asks for, in a transaction that writes, and lead back to the page.
 * False: the action is none of these, and nothing was done.
 */
bool borrow_action(struct request *req, struct response *res, const struct book *book,
	const char *action);

#endif
