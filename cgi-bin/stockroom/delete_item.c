/* delete_item: asks, and then takes an item out of the stock-room for good. */
#include "route/route.h"

#include "stockroom/own_item.h"
#include "stockroom/delete_item.html.h"

static void ask(struct request *req, struct response *res)
{
	delete_item_page(req, res, own_item(req, req->path));
}

static void take_away(struct request *req, struct response *res)
{
	const struct item *item = own_item(req, req->path);

	item_delete(req->db, req->user->id, item->id);
	message(req, SUCCESS,
		arena_printf(req->arena, _("“%s” has been deleted."), item->name));
	redirect(res, url(req, "inventory"));
}

ROUTE(.get = ask, .post = take_away, .access = SIGNED_IN, .takes_path = 1);
