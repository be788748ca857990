/* What the librarian's page shows. */
#include "reading/lending_view.h"

#include "reading/loan_text.h"

static bool is_out(const struct loan *loan)
{
	return loan->lent.us != 0;
}

/* Take away the first ones of a list, as long as they belong together. */
static struct loan_list cut(struct loan_list *list, bool (*belongs)(const struct loan *loan))
{
	struct loan_list first = { .loan = list->loan };

	while (list->count > 0 && belongs(list->loan)) {
		first.count++;
		list->loan++;
		list->count--;
	}
	return first;
}

struct lending_view lending_view(struct request *req)
{
	struct lending_view view = { .clock = clock_read(req->db) };
	struct loan_list open = loans_open(req->db);

	view.more = open.more;
	view.overdue = cut(&open, loan_is_overdue);
	view.out = cut(&open, is_out);
	view.waiting = open;
	view.returned = loans_returned(req->db,
		date_after(date_now(), -LOAN_HISTORY_DAYS * 86400));
	return view;
}

const char *lending_days_overdue(const struct request *req, struct clock clock,
	const struct loan *loan)
{
	unsigned long days = (unsigned long)(clock_day(clock, date_now()) -
		clock_day(clock, loan->due));

	return arena_printf(req->arena, _n("%lu day overdue", "%lu days overdue", days), days);
}
