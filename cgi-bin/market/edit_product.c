/* edit_product: the same form for a product that is there. */
#include "route/route.h"

#include "market/own_product.h"
#include "market/product_form.h"
#include "market/edit_product.html.h"
#include "model/stock.h"

static void show(struct request *req, struct response *res)
{
	struct product_form form;

	product_form_begin(&form, req, own_product(req));
	edit_product_page(req, res, &form);
}

static void save(struct request *req, struct response *res)
{
	struct product_form form;

	product_form_begin(&form, req, own_product(req));
	if (!product_form_read(&form, req)) {
		edit_product_page(req, res, &form);
		return;
	}
	product_update(req->db, req->user->id, &form.product);
	stock_count(req->db, form.product.seq, form.product.stock, req->user->username);
	message(req, SUCCESS, _("Your product has been changed."));
	redirect(res, url(req, "list"));
}

ROUTE(.get = show, .post = save, .access = SIGNED_IN, .takes_path = true);
