/* A dish is put into the running order. */
#include "kitchen/gather.h"

#include "base/fail.h"
#include "base/text.h"
#include "http/accept.h"
#include "http/url.h"
#include "kitchen/gather.html.h"
#include "kitchen/place.h"
#include "kitchen/script_answer.h"
#include "kitchen/ticket_text.h"
#include "model/opening.h"
#include "route/dish_words.h"
#include "session/messages.h"
#include "visitor/profile.h"
#include "visitor/running_order.h"

enum outcome { ADDED, UNKNOWN, SOLD_OUT, CLOSED, INVALID, FULL, TOO_MANY };

/* For scripts. */
static const struct {
	const char *word;
	int status;
} answers[] = {
	[ADDED] = { "added", 200 },
	[UNKNOWN] = { "unknown", 404 },
	[SOLD_OUT] = { "sold_out", 409 },
	[CLOSED] = { "closed", 409 },
	[INVALID] = { "invalid", 400 },
	[FULL] = { "full", 409 },
	[TOO_MANY] = { "full", 409 },
};

struct wish {
	const struct dish *dish;   /* NULL: there is none, or it is not on the menu */
	struct field requests;
};

static struct wish read_wish(struct request *req)
{
	const char *dish = pairs_get(&req->form, "dish");

	return (struct wish){
		.dish = dish_find_on_menu(req->db, text_number(dish, INT64_MAX, 0)),
		.requests = { .name = "special_requests", .label = _("Special requests"),
			.type = "text", .longest = RUNNING_REQUESTS_LONGEST, .value = "" },
	};
}

static enum outcome gather_it(struct request *req, struct wish *wish)
{
	const char *requests = field_text(req, &wish->requests);

	if (wish->dish == NULL)
		return UNKNOWN;
	if (wish->dish->sold_out)
		return SOLD_OUT;
	if (!opening_read(req->db, date_now()).is_open)
		return CLOSED;
	if (wish->requests.n_errors > 0)
		return INVALID;
	if (tickets_too_many(req) != NULL)
		return TOO_MANY;
	placed_order_settle(req);
	return running_order_add(req, wish->dish, requests) ? ADDED : FULL;
}

static void answer_script(struct request *req, struct response *res, enum outcome outcome)
{
	script_answer(res, answers[outcome].status, answers[outcome].word,
		outcome == ADDED ? running_order_count(req) : 0);
}

static const char *told(struct request *req, const struct wish *wish, enum outcome outcome)
{
	const char *name = wish->dish->name;

	switch (outcome) {
	case ADDED:
		return arena_printf(req->arena, _("“%s” is in your order."), name);
	case SOLD_OUT:
		return arena_printf(req->arena, _("“%s” is sold out today."), name);
	case CLOSED:
		return arena_printf(req->arena,
			_("The kitchen is closed, so “%s” is not in your order."), name);
	case TOO_MANY:
		return tickets_too_many(req);
	default: /* FULL */
		return _("That is as much as one order can hold. Please place it first.");
	}
}

/* What does not suit can be ordered, but never without a word; it has no form on any page. */
static void answer_careful(struct request *req, struct response *res, const struct wish *wish,
	enum outcome outcome, const char *conflicts)
{
	const char *name = wish->dish->name;

	if (outcome == ADDED)
		message(req, WARNING, arena_printf(req->arena,
			_("“%s” is in your order. Careful: %s."), name, conflicts));
	else
		message(req, ERROR, arena_printf(req->arena,
			_("“%s” is not in your order. %s"), name, wish->requests.errors[0]));
	redirect(res, url(req, outcome == ADDED ? "order" : "menu"));
}

static const char *conflicts_of(struct request *req, const struct dish *dish)
{
	struct profile profile = profile_read(req);

	return conflicts_listed(req, dish, &profile.restrictions);
}

static void answer_person(struct request *req, struct response *res, const struct wish *wish,
	enum outcome outcome)
{
	const char *conflicts = "";

	if (outcome == UNKNOWN)
		fail(404, "no such dish on the menu");
	if (outcome == ADDED || outcome == INVALID)
		conflicts = conflicts_of(req, wish->dish);
	if (*conflicts != '\0') {
		answer_careful(req, res, wish, outcome, conflicts);
	} else if (outcome == INVALID) {
		gather_page(req, res, wish->dish, &wish->requests);
	} else {
		message(req, outcome == ADDED ? SUCCESS : ERROR, told(req, wish, outcome));
		redirect(res, url(req, "order"));
	}
}

void gather_dish(struct request *req, struct response *res)
{
	struct wish wish = read_wish(req);
	enum outcome outcome = gather_it(req, &wish);

	if (accept_json())
		answer_script(req, res, outcome);
	else
		answer_person(req, res, &wish, outcome);
}
