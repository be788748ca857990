/* edit_item: the same form for an item that is there. */
#include "route/route.h"

#include "base/text.h"
#include "route/item_form.h"
#include "stockroom/own_item.h"
#include "stockroom/edit_item.html.h"

enum { NOT_SEEN = -1 };

static void show(struct request *req, struct response *res)
{
	const struct item *item = own_item(req, req->path);
	struct item_form form;

	item_form_begin(&form, req, item);
	edit_item_page(req, res, &form, item->amount);
}

/* The amount that the form showed before somebody typed another; a script may have seen none. */
static int64_t amount_seen(const struct request *req)
{
	return text_number(pairs_get(&req->form, "amount_was"), ITEM_AMOUNT_HIGHEST, NOT_SEEN);
}

/*
 * What was typed is the amount, unless it was only left as it was shown: then whatever was taken or
 * brought meanwhile counts.  False: it was changed here and there; *seen is what it is.
 */
static bool settle_amount(struct item_form *form, struct request *req, const struct item *now,
	int64_t *seen)
{
	if (form->item.amount == *seen) {
		form->item.amount = now->amount;
		return true;
	}
	if (*seen == NOT_SEEN || now->amount == *seen)
		return true;
	*seen = now->amount;
	field_error(&form->amount, arena_printf(req->arena, _("The amount has changed "
		"meanwhile: it is %jd now. Please say once more what it should be."),
		(intmax_t)now->amount));
	return false;
}

static void save(struct request *req, struct response *res)
{
	const struct item *now = own_item(req, req->path);
	int64_t seen = amount_seen(req);
	struct item_form form;

	item_form_begin(&form, req, now);
	if (!item_form_read(&form, req) || !settle_amount(&form, req, now, &seen)) {
		edit_item_page(req, res, &form, seen);
		return;
	}
	item_update(req->db, req->user->id, &form.item);
	message(req, SUCCESS,
		arena_printf(req->arena, _("“%s” has been changed."), form.item.name));
	redirect(res, url(req, "inventory"));
}

ROUTE(.get = show, .post = save, .access = SIGNED_IN, .takes_path = 1);
