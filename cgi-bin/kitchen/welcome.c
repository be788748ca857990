/* welcome: who comes into the kitchen is greeted, and the visit counted. */
#include "route/route.h"

#include "kitchen/welcome_view.h"
#include "kitchen/welcome.html.h"

/* Whoever only asks for the head has not come in. */
static void show(struct request *req, struct response *res)
{
	struct profile profile = req->writes ? profile_visit(req) : profile_read(req);
	struct welcome_view view = welcome_view(req, &profile);

	welcome_page(req, res, &view);
}

ROUTE(.get = show, .get_writes = true, .never_stored = true);
