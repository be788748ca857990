/* cart: what the visitor wants to buy, and the small forms that change it. */
#include "route/route.h"

#include "market/cart.html.h"
#include "market/cart_text.h"
#include "visitor/cart.h"
#include "route/field.h"

static void show(struct request *req, struct response *res)
{
	cart_page(req, res, cart_read(req));
}

static const char *asked_id(struct request *req)
{
	const char *sent = pairs_get(&req->form, "product");
	char *id = arena_alloc(req->arena, 37);

	product_id_require(sent != NULL ? sent : "", id);
	return id;
}

/* The number that was sent; -1 when it is none, and the visitor is told. */
static int64_t asked_quantity(struct request *req, int64_t least)
{
	struct field field = { .name = "quantity" };
	int64_t most = INT64_MAX - PRODUCT_STOCK_HIGHEST; /* a sum with what is there fits */
	int64_t quantity = field_integer(req, &field, least, most, 1);

	if (field.n_errors == 0)
		return quantity;
	message(req, ERROR, arena_printf(req->arena, "%s: %s", _("Quantity"), field.errors[0]));
	return -1;
}

/* The product that is meant.  NULL: the cart has it, but it is gone, and the visitor is told. */
static const struct product *asked_product(struct request *req)
{
	const struct user *user = current_user(req);
	const char *id = asked_id(req);
	const struct product *product = product_find(req->db, id, user != NULL ? user->id : 0);
	const struct cart_line *line = product == NULL ? cart_find(req, id) : NULL;

	if (line != NULL)
		message(req, ERROR, cart_trouble_text(req, CART_GONE, line->name, 0));
	else if (product == NULL)
		fail(404, "no such product: %s", id);
	return product;
}

/* There is less of it than the visitor wants together with what the cart has. */
static const char *only_left(struct request *req, const struct product *product, int64_t has)
{
	const char *text = cart_trouble_text(req, CART_SHORT, product->name, product->stock);

	return has == 0 ? text : arena_printf(req->arena, "%s %s", text,
		arena_printf(req->arena, _("Your cart has %jd already."), (intmax_t)has));
}

/* Why so much of it cannot be bought by this visitor; NULL: it can. */
static const char *objection(struct request *req, const struct product *product, int64_t has,
	int64_t quantity)
{
	const struct user *user = current_user(req);

	if (user != NULL && user->id == product->user_id)
		return cart_trouble_text(req, CART_OWN, product->name, 0);
	if (product->stock == 0)
		return cart_trouble_text(req, CART_SOLD_OUT, product->name, 0);
	return quantity > product->stock ? only_left(req, product, has) : NULL;
}

/* Let there be `more` of it on top of what the cart has; false: no, and the visitor is told. */
static bool put(struct request *req, const struct product *product, int64_t has, int64_t more)
{
	const char *why_not = objection(req, product, has, has + more);

	if (why_not == NULL && !cart_set(req, product, has + more))
		why_not = _("Your cart is full. Please order, or take something out of it first.");
	if (why_not != NULL)
		message(req, ERROR, why_not);
	return why_not == NULL;
}

static void add(struct request *req)
{
	const struct product *product = asked_product(req);
	int64_t quantity = product != NULL ? asked_quantity(req, 1) : -1;

	if (quantity > 0 && put(req, product, cart_quantity(req, product->id), quantity))
		message(req, SUCCESS, arena_printf(req->arena,
			_("Put into your cart: %jd × %s."), (intmax_t)quantity, product->name));
}

static void take_out(struct request *req)
{
	const char *id = asked_id(req);
	const struct cart_line *line = cart_find(req, id);

	cart_remove(req, id);
	message(req, SUCCESS, line == NULL ? _("That is not in your cart.") :
		arena_printf(req->arena, _("“%s” is not in your cart any more."), line->name));
}

static void set(struct request *req)
{
	int64_t quantity = asked_quantity(req, 0);
	const struct product *product;

	if (quantity == 0) {
		take_out(req);
		return;
	}
	product = asked_product(req);
	if (product != NULL && quantity > 0 && put(req, product, 0, quantity))
		message(req, SUCCESS, arena_printf(req->arena,
			_("Your cart now has %jd × %s."), (intmax_t)quantity, product->name));
}

static void clear(struct request *req)
{
	cart_clear(req);
	message(req, SUCCESS, _("Your cart is empty now."));
}

enum { ADD, SET, REMOVE, CLEAR, ACTIONS };

/* Without a word of what to do, a product is to be put in. */
static const char *const actions[ACTIONS] = {
	[ADD] = "add", [SET] = "set", [REMOVE] = "remove", [CLEAR] = "clear",
};
static void (*const works[ACTIONS])(struct request *req) = {
	[ADD] = add, [SET] = set, [REMOVE] = take_out, [CLEAR] = clear,
};

static void change(struct request *req, struct response *res)
{
	works[request_action(req, actions, ACTIONS)](req);
	redirect(res, url(req, "cart"));
}

ROUTE(.get = show, .post = change, .never_stored = true);
