/* The words and the sums with which pages and messages tell of an order. */
#include "market/order_text.h"

const char *order_title(const struct request *req, const struct order *order)
{
	return arena_printf(req->arena, _("Order %jd"), (intmax_t)order->id);
}

const char *order_state_name(const struct request *req, enum order_state state)
{
	return _(order_state_labels[state]);
}

const char *order_more_lines(const struct request *req, size_t count)
{
	unsigned long n = count;

	return arena_printf(req->arena, _n("and %lu more", "and %lu more", n), n);
}

const char *order_in_short(const struct request *req, const struct order *order)
{
	const char *first = arena_printf(req->arena, "%jd × %s", (intmax_t)order->first_quantity,
		order->first_name);

	return order->n_lines <= 1 ? first :
		arena_printf(req->arena, "%s %s", first, order_more_lines(req, order->n_lines - 1));
}

const char *order_give_back(const struct request *req)
{
	return _("It was paid: please give the money back.");
}

struct money order_line_total(const struct order_line *line)
{
	return (struct money){ line->quantity * line->price.minor, line->price.decimals };
}
