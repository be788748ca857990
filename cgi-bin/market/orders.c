/* orders: what others ordered from a member, what the member ordered, and each of these orders. */
#include "route/route.h"

#include <string.h>

#include "base/text.h"
#include "market/order_text.h"
#include "market/order_view.h"
#include "market/orders.html.h"

/* The order of the address, when the visitor is its buyer or its seller. */
static const struct order *own_order(struct request *req)
{
	const struct order *order = order_find(req->db, text_number(req->path, INT64_MAX, 0));

	if (order == NULL ||
	    (req->user->id != order->buyer_id && req->user->id != order->seller_id))
		fail(404, "%s has no order %.40s", req->user->username, req->path);
	return order;
}

/* Behind which order a section begins. */
static int64_t place(const struct request *req, const char *section, int64_t otherwise)
{
	return text_number(pairs_get(&req->query, section), INT64_MAX, otherwise);
}

static void show_all(struct request *req, struct response *res)
{
	int64_t user_id = req->user->id;
	struct orders open = orders_open(req->db, user_id, place(req, "open", 0));
	struct orders sold = orders_closed(req->db, user_id, place(req, "sold", INT64_MAX));
	struct orders bought = orders_bought(req->db, user_id, place(req, "bought", INT64_MAX));

	orders_page(req, res, &open, &sold, &bought);
}

static void show(struct request *req, struct response *res)
{
	struct order_view view;

	if (*req->path == '\0') {
		show_all(req, res);
		return;
	}
	view = order_view(req, own_order(req));
	one_order_page(req, res, &view);
}

static const struct order_action *find_action(const char *name)
{
	const struct order_action *action = order_actions;

	while (action->name != NULL && (name == NULL || strcmp(action->name, name) != 0))
		action++;
	if (action->name == NULL)
		fail(400, "no such action: %.40s", name != NULL ? name : "");
	return action;
}

/* A second click, or one in another window. */
static bool is_so_already(const struct order *order, enum order_state state)
{
	return order->state == state || (state == ORDER_PAID && order->paid.us != 0 &&
		order->state != ORDER_CANCELLED);
}

/* Why an order may not become what somebody wants. */
static const char *refusal(struct request *req, const struct order *order, bool by_seller)
{
	if (order->state == ORDER_CANCELLED)
		return _("This order was cancelled, so nothing more can be done with it.");
	if (order->state == ORDER_DONE)
		return _("This order was handed out, so that can no longer be done with it.");
	if (by_seller)
		return _("That can no longer be done with this order.");
	return _("The seller has already begun with this order. "
		"Please ask the seller to cancel it.");
}

/* What was done, and what the seller has to do then. */
static const char *told(struct request *req, const struct order *order,
	const struct order_action *action, bool by_seller)
{
	bool is_owed_back = action->state == ORDER_CANCELLED && order->paid.us != 0;

	return !is_owed_back || !by_seller ? _(action->done) :
		arena_printf(req->arena, "%s %s", _(action->done), order_give_back(req));
}

static void act(struct request *req, struct response *res)
{
	const struct order *order = own_order(req);
	const struct order_action *action = find_action(pairs_get(&req->form, "action"));
	bool by_seller = req->user->id == order->seller_id;

	if (!by_seller && action->state != ORDER_CANCELLED) {
		message(req, ERROR, _("Only the seller can do that."));
	} else if (is_so_already(order, action->state)) {
		message(req, SUCCESS, told(req, order, action, by_seller));
	} else if (order_may_become(order, action->state, by_seller)) {
		order_become(req->db, order, action->state, req->user->username);
		message(req, SUCCESS, told(req, order, action, by_seller));
	} else {
		message(req, ERROR, refusal(req, order, by_seller));
	}
	redirect(res, order_own_url(req, order));
}

ROUTE(.get = show, .post = act, .access = SIGNED_IN, .takes_path = 1, .never_stored = true);
