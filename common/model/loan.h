/*
 * Lending: who asked for a copy of a book, has it, and has to bring it back.
 *
 * Those who wait for a book stand in the order in which they asked.  As many of them as there are
 * copies on the shelf may fetch one: whoever comes first to the librarian takes nothing away from
 * those who asked earlier.  An account that was closed keeps its place, should it be opened again,
 * but until then it is passed over.
 */
#ifndef MODEL_LOAN_H
#define MODEL_LOAN_H

#include "model/book.h"
#include "model/clock.h"
#include "model/user.h"

enum {
	LOAN_DAYS = 14,
	LOAN_MORE_DAYS = 7,
	LOAN_HISTORY_DAYS = 30, /* so long is known what came back */
	LOANS_MOST = 500,       /* in a list */
	LOANS_OF_MEMBER_MOST = 5, /* that are lent, or waited for */
};

struct loan {
	int64_t id, book_id;
	int64_t user_id;           /* 0: the account was deleted */
	const char *title, *borrower;
	struct date asked;
	struct date lent, due;     /* 0: it still waits */
	struct date returned;      /* 0: not yet */
	bool is_closed;            /* the borrower's account is */

	/* As the lists of what is back, and of all that is known of a member, do not say. */
	int64_t on_shelf;          /* copies of the book that are not lent */
	int64_t waiting;           /* for the book; while this one waits, only those before it */
};

struct loan_list {
	const struct loan *loan;
	size_t count;
	bool more;                 /* there are others */
};

/* How it stands with the copies of a book. */
struct shelf {
	int64_t on_shelf, waiting;
	struct date next_due;      /* of those that are lent the first; 0: none is */
};
struct shelf loan_shelf(struct db *db, const struct book *book);

/* One loan, in the db's arena; NULL: there is none. */
const struct loan *loan_find(struct db *db, int64_t id);

/* What a member waits for or has of that book; NULL: nothing. */
const struct loan *loan_of_book(struct db *db, int64_t book_id, int64_t user_id);

/* What is not back yet: what is lent by the day on which it is due, then who waits, by title. */
struct loan_list loans_open(struct db *db);

/* What came back after that, last returned first. */
struct loan_list loans_returned(struct db *db, struct date after);

/* All that is known of a member, oldest first. */
struct loan_list loans_of_user(struct db *db, int64_t user_id);

/* What a member has, by the day on which it is due, then what the member waits for. */
struct loan_list loans_open_of_user(struct db *db, int64_t user_id);

/* Has the member less than LOANS_OF_MEMBER_MOST? */
bool loan_may_ask(struct db *db, int64_t user_id);

/*
 * Ask for a book that has copies, if one may; a member who waits for it or has it already stays
 * there.
 */
void loan_ask(struct db *db, const struct book *book, const struct user *user);

/* It waits; is there a copy for whoever asked? */
bool loan_can_be_lent(const struct loan *loan);

/* The end of a day of the shop: so many days behind the one on which `from` is. */
struct date loan_due(struct clock clock, struct date from, int64_t days);

/* What is asked of these the caller looks at before, in the same transaction. */
void loan_give_up(struct db *db, int64_t id);
void loan_lend(struct db *db, int64_t id, struct date lent, struct date due);
void loan_extend(struct db *db, int64_t id, struct date due);

/* What came back more than LOAN_HISTORY_DAYS ago, from whomever, is forgotten then. */
void loan_return(struct db *db, int64_t id);

/* Forget what a member brought back. */
void loans_forget(struct db *db, int64_t user_id);

/* Give up all the places in which a member waits. */
void loans_give_up(struct db *db, int64_t user_id);

#endif
