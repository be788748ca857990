/* menu: the dishes, and for whoever has a profile those that are sure to suit. */
#include "route/route.h"

#include "kitchen/menu_view.h"
#include "kitchen/menu.html.h"

static void show(struct request *req, struct response *res)
{
	struct menu_view view = menu_view(req);

	menu_page(req, res, &view);
}

ROUTE(.get = show, .never_stored = true);
