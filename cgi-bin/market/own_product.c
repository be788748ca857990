/* The product that a route is about. */
#include "market/own_product.h"

#include "auth/login.h"
#include "base/fail.h"

const struct product *own_product(struct request *req)
{
	const struct product *product;
	char id[37];

	product_id_require(req->path, id);
	product = product_find_own(req->db, id, req->user->id);
	if (product == NULL)
		fail(404, "user %jd has no product %s", (intmax_t)req->user->id, id);
	return product;
}
