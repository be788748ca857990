/* checkout: what is in the cart is ordered, whole or not at all, and once. */
#include "route/route.h"

#include "market/cart_text.h"
#include "market/checkout_form.h"
#include "market/checkout.html.h"
#include "market/checkout_view.h"
#include "market/order_token.h"
#include "market/order_view.h"
#include "model/order.h"
#include "visitor/cart.h"

/* Where it can be put right. */
static void send_to_cart(struct request *req, struct response *res, const char *why)
{
	message(req, WARNING, why);
	redirect(res, url(req, "cart"));
}

static const char *trouble_with(struct request *req, const struct cart_line *line)
{
	return arena_printf(req->arena, _("Before you can order, please put this right: %s"),
		cart_trouble_text(req, line->trouble, line->name,
			line->product != NULL ? line->product->stock : 0));
}

static const char *first_trouble(struct request *req, const struct cart *cart)
{
	for (size_t i = 0; i < cart->count; i++)
		if (cart->line[i].trouble != CART_FINE)
			return trouble_with(req, &cart->line[i]);
	return _("There is nothing in your cart to order.");
}

/* NULL: it can be ordered as it is. */
static const char *trouble(struct request *req, const struct cart *cart)
{
	const struct cart_line *too_much;

	if (!cart->can_be_ordered)
		return first_trouble(req, cart);
	too_much = checkout_too_much(cart);
	if (too_much == NULL)
		return NULL;
	return arena_printf(req->arena, _("What you buy from %s is more money than one order "
		"can hold. Please take fewer."), too_much->product->seller);
}

static void show_form(struct request *req, struct response *res, const struct cart *cart,
	const struct checkout_form *form)
{
	const char *why = trouble(req, cart);

	if (why == NULL)
		checkout_page(req, res, cart, form);
	else
		send_to_cart(req, res, why);
}

static void show(struct request *req, struct response *res)
{
	struct checkout_form form;

	checkout_form_begin(&form, req);
	show_form(req, res, cart_read(req), &form);
}

static void empty_cart(struct request *req, const char *token)
{
	cart_clear(req);
	order_token_spend(req, token);
}

static void show_order(struct request *req, struct response *res, const struct orders *placed)
{
	redirect(res, order_url(req, placed->order));
}

/* Line by line the cart's. */
static struct order_lines lines_of(struct request *req, const struct cart *cart)
{
	struct order_line *lines = arena_array(req->arena, cart->count, sizeof *lines);

	for (size_t i = 0; i < cart->count; i++)
		lines[i] = (struct order_line){ cart->line[i].product_id, cart->line[i].name,
			cart->line[i].price, cart->line[i].quantity };
	return (struct order_lines){ lines, cart->count };
}

static void thank(struct request *req, const struct orders *placed)
{
	unsigned long n = placed->count;

	message(req, SUCCESS, arena_printf(req->arena, _n(
		"Thank you! Your order has been placed.",
		"Thank you! Your %lu orders have been placed, one for each seller.", n), n));
}

static void place(struct request *req, struct response *res, const struct cart *cart,
	const struct checkout_form *form, const char *token)
{
	struct order_wish wish = { .token = token, .buyer_id = form->buyer_id,
		.buyer = form->buyer, .phone = form->given_phone, .lines = lines_of(req, cart) };
	const struct order_line *shortage = order_place(req->db, &wish);
	struct orders placed;

	if (shortage != NULL) {
		db_rollback(req->db);
		send_to_cart(req, res,
			trouble_with(req, &cart->line[shortage - wish.lines.line]));
		return;
	}
	placed = orders_placed_together(req->db, token);
	empty_cart(req, token);
	thank(req, &placed);
	show_order(req, res, &placed);
}

/*
 * A token that fits although its order is there comes of a guest whose session could not be saved
 * behind the order: so the cart is emptied now.
 */
static void order(struct request *req, struct response *res)
{
	const struct cart *cart = cart_read(req);
	const char *token = order_token_name(req);
	struct orders placed = orders_placed_together(req->db, token);
	bool fits = order_token_fits(req, cart);
	struct checkout_form form;

	if (placed.count > 0) {
		if (fits)
			empty_cart(req, token);
		message(req, INFO, _("You have placed this order already: here it is."));
		show_order(req, res, &placed);
		return;
	}
	checkout_form_begin(&form, req);
	form.has_changed = !fits;
	if (checkout_form_read(&form, req) && fits)
		place(req, res, cart, &form, token);
	else
		show_form(req, res, cart, &form);
}

ROUTE(.get = show, .post = order, .never_stored = true);
