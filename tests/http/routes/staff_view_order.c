/* staff_view_order: for the tests, a page of the staff who may view orders. */
#include "route/route.h"

static void show(struct request *req, struct response *res)
{
	(void)req;
	buffer_literal(&res->body, "<!DOCTYPE html><title>Orders</title><h1>Orders</h1></html>\n");
}

ROUTE(.get = show, .access = STAFF, .permission = "view_order");
