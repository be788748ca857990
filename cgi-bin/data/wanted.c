/* Which products json and xml deliver. */
#include "data/wanted.h"

#include "auth/login.h"

struct products wanted_products(struct request *req)
{
	const struct user *user = current_user(req);
	char *id = arena_alloc(req->arena, 37); /* later rows are still asked for with it */

	if (*req->path == '\0')
		return product_public(req->db, user != NULL ? user->id : 0, NULL);
	product_id_require(req->path, id);
	return product_public(req->db, user != NULL ? user->id : 0, id);
}
