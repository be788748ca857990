/* receipt: one order, for whoever has its link; it prints on 58 and 80 mm paper and on A4. */
#include "route/route.h"

#include "market/order_view.h"
#include "market/receipt.html.h"
#include "market/receipt_link.h"

static void show(struct request *req, struct response *res)
{
	const struct order *order = receipt_find(req, req->path);
	struct order_view view;

	if (order == NULL)
		fail(404, "no such receipt");
	response_header(res, "X-Robots-Tag", "noindex");
	view = order_view(req, order);
	receipt_page(req, res, &view);
}

ROUTE(.get = show, .takes_path = 1, .never_stored = true);
