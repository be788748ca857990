/* delete_product: asks, and then takes a product away for good. */
#include "route/route.h"

#include "market/own_product.h"
#include "market/delete_product.html.h"
#include "route/picture.h"

static void ask(struct request *req, struct response *res)
{
	delete_product_page(req, res, own_product(req));
}

static void take_away(struct request *req, struct response *res)
{
	const struct product *product = own_product(req);

	product_delete(req->db, req->user->id, product->id);
	picture_drop(req, product->image);
	message(req, SUCCESS,
		arena_printf(req->arena, _("“%s” has been deleted."), product->name));
	redirect(res, url(req, "list"));
}

ROUTE(.get = ask, .post = take_away, .access = SIGNED_IN, .takes_path = 1);
