/* edit_product: the same form for a product that is there, and the ledger of its stock. */
#include "route/route.h"

#include <string.h>

#include "base/text.h"
#include "market/own_product.h"
#include "market/product_form.h"
#include "market/stock_form.h"
#include "market/edit_product.html.h"

enum { NOT_SEEN = -1 };

static void show_page(struct request *req, struct response *res, const struct product_form *form,
	int64_t stock_seen, const struct stock_form *change)
{
	struct stock_changes history = stock_changes_of(req->db, form->product.seq);

	edit_product_page(req, res, form, stock_seen, change, &history);
}

/* The product as it is, below it a form that changes its stock. */
static void show_product(struct request *req, struct response *res, const struct product *product,
	const struct stock_form *change)
{
	struct product_form form;

	product_form_begin(&form, req, product);
	show_page(req, res, &form, product->stock, change);
}

static void show(struct request *req, struct response *res)
{
	struct stock_form change;

	stock_form_begin(&change, req);
	show_product(req, res, own_product(req), &change);
}

/* ---- the product ---- */

/* The stock that the form showed before somebody typed another; a script may have seen none. */
static int64_t stock_seen(const struct request *req)
{
	return text_number(pairs_get(&req->form, "stock_was"), PRODUCT_STOCK_HIGHEST, NOT_SEEN);
}

/*
 * What was typed is the stock, unless it was only left as it was shown: then whatever was sold
 * meanwhile stays sold.  False: both the seller and somebody else changed it; *seen is what it is.
 */
static bool settle_stock(struct product_form *form, struct request *req, const struct product *now,
	int64_t *seen)
{
	int64_t typed = form->product.stock;

	if (typed == *seen)
		return true;
	if (*seen != NOT_SEEN && now->stock != *seen) {
		*seen = now->stock;
		field_error(&form->words.stock, arena_printf(req->arena, _("The stock has changed "
			"meanwhile: it is %jd now. Please say once more what it should be."),
			(intmax_t)now->stock));
		return false;
	}
	stock_count(req->db, now->seq, typed, req->user->username);
	return true;
}

/* While the form was read, which takes long with a picture, the product may have gone. */
static void save(struct request *req, struct response *res)
{
	struct product_form form;
	struct stock_form change;
	int64_t seen = stock_seen(req);
	bool good;

	product_form_begin(&form, req, own_product(req));
	good = product_form_read(&form, req);
	if (good) {
		login_write(req);
		good = settle_stock(&form, req, own_product(req), &seen);
	}
	if (!good) {
		stock_form_begin(&change, req);
		show_page(req, res, &form, seen, &change);
		return;
	}
	product_update(req->db, req->user->id, &form.product);
	message(req, SUCCESS, _("Your product has been changed."));
	redirect(res, url(req, "list"));
}

/* ---- its stock ---- */

static void go_back(struct request *req, struct response *res, const struct product *product)
{
	redirect(res, url_id(req, "edit_product", product->id));
}

static void say_stock(struct request *req)
{
	message(req, SUCCESS, arena_printf(req->arena, _("The stock is now %jd."),
		(intmax_t)own_product(req)->stock));
}

static void change_stock(struct request *req, struct response *res)
{
	const struct product *product;
	struct stock_form form;
	struct stock_change change;

	login_write(req);
	product = own_product(req);
	stock_form_begin(&form, req);
	if (!stock_form_read(&form, req, product, &change)) {
		show_product(req, res, product, &form);
		return;
	}
	if (change.quantity != 0)
		stock_change(req->db, product->seq, &change);
	say_stock(req);
	go_back(req, res, product);
}

static void undo(struct request *req, struct response *res)
{
	static const char *const refusals[] = {
		[STOCK_UNDONE_BEFORE] = N_("That was undone before."),
		[STOCK_OF_AN_ORDER] = N_("That belongs to an order: cancel the order instead."),
		[STOCK_WOULD_BE_NEGATIVE] =
			N_("That cannot be undone: fewer are left than it would take away."),
	};
	int64_t number = text_number(pairs_get(&req->form, "number"), INT64_MAX, 0);
	const struct product *product;
	enum stock_undo result;

	login_write(req);
	product = own_product(req);
	result = stock_undo(req->db, product->seq, number, req->user->username);
	if (result == STOCK_NO_SUCH_CHANGE)
		fail(404, "%s has no change %jd", product->id, (intmax_t)number);
	if (result == STOCK_UNDONE)
		say_stock(req);
	else
		message(req, ERROR, _(refusals[result]));
	go_back(req, res, product);
}

static void act(struct request *req, struct response *res)
{
	const char *action = pairs_get(&req->form, "action");

	if (action == NULL)
		save(req, res);
	else if (strcmp(action, "stock") == 0)
		change_stock(req, res);
	else if (strcmp(action, "undo") == 0)
		undo(req, res);
	else
		fail(400, "no such action: %.40s", action);
}

ROUTE(.get = show, .post = act, .access = SIGNED_IN, .takes_path = 1, .takes_files = true,
	.reads_first = true);
