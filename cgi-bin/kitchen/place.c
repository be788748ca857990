/* The running order becomes a ticket. */
#include "kitchen/place.h"

#include "auth/login.h"
#include "base/text.h"
#include "http/accept.h"
#include "http/url.h"
#include "kitchen/opening_text.h"
#include "kitchen/order.html.h"
#include "kitchen/own_tickets.h"
#include "kitchen/running_view.h"
#include "kitchen/script_answer.h"
#include "kitchen/ticket_text.h"
#include "session/messages.h"

static const char *sent_token(const struct request *req)
{
	const char *token = pairs_get(&req->form, "order_token");

	return token != NULL ? token : "";
}

/* A token that is empty is that of an order which cannot be placed. */
static bool fits(const struct running_view *view, const char *token)
{
	return *token != '\0' && text_same_secret(token, view->token);
}

/* Whoever orders for fun keeps those waiting who are hungry. */
static const char *too_many(struct request *req, const struct running_view *view)
{
	unsigned long open = own_tickets_open(&view->tickets);

	return open < OWN_TICKETS_OPEN_MOST ? tickets_too_many(req) : arena_printf(req->arena, _n(
		"Please wait until the kitchen has finished your %lu order.",
		"Please wait until the kitchen has finished your %lu orders.", open), open);
}

/* Why it cannot be placed as it is; NULL: it can. */
static const char *trouble(const struct request *req, const struct running_view *view,
	const char *token)
{
	if (view->order.count == 0)
		return _("There is nothing in your order yet.");
	if (!view->opening.is_open)
		return opening_text(req, &view->opening);
	if (!view->order.can_be_had)
		return _("Some of it is not available any more. Please remove what is marked.");
	if (!fits(view, token))
		return _("The order has changed: please look at it once more.");
	return NULL;
}

static const struct ticket_line *lines_of(struct request *req, const struct running_order *order)
{
	struct ticket_line *lines = arena_array(req->arena, order->count, sizeof *lines);

	for (size_t i = 0; i < order->count; i++)
		lines[i] = (struct ticket_line){ order->line[i].dish->name,
			order->line[i].dish->price, order->line[i].requests };
	return lines;
}

static int64_t insert(struct request *req, const struct running_order *order, const char *guest)
{
	const struct user *user = current_user(req);

	return ticket_place(req->db, &(struct ticket){
		.user_id = user != NULL ? user->id : 0, .guest = guest, .total = order->total,
		.line = lines_of(req, order), .count = order->count }, running_order_name(req));
}

static void settle(struct request *req, int64_t ticket)
{
	running_order_clear(req);
	own_ticket_remember(req, ticket);
}

static void tell_it_is_placed(struct request *req)
{
	message(req, INFO, _("That order has been placed already."));
}

bool placed_order_settle(struct request *req)
{
	const char *name = running_order_name(req);
	int64_t ticket = *name != '\0' ? ticket_placed_with(req->db, name) : 0;

	if (ticket == 0)
		return false;
	settle(req, ticket);
	if (!accept_json())
		tell_it_is_placed(req);
	return true;
}

/* An old form, of a running order that is not the visitor's any more. */
static bool is_placed(struct request *req, const char *token)
{
	const char *name = running_order_named(req->arena, token);

	if (*name == '\0' || ticket_placed_with(req->db, name) == 0)
		return false;
	tell_it_is_placed(req);
	return true;
}

/* False: it can be placed. */
static bool is_refused(struct request *req, struct response *res, struct running_view *view)
{
	const char *full = NULL;

	view->trouble = trouble(req, view, sent_token(req));
	if (view->trouble == NULL)
		view->trouble = full = too_many(req, view);
	if (view->trouble == NULL && view->name.n_errors == 0)
		return false;
	if (full != NULL && accept_json())
		script_answer(res, 409, "full", 0);
	else
		order_page(req, res, view);
	return true;
}

static void place(struct request *req, const struct running_order *order, const char *guest)
{
	int64_t ticket = insert(req, order, guest);

	settle(req, ticket);
	message(req, SUCCESS, arena_printf(req->arena,
		_("Thank you! Your order is number %jd."), (intmax_t)ticket));
}

void place_order(struct request *req, struct response *res)
{
	struct running_view view;
	const char *guest;

	if (!placed_order_settle(req) && !is_placed(req, sent_token(req))) {
		running_view_begin(&view, req);
		guest = field_text(req, &view.name);
		if (is_refused(req, res, &view))
			return;
		place(req, &view.order, guest);
	}
	redirect(res, url(req, "order"));
}
