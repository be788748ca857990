/* Which products json and xml deliver. */
#include "data/wanted.h"

#include "auth/login.h"
#include "base/fail.h"

struct products wanted_products(struct request *req)
{
	const struct user *user = current_user(req);
	char *id = arena_alloc(req->arena, 37); /* later rows are still asked for with it */

	if (*req->path == '\0')
		return product_public(req->db, user != NULL ? user->id : 0, NULL);
	if (!product_id_parse(req->path, id))
		fail(404, "not a product's id: %.60s", req->path);
	return product_public(req->db, user != NULL ? user->id : 0, id);
}
