/* change_product: for the tests, a page of those who may change products. */
#include "route/route.h"

static void show(struct request *req, struct response *res)
{
	(void)req;
	buffer_literal(&res->body, "<!DOCTYPE html><title>Change</title><h1>Change</h1></html>\n");
}

static void act(struct request *req, struct response *res)
{
	redirect(res, url(req, "change_product"));
}

ROUTE(.get = show, .post = act, .permission = "change_product");
