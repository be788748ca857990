/* payment: how a member's buyers pay: where they write to, a bank account, a QRIS code. */
#include "route/route.h"

#include "market/payment_form.h"
#include "market/payment.html.h"

static void show(struct request *req, struct response *res)
{
	struct payment_form form;

	payment_form_begin(&form, req);
	payment_page(req, res, &form);
}

/* Nothing is locked while the picture is made. */
static void save(struct request *req, struct response *res)
{
	struct payment_form form;

	payment_form_begin(&form, req);
	if (!payment_form_read(&form, req)) {
		payment_page(req, res, &form);
		return;
	}
	login_write(req);
	seller_update(req->db, req->user->id, &form.seller);
	message(req, SUCCESS, payment_form_is_empty(&form) ? _("Saved.") :
		_("Your buyers can now pay you like that."));
	redirect(res, url(req, "list"));
}

ROUTE(.get = show, .post = save, .access = SIGNED_IN, .takes_files = true, .reads_first = true,
	.never_stored = true);
