/* The words with which pages and messages tell of lending. */
#include "reading/loan_text.h"

#include "html/html.h"

bool loan_is_overdue(const struct loan *loan)
{
	return loan->lent.us != 0 && loan->returned.us == 0 && loan->due.us < date_now().us;
}

struct url loan_book_url(const struct request *req, const struct loan *loan)
{
	return url_id(req, "book", arena_integer(req->arena, loan->book_id));
}

const char *loan_day(const struct request *req, struct clock clock, struct date date)
{
	return html_date_text(req->arena, req->language, clock_local(clock, date));
}

/* What is lent, when none is on the shelf: copies may have been taken from it meanwhile. */
static const char *none_text(const struct request *req, struct clock clock,
	const struct book *book, const struct shelf *shelf)
{
	bool is_late = shelf->next_due.us < date_now().us;
	const char *day = loan_day(req, clock, shelf->next_due);

	if (shelf->next_due.us == 0)
		return _("This book is not for lending.");
	if (book->copies == 0)
		return arena_printf(req->arena, is_late ?
			_("This book is not lent any more. A copy was due on %s.") :
			_("This book is not lent any more. A copy is out until %s."), day);
	return arena_printf(req->arena, is_late ?
		_("No copy is on the shelf. The next one was due on %s.") :
		_("No copy is on the shelf. The next one is due on %s."), day);
}

static const char *on_shelf_text(const struct request *req, struct clock clock,
	const struct book *book, const struct shelf *shelf)
{
	unsigned long here = (unsigned long)shelf->on_shelf, all = (unsigned long)book->copies;

	if (shelf->on_shelf <= 0)
		return none_text(req, clock, book, shelf);
	if (book->copies == 1)
		return _("The only copy is on the shelf.");
	return arena_printf(req->arena, _n("%lu of %lu copies is on the shelf.",
		"%lu of %lu copies are on the shelf.", here), here, all);
}

const char *loan_shelf_text(const struct request *req, struct clock clock,
	const struct book *book, const struct shelf *shelf)
{
	const char *on_shelf = on_shelf_text(req, clock, book, shelf);
	unsigned long waiting = (unsigned long)shelf->waiting;

	if (waiting == 0)
		return on_shelf;
	return arena_printf(req->arena, "%s %s", on_shelf, arena_printf(req->arena,
		_n("%lu reader is waiting.", "%lu readers are waiting.", waiting), waiting));
}

const char *loan_own_text(const struct request *req, struct clock clock, const struct loan *loan)
{
	if (loan_can_be_lent(loan))
		return _("It is waiting for you: fetch it from the librarian.");
	if (loan->lent.us == 0)
		return arena_printf(req->arena, _("You are number %jd in the queue."),
			(intmax_t)loan->waiting + 1);
	return arena_printf(req->arena, loan_is_overdue(loan) ?
		_("It was due on %s. Please bring it back.") : _("You have it until %s."),
		loan_day(req, clock, loan->due));
}
