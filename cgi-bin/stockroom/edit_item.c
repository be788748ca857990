/* edit_item: the same form for an item that is there. */
#include "route/route.h"

#include "route/item_form.h"
#include "stockroom/own_item.h"
#include "stockroom/edit_item.html.h"

static void show(struct request *req, struct response *res)
{
	struct item_form form;

	item_form_begin(&form, req, own_item(req, req->path));
	edit_item_page(req, res, &form);
}

static void save(struct request *req, struct response *res)
{
	struct item_form form;

	item_form_begin(&form, req, own_item(req, req->path));
	if (!item_form_read(&form, req)) {
		edit_item_page(req, res, &form);
		return;
	}
	item_update(req->db, req->user->id, &form.item);
	message(req, SUCCESS,
		arena_printf(req->arena, _("“%s” has been changed."), form.item.name));
	redirect(res, url(req, "inventory"));
}

ROUTE(.get = show, .post = save, .access = SIGNED_IN, .takes_path = 1);
