/* orders: what others ordered from a member, what the member ordered, and each of these orders. */
#include "route/route.h"

#include <string.h>

#include "base/text.h"
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
static int64_t before(const struct request *req, const char *section)
{
	return text_number(pairs_get(&req->query, section), INT64_MAX, INT64_MAX);
}

static void show_all(struct request *req, struct response *res)
{
	struct orders sold = orders_sold(req->db, req->user->id, before(req, "sold"));
	struct orders bought = orders_bought(req->db, req->user->id, before(req, "bought"));

	orders_page(req, res, &sold, &bought);
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
	return order->state == state || (state == ORDER_PAID && order->paid.us != 0);
}

/* Why an order may not become what somebody wants. */
static const char *refusal(struct request *req, const struct order *order, bool by_seller)
{
	if (order->state == ORDER_CANCELLED)
		return _("This order was cancelled, so nothing more can be done with it.");
	if (order->state == ORDER_DONE)
		return _("This order was handed out, so nothing more can be done with it.");
	if (by_seller)
		return _("That can no longer be done with this order.");
	return _("The seller has already begun with this order. "
		"Please ask the seller to cancel it.");
}

static void act(struct request *req, struct response *res)
{
	const struct order *order = own_order(req);
	const struct order_action *action = find_action(pairs_get(&req->form, "action"));
	bool by_seller = req->user->id == order->seller_id;

	if (!by_seller && action->state != ORDER_CANCELLED) {
		message(req, ERROR, _("Only the seller can do that."));
	} else if (is_so_already(order, action->state)) {
		message(req, SUCCESS, _(action->done));
	} else if (order_may_become(order, action->state, by_seller)) {
		order_become(req->db, order, action->state, req->user->username);
		message(req, SUCCESS, _(action->done));
	} else {
		message(req, ERROR, refusal(req, order, by_seller));
	}
	redirect(res, order_own_url(req, order));
}

ROUTE(.get = show, .post = act, .access = SIGNED_IN, .takes_path = 1, .never_stored = true);
