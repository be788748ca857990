/*
 * The cart.  A guest's is in the session, a member's in the account; both are the same pairs:
 * "cart.ID=QUANTITY" and "seen.ID=PRICE NAME", which is what the visitor saw when it was put in.
 * Products change meanwhile: what is wrong with a line now, it says itself.
 */
#ifndef ROUTE_CART_H
#define ROUTE_CART_H

#include <stdbool.h>
#include <stdint.h>

#include "base/money.h"
#include "http/request.h"
#include "model/product.h"

enum { CART_LINES_MOST = 100 };

enum cart_trouble {
	CART_FINE,
	CART_GONE,       /* deleted, or not on sale any more */
	CART_SOLD_OUT,
	CART_SHORT,      /* there are fewer than are wanted */
	CART_OWN,        /* the visitor sells it */
};

struct cart_line {
	const char *product_id;
	int64_t quantity;
	const char *name;              /* the product's; when it is gone, the one that was seen */
	struct money price, seen;      /* of one: now, and when it was put in */
	struct money total;            /* quantity times price; 0 when it is gone */
	const struct product *product; /* NULL: gone */
	enum cart_trouble trouble;
};

struct cart {
	const struct cart_line *line;  /* in the order in which they were put in */
	size_t count;
	struct money total;            /* of the lines that are fine */
	bool can_be_ordered;           /* there are lines, and no trouble */
};

/* How many things are in it: the sum of the quantities.  Costs nothing without session or account. */
int64_t cart_count(struct request *req);

/* All of it, with the products as they are now, in the request's arena. */
const struct cart *cart_read(struct request *req);

/* How much of a product is in it: 0 is none. */
int64_t cart_quantity(struct request *req, const char *product_id);

/*
 * Let there be so much of it, at the price that the product has now.  False: that would be one line
 * more than CART_LINES_MOST.  What the quantity may be is looked at before.
 */
bool cart_set(struct request *req, const struct product *product, int64_t quantity);
void cart_remove(struct request *req, const char *product_id);
void cart_clear(struct request *req);

/*
 * Behind login(): what the guest had goes into the member's cart, sums capped at the stock.  The
 * visitor is told (message) what did not fit.
 */
void cart_move_into_account(struct request *req);

#endif
