/* The product that a route is about. */
#include "market/own_product.h"

#include "auth/login.h"
#include "base/fail.h"

const struct product *own_product(struct request *req)
{
	const struct product *product;
	char id[37];

	if (!product_id_parse(req->path, id))
		fail(404, "not a product's id: %.60s", req->path);
	product = product_find_own(req->db, id, req->user->id);
	if (product == NULL)
		fail(404, "user %jd has no product %s", (intmax_t)req->user->id, id);
	return product;
}
