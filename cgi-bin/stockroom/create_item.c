/* create_item: the form with which a member puts an item into the stock-room. */
#include "route/route.h"

#include "route/item_form.h"
#include "stockroom/create_item.html.h"

static void show(struct request *req, struct response *res)
{
	struct item_form form;

	item_form_begin(&form, req, NULL);
	create_item_page(req, res, &form);
}

static void save(struct request *req, struct response *res)
{
	struct item_form form;

	item_form_begin(&form, req, NULL);
	if (!item_form_read(&form, req)) {
		create_item_page(req, res, &form);
		return;
	}
	item_insert(req->db, req->user->id, &form.item);
	message(req, SUCCESS,
		arena_printf(req->arena, _("“%s” is in your stock-room."), form.item.name));
	redirect(res, url(req, "inventory"));
}

ROUTE(.get = show, .post = save, .access = SIGNED_IN);
