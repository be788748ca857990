/* inventory: what a member keeps and does not sell, and what of it should be bought. */
#include "route/route.h"

#include <string.h>

#include "base/text.h"
#include "route/field.h"
#include "stockroom/inventory.html.h"
#include "stockroom/inventory_view.h"
#include "stockroom/own_item.h"
#include "stockroom/shopping_list.html.h"

enum { PAGE = 50 };

/* The id behind which the table begins. */
static int64_t read_after(const struct request *req)
{
	return text_number(pairs_get(&req->query, "after"), INT64_MAX, 0);
}

static void show_shopping_list(struct request *req, struct response *res)
{
	struct item_counts counts = item_counts(req->db, req->user->id);
	struct items items = items_low(req->db, req->user->id);

	shopping_list_page(req, res, &items, counts.low);
}

static void show(struct request *req, struct response *res)
{
	struct inventory_view view = { .after = read_after(req) };

	if (pairs_get(&req->query, "low") != NULL) {
		show_shopping_list(req, res);
		return;
	}
	view.counts = item_counts(req->db, req->user->id);
	view.list = item_take(items_of_user(req->db, req->user->id, view.after), PAGE);
	inventory_page(req, res, &view);
}

static void adjust(struct request *req, const struct item *item, int64_t by)
{
	if (item_adjust(req->db, req->user->id, item->id, by))
		message(req, SUCCESS, arena_printf(req->arena, _("“%s”: %jd now."), item->name,
			(intmax_t)(item->amount + by)));
	else
		message(req, ERROR, arena_printf(req->arena, _("“%s” stays at %jd: "
			"an amount is never less than 0 or more than %jd."), item->name,
			(intmax_t)item->amount, (intmax_t)ITEM_AMOUNT_HIGHEST));
}

/* Back to the same page of the table. */
static void act(struct request *req, struct response *res)
{
	const char *action = pairs_get(&req->form, "action");
	const struct item *item;
	struct field by = { .name = "by", .required = true };
	int64_t number;

	if (action == NULL || strcmp(action, "adjust") != 0)
		fail(400, "no such action: %.40s", action != NULL ? action : "");
	item = own_item(req, pairs_get(&req->form, "item"));
	number = field_integer(req, &by, -ITEM_AMOUNT_HIGHEST, ITEM_AMOUNT_HIGHEST, 0);
	if (by.n_errors > 0)
		message(req, ERROR, arena_printf(req->arena, _("“%s”, change of the amount: %s"),
			item->name, by.errors[0]));
	else
		adjust(req, item, number);
	redirect(res, inventory_url(req, read_after(req)));
}

ROUTE(.get = show, .post = act, .access = SIGNED_IN, .never_stored = true);
