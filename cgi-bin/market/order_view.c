/* How an order is shown. */
#include "market/order_view.h"

#include <string.h>

#include "auth/login.h"
#include "http/url.h"
#include "market/order_token.h"
#include "market/phone.h"
#include "market/receipt_link.h"
#include "market/whatsapp.h"
#include "model/setting.h"

const struct order_action order_actions[] = {
	{ "paid", ORDER_PAID, N_("Mark as paid"), N_("The order is marked as paid.") },
	{ "ready", ORDER_READY, N_("Mark as ready for pick-up"),
		N_("The order is marked as ready for pick-up.") },
	{ "done", ORDER_DONE, N_("Mark as handed out"),
		N_("The order is marked as handed out.") },
	{ "cancel", ORDER_CANCELLED, N_("Cancel this order"), N_("The order is cancelled.") },
	{ .name = NULL },
};

/*
 * A seller writes to the guest who left a number, and to the member who is reached by one as a
 * seller; everybody else writes to the seller.
 */
static void find_chat(struct order_view *view, struct request *req)
{
	const char *number;

	if (view->by_seller && *view->order->phone != '\0') {
		view->phone = view->order->phone;
		number = phone_international(req->arena, view->phone);
	} else {
		number = view->by_seller ? seller_find(req->db, view->order->buyer_id).phone :
			view->seller.phone;
		view->phone = *number != '\0' ? arena_printf(req->arena, "+%s", number) : "";
	}
	if (number != NULL && *number != '\0')
		view->chat = whatsapp_url(req, number,
			whatsapp_order_text(req, view->order, &view->lines));
}

/* A receipt's link may be given away: what was bought elsewhere is nobody else's business. */
static bool is_buyer(struct request *req, const struct order *order)
{
	const struct user *user = current_user(req);

	return user != NULL ? user->id == order->buyer_id :
		order_token_was_last(req, order->token);
}

/* Whose seller did not say how to pay is paid as the shop says. */
static void find_payment(struct order_view *view, struct request *req)
{
	struct seller *seller = &view->seller;

	view->instructions = "";
	view->payee = view->order->seller;
	if (!order_is_owed(view->order) || *seller->bank_account != '\0' ||
	    *seller->qris != '\0')
		return;
	view->instructions = setting_get(req->db, "payment_instructions");
	view->payee = req->config.site_name;
	seller->qris = setting_get(req->db, "payment_qris");
}

struct order_view order_view(struct request *req, const struct order *order)
{
	const struct user *user = current_user(req);
	struct order_view view = {
		.order = order,
		.lines = order_lines_of(req->db, order->id),
		.seller = seller_find(req->db, order->seller_id),
		.by_seller = user != NULL && user->id == order->seller_id,
	};

	if (is_buyer(req, order))
		view.together = orders_placed_together(req->db, order->token);
	find_payment(&view, req);
	find_chat(&view, req);
	return view;
}

bool order_is_owed(const struct order *order)
{
	return order->paid.us == 0 && order->state != ORDER_CANCELLED;
}

bool order_is_owed_back(const struct order *order)
{
	return order->paid.us != 0 && order->state == ORDER_CANCELLED;
}

struct url order_own_url(const struct request *req, const struct order *order)
{
	return url_id(req, "orders", arena_integer(req->arena, order->id));
}

struct url order_url(const struct request *req, const struct order *order)
{
	return req->user != NULL && req->user->id == order->buyer_id ?
		order_own_url(req, order) : receipt_url(req, order);
}

struct url orders_url(const struct request *req, const char *section, const char *behind)
{
	static const char *const sections[] = { "open", "sold", "bought" };
	struct pairs query = { .arena = req->arena };

	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		const char *place = strcmp(sections[i], section) == 0 ? behind :
			pairs_get(&req->query, sections[i]);

		if (place != NULL)
			pairs_add(&query, sections[i], place);
	}
	return url_query(req, "orders", &query);
}
