/* Borrowing, on the page of a book. */
#include "reading/borrow.h"

#include <string.h>

#include "auth/login.h"
#include "http/url.h"
#include "reading/book_view.h"
#include "reading/loan_text.h"
#include "session/messages.h"

static const struct loan *own_loan(struct request *req, const struct book *book)
{
	const struct user *user = current_user(req);

	return user != NULL ? loan_of_book(req->db, book->id, user->id) : NULL;
}

struct borrow_view borrow_view(struct request *req, const struct book *book)
{
	struct borrow_view view = { .book = book, .loan = own_loan(req, book) };
	struct shelf shelf = loan_shelf(req->db, book);
	struct clock clock = { 0 };

	if (shelf.next_due.us != 0)
		clock = clock_read(req->db);
	view.shelf = loan_shelf_text(req, clock, book, &shelf);
	if (view.loan != NULL) {
		view.mine = loan_own_text(req, clock, view.loan);
		view.is_overdue = loan_is_overdue(view.loan);
	}
	return view;
}

static void tell_of(struct request *req, enum message_level level, const struct loan *loan)
{
	message(req, level, loan_own_text(req, clock_read(req->db), loan));
}

static const char *too_many(const struct request *req)
{
	return arena_printf(req->arena, _("You have asked for %d books or have them at home, "
		"which is as many as can be had at once. Bring one back, or stop waiting for one."),
		LOANS_OF_MEMBER_MOST);
}

/* Whoever asks twice has one place. */
static void ask(struct request *req, const struct book *book)
{
	const struct loan *loan = own_loan(req, book);
	bool has_room = loan != NULL || loan_may_ask(req->db, req->user->id);

	if (loan == NULL && has_room && book->copies > 0) {
		loan_ask(req->db, book, req->user);
		loan = own_loan(req, book);
	}
	if (loan != NULL)
		tell_of(req, SUCCESS, loan);
	else
		message(req, ERROR, has_room ? _("This book is not for lending.") :
			too_many(req));
}

static void give_up(struct request *req, const struct book *book)
{
	const struct loan *loan = own_loan(req, book);

	if (loan != NULL && loan->lent.us != 0) {
		tell_of(req, ERROR, loan);
		return;
	}
	if (loan != NULL)
		loan_give_up(req->db, loan->id);
	message(req, SUCCESS, _("You are not waiting for this book."));
}

bool borrow_action(struct request *req, struct response *res, const struct book *book,
	const char *action)
{
	bool asks = strcmp(action, "borrow") == 0;

	if (!asks && strcmp(action, "give_up") != 0)
		return false;
	if (current_user(req) == NULL) {
		redirect(res, url_login(req));
		return true;
	}
	(asks ? ask : give_up)(req, book);
	redirect(res, book_url(req, book));
	return true;
}
