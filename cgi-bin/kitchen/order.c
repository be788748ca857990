/* order: the dishes that a visitor gathers, and what becomes of them in the kitchen. */
#include "route/route.h"

#include "base/text.h"
#include "kitchen/gather.h"
#include "kitchen/order.html.h"
#include "kitchen/place.h"
#include "kitchen/running_view.h"
#include "session/session.h"

static void show(struct request *req, struct response *res)
{
	struct running_view view;

	running_view_begin(&view, req);
	order_page(req, res, &view);
}

static void take_out(struct request *req, struct response *res)
{
	struct date line = { text_number(pairs_get(&req->form, "line"), INT64_MAX, -1) };

	if (running_order_remove(req, line))
		message(req, SUCCESS, _("That is not in your order any more."));
	else
		message(req, WARNING, _("That was not in your order."));
	redirect(res, url(req, "order"));
}

static void clear(struct request *req, struct response *res)
{
	running_order_clear(req);
	message(req, SUCCESS, _("Your order is empty now."));
	redirect(res, url(req, "order"));
}

enum { ADD, REMOVE, CLEAR, PLACE, ACTIONS };

/* Without a word of what to do, a dish is to be gathered. */
static const char *const actions[ACTIONS] = {
	[ADD] = "add", [REMOVE] = "remove", [CLEAR] = "clear", [PLACE] = "place",
};
static void (*const works[ACTIONS])(struct request *req, struct response *res) = {
	[ADD] = gather_dish, [REMOVE] = take_out, [CLEAR] = clear, [PLACE] = place_order,
};

/*
 * Only placing writes into the database, whose prices hold from before they are read.  A session in
 * the database is only held from when it is renewed.
 */
static void act(struct request *req, struct response *res)
{
	size_t action = request_action(req, actions, ACTIONS);

	if (action == PLACE)
		login_write(req);
	session_renew(req);
	works[action](req, res);
}

ROUTE(.get = show, .post = act, .reads_first = true, .never_stored = true);
