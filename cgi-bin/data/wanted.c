/* What json and xml deliver. */
#include "data/wanted.h"

#include <string.h>

#include "auth/login.h"
#include "http/url.h"
#include "model/id.h"

bool items_are_wanted(const struct request *req)
{
	return strcmp(req->path, "item") == 0 || strncmp(req->path, "item/", 5) == 0;
}

bool wanted_is_allowed(struct request *req, struct response *res)
{
	if (!items_are_wanted(req) || current_user(req) != NULL)
		return true;
	redirect_found(res, url_login(req));
	return false;
}

struct products wanted_products(struct request *req)
{
	const struct user *user = current_user(req);
	char *id = arena_alloc(req->arena, 37); /* later rows are still asked for with it */

	if (*req->path == '\0')
		return product_public(req->db, user != NULL ? user->id : 0, NULL);
	product_id_require(req->path, id);
	return product_public(req->db, user != NULL ? user->id : 0, id);
}

struct items wanted_items(struct request *req)
{
	const char *slash = strchr(req->path, '/');

	if (slash == NULL)
		return items_of_user(req->db, req->user->id, 0);
	return items_with_id(req->db, id_require(slash + 1), req->user->id);
}
