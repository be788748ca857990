/* add_product: the form with which a member puts a product on sale. */
#include "route/route.h"

#include "market/product_form.h"
#include "market/add_product.html.h"

static void show(struct request *req, struct response *res)
{
	struct product_form form;

	product_form_begin(&form, req, NULL);
	add_product_page(req, res, &form);
}

static void save(struct request *req, struct response *res)
{
	struct product_form form;

	product_form_begin(&form, req, NULL);
	if (!product_form_read(&form, req)) {
		add_product_page(req, res, &form);
		return;
	}
	login_write(req);
	product_insert(req->db, req->user, &form.product);
	message(req, SUCCESS, _("Your product is on sale."));
	redirect(res, url(req, "list"));
}

ROUTE(.get = show, .post = save, .access = SIGNED_IN, .takes_files = true, .reads_first = true);
