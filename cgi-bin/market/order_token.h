/*
 * The token of a checkout's form.  It is made of the visitor and of what the form showed: products,
 * quantities, names and prices.  So it fits as long as the visitor would be shown the same; and as
 * what was ordered before is in it, too, it fits no later cart, however alike.  Nothing is stored
 * until something is ordered.
 */
#ifndef MARKET_ORDER_TOKEN_H
#define MARKET_ORDER_TOKEN_H

#include <stdbool.h>

#include "http/request.h"
#include "visitor/cart.h"

/*
 * The token for a form that shows this cart.  Behind the form's CSRF token: that names a browser
 * which has no name yet.
 */
const char *order_token(struct request *req, const struct cart *cart);

/* Did the form that was sent show this cart?  It did not if that has been ordered meanwhile. */
bool order_token_fits(struct request *req, const struct cart *cart);

/* The name under which the form's orders are stored, or are to be; nobody else's is the same. */
const char *order_token_name(struct request *req);

/* Is that what this guest ordered last? */
bool order_token_was_last(struct request *req, const char *name);

/* What has that name was ordered, and its cart is no more: the next one is another. */
void order_token_spend(struct request *req, const char *name);

#endif
