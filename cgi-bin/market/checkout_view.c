/* A cart, seller by seller. */
#include "market/checkout_view.h"

#include "model/order.h"

bool checkout_is_together(const struct cart_line *one, const struct cart_line *other)
{
	return one->product->user_id == other->product->user_id;
}

bool checkout_is_first(const struct cart *cart, const struct cart_line *line)
{
	for (const struct cart_line *before = cart->line; before < line; before++)
		if (checkout_is_together(before, line))
			return false;
	return true;
}

size_t checkout_sellers(const struct cart *cart)
{
	size_t count = 0;

	for (size_t i = 0; i < cart->count; i++)
		count += checkout_is_first(cart, &cart->line[i]);
	return count;
}

struct money checkout_total(const struct cart *cart, const struct cart_line *of)
{
	struct money total = { .decimals = cart->total.decimals };

	for (size_t i = 0; i < cart->count; i++)
		if (checkout_is_together(&cart->line[i], of))
			total.minor += cart->line[i].total.minor;
	return total;
}

const struct cart_line *checkout_too_much(const struct cart *cart)
{
	for (size_t i = 0; i < cart->count; i++)
		if (checkout_total(cart, &cart->line[i]).minor > ORDER_TOTAL_HIGHEST)
			return &cart->line[i];
	return NULL;
}
