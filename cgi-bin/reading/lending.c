/* lending: the librarian's page: who has which book, who waits for it, and what is overdue. */
#include "route/route.h"

#include <string.h>

#include "base/text.h"
#include "reading/lending.html.h"
#include "reading/lending_view.h"
#include "reading/loan_text.h"

static void show(struct request *req, struct response *res)
{
	struct lending_view view = lending_view(req);

	lending_page(req, res, &view);
}

/* How it stands with a loan now, whoever brought it about: a second click is told the same. */
static const char *state(struct request *req, struct clock clock, const struct loan *loan)
{
	if (loan->returned.us != 0)
		return arena_printf(req->arena, loan->waiting == 0 ? _("“%s” is back.") :
			_("“%s” is back. Somebody is waiting for it."), loan->title);
	if (loan->lent.us != 0)
		return arena_printf(req->arena, _("“%s”: %s has it until %s."), loan->title,
			loan->borrower, loan_day(req, clock, loan->due));
	return arena_printf(req->arena, _("“%s”: %s is waiting for it."), loan->title,
		loan->borrower);
}

/* Each of these does what can be done, or says why not; NULL: there is nothing to say. */

static const char *no_copy(const struct request *req, const struct loan *loan)
{
	return loan->on_shelf <= 0 ? _("No copy of that book is on the shelf.") :
		_("Somebody else asked for that book earlier.");
}

static const char *lend(struct request *req, struct clock clock, const struct loan *loan)
{
	struct date now = date_now();

	if (loan->lent.us != 0)
		return NULL;
	if (loan->is_closed)
		return arena_printf(req->arena, _("The account of %s is closed."), loan->borrower);
	if (!loan_can_be_lent(loan))
		return no_copy(req, loan);
	loan_lend(req->db, loan->id, now, loan_due(clock, now, LOAN_DAYS));
	return NULL;
}

/* Who could have had a copy long ago keeps it from those who asked later; or nobody is there. */
static const char *skip(struct request *req, struct clock clock, const struct loan *loan)
{
	(void)clock;
	if (loan->lent.us != 0)
		return NULL;
	if (!loan->is_closed && !loan_can_be_lent(loan))
		return no_copy(req, loan);
	loan_give_up(req->db, loan->id);
	return NULL;
}

static const char *take_back(struct request *req, struct clock clock, const struct loan *loan)
{
	(void)clock;
	if (loan->lent.us != 0 && loan->returned.us == 0)
		loan_return(req->db, loan->id);
	return NULL;
}

/* Of two clicks the second one means a day that is past: what it saw was due on another day. */
static const char *extend(struct request *req, struct clock clock, const struct loan *loan)
{
	struct date now = date_now();
	int64_t seen = text_number(pairs_get(&req->form, "due"), INT64_MAX, 0);

	if (loan->lent.us == 0 || loan->returned.us != 0 || loan->due.us != seen)
		return NULL;
	if (loan->waiting > 0)
		return _("That book cannot be kept longer: somebody is waiting for it.");
	loan_extend(req->db, loan->id,
		loan_due(clock, loan->due.us > now.us ? loan->due : now, LOAN_MORE_DAYS));
	return NULL;
}

static const struct action {
	const char *name;
	const char *(*work)(struct request *req, struct clock clock, const struct loan *loan);
	const char *gone; /* what is said when there is no such loan any more; NULL: a 404 page */
} actions[] = {
	{ .name = "lend", .work = lend },
	{ .name = "skip", .work = skip, .gone = N_("Nobody is waiting there any more.") },
	{ .name = "return", .work = take_back },
	{ .name = "extend", .work = extend },
	{ 0 },
};

static const struct action *asked_action(struct request *req)
{
	const char *name = pairs_get(&req->form, "action");
	const struct action *action = actions;

	while (action->name != NULL && (name == NULL || strcmp(action->name, name) != 0))
		action++;
	if (action->name == NULL)
		fail(400, "no such action: %.40s", name != NULL ? name : "");
	return action;
}

/* NULL: it is gone, and the action has a word for that. */
static const struct loan *asked_loan(struct request *req, const struct action *action)
{
	const char *text = pairs_get(&req->form, "loan");
	int64_t id = text_number(text, INT64_MAX, 0);
	const struct loan *loan = loan_find(req->db, id);

	if (loan == NULL && (id == 0 || action->gone == NULL))
		fail(404, "no such loan: %.40s", text != NULL ? text : "");
	return loan;
}

/* Do it, and say what came of it. */
static void work(struct request *req, const struct action *action, const struct loan *loan)
{
	struct clock clock = clock_read(req->db);
	const char *why_not = action->work(req, clock, loan);
	const struct loan *now = loan_find(req->db, loan->id);

	if (why_not != NULL)
		message(req, ERROR, why_not);
	else if (now != NULL)
		message(req, SUCCESS, state(req, clock, now));
	else
		message(req, SUCCESS, arena_printf(req->arena,
			_("“%s”: %s is not waiting for it any more."), loan->title,
			loan->borrower));
}

static void act(struct request *req, struct response *res)
{
	const struct action *action = asked_action(req);
	const struct loan *loan = asked_loan(req, action);

	if (loan != NULL)
		work(req, action, loan);
	else
		message(req, SUCCESS, _(action->gone));
	redirect(res, url(req, "lending"));
}

ROUTE(.get = show, .post = act, .permission = "change_book", .never_stored = true);
