/* A cart that can be ordered, seller by seller: each of them becomes an order of its own. */
#ifndef MARKET_CHECKOUT_VIEW_H
#define MARKET_CHECKOUT_VIEW_H

#include <stdbool.h>

#include "visitor/cart.h"

/* How many there are. */
size_t checkout_sellers(const struct cart *cart);

/* Is the line the first one of its seller? */
bool checkout_is_first(const struct cart *cart, const struct cart_line *line);

/* Is a line of the same seller? */
bool checkout_is_together(const struct cart_line *one, const struct cart_line *other);

/* What all lines of that line's seller cost. */
struct money checkout_total(const struct cart *cart, const struct cart_line *of);

/* A line of the first seller whose order would cost more than one can hold; NULL: none would. */
const struct cart_line *checkout_too_much(const struct cart *cart);

#endif
