/* fill: for the tests, a cart: each POST adds one of `product` to it; the page lists the session. */
#include "route/route.h"

#include <stdlib.h>

#include "session/session.h"

static void show(struct request *req, struct response *res)
{
	const struct pair *entry;

	res->content_type = "text/plain; charset=utf-8";
	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;)
		buffer_printf(&res->body, "%s=%s\n", entry->name, entry->value);
}

static void add(struct request *req, struct response *res)
{
	const char *product = pairs_get(&req->form, "product"), *name, *count;

	if (product == NULL)
		fail(404, "fill: what?");
	name = arena_printf(req->arena, "cart.%s", product);
	count = session_get(req, name);
	session_set(req, name, arena_printf(req->arena, "%ld",
		count != NULL ? strtol(count, NULL, 10) + 1 : 1));
	redirect(res, url(req, "fill"));
}

ROUTE(.get = show, .post = add);
