/* order: the dishes that a visitor gathers, and what becomes of them in the kitchen. */
#include "route/route.h"

#include <string.h>

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

static const struct {
	const char *name;
	void (*work)(struct request *req, struct response *res);
	bool writes; /* the database, whose prices hold from before they are read */
} actions[] = {
	{ "add", gather_dish, false }, { "remove", take_out, false }, { "clear", clear, false },
	{ "place", place_order, true },
};

/*
 * Without a word of what to do, a dish is to be gathered.  A session in the database is only held
 * from when it is renewed.
 */
static void act(struct request *req, struct response *res)
{
	const char *action = pairs_get(&req->form, "action");
	size_t i = 0;

	while (i < sizeof actions / sizeof *actions && action != NULL &&
	       strcmp(actions[i].name, action) != 0)
		i++;
	if (i == sizeof actions / sizeof *actions)
		fail(400, "no such action: %.40s", action);
	if (actions[i].writes)
		login_write(req);
	session_renew(req);
	actions[i].work(req, res);
}

ROUTE(.get = show, .post = act, .reads_first = true, .never_stored = true);
