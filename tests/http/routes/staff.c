/* staff: for the tests, a page of those who run the shop. */
#include "route/route.h"

static void show(struct request *req, struct response *res)
{
	(void)req;
	buffer_literal(&res->body, "<!DOCTYPE html><title>Staff</title><h1>Staff</h1></html>\n");
}

static void act(struct request *req, struct response *res)
{
	redirect(res, url(req, "staff"));
}

ROUTE(.get = show, .post = act, .access = STAFF);
