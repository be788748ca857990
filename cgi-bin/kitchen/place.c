/* The running order becomes a ticket. */
#include "kitchen/place.h"

#include "auth/login.h"
#include "base/text.h"
#include "http/url.h"
#include "kitchen/opening_text.h"
#include "kitchen/order.html.h"
#include "kitchen/own_tickets.h"
#include "kitchen/running_view.h"
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

static int64_t insert(struct request *req, const struct running_order *order, const char *guest,
	const char *token)
{
	const struct user *user = current_user(req);

	return ticket_place(req->db, &(struct ticket){
		.user_id = user != NULL ? user->id : 0, .guest = guest, .total = order->total,
		.line = lines_of(req, order), .count = order->count }, token);
}

static void settle(struct request *req, int64_t ticket)
{
	running_order_clear(req);
	own_ticket_remember(req, ticket);
}

/*
 * A token that fits although its ticket is there comes of a session that could not be saved behind
 * the ticket: so the running order is emptied now.
 */
static void tell_it_is_placed(struct request *req, const struct running_view *view,
	const char *token, int64_t ticket)
{
	if (fits(view, token))
		settle(req, ticket);
	message(req, INFO, _("That order has been placed already."));
}

void place_order(struct request *req, struct response *res)
{
	const char *token = sent_token(req), *guest;
	int64_t ticket = ticket_placed_with(req->db, token);
	struct running_view view;

	running_view_begin(&view, req);
	guest = field_text(req, &view.name);
	if (ticket != 0) {
		tell_it_is_placed(req, &view, token, ticket);
	} else {
		view.trouble = trouble(req, &view, token);
		if (view.trouble != NULL || view.name.n_errors > 0) {
			order_page(req, res, &view);
			return;
		}
		ticket = insert(req, &view.order, guest, token);
		settle(req, ticket);
		message(req, SUCCESS, arena_printf(req->arena,
			_("Thank you! Your order is number %jd."), (intmax_t)ticket));
	}
	redirect(res, url(req, "order"));
}
