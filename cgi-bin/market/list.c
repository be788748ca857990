/* list: what a member sells. */
#include "route/route.h"

#include "base/text.h"
#include "market/list.html.h"
#include "model/product.h"

enum { PAGE = 50 };

/* Only a time that we can read: the cookie may hold anything. */
static const struct date *last_login(struct request *req)
{
	const char *cookie = pairs_get(&req->cookies, "last_login");
	struct date *when = arena_alloc(req->arena, sizeof *when);

	return cookie != NULL && date_parse(cookie, when) ? when : NULL;
}

static void show(struct request *req, struct response *res)
{
	int64_t after = text_number(pairs_get(&req->query, "after"), INT64_MAX, INT64_MAX);
	struct product_list list = product_take(
		product_of_user(req->db, req->user->id, after), PAGE);

	list_page(req, res, &list, last_login(req));
}

ROUTE(.get = show, .access = SIGNED_IN, .never_stored = true);
