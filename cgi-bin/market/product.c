/* product: one product, as its buyers see it. */
#include "route/route.h"

#include "model/product.h"
#include "market/product.html.h"

static void show(struct request *req, struct response *res)
{
	const struct user *user = current_user(req);
	const struct product *product;
	char id[37];

	product_id_require(req->path, id);
	product = product_find(req->db, id, user != NULL ? user->id : 0);
	if (product == NULL)
		fail(404, "no such product: %s", id);
	product_page(req, res, product, user != NULL && user->id == product->user_id);
}

ROUTE(.get = show, .takes_path = 1);
