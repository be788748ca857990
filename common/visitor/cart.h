/*
 * The cart.  A guest's is in the session, a member's in the account; both are the same pairs:
 * "cart.ID=QUANTITY" and "seen.ID=PRICE NAME", which is what the visitor saw when it was put in,
 * with the decimals that prices had then.
 * Products change meanwhile: what is wrong with a line now, it says itself.
 */
#ifndef VISITOR_CART_H
#define VISITOR_CART_H

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
	CART_TOO_MUCH,   /* the total is more money than can be counted */
};

struct cart_line {
	const char *product_id;
	int64_t quantity;
	const char *name;              /* the product's; when it is gone, the one that was seen */
	struct money price, seen;      /* of one: now, and when it was put in */
	struct money total;            /* quantity times price; 0: it is gone, or too much */
	const struct product *product; /* NULL: gone */
	enum cart_trouble trouble;
};

struct cart {
	const struct cart_line *line;  /* in the order in which they were put in */
	size_t count;
	struct money total;            /* of the lines that are fine */
	bool can_be_ordered;           /* there are lines, and no trouble */
};

/* How many things are in it: the sum of the quantities.  Without a session it costs nothing. */
int64_t cart_count(struct request *req);

/* All of it, with the products as they are now, in the request's arena. */
const struct cart *cart_read(struct request *req);

/* The line of one product, or NULL: it is not in the cart. */
const struct cart_line *cart_find(struct request *req, const char *product_id);

/* How much of a product is in it: 0 is none.  Does not look at the product. */
int64_t cart_quantity(struct request *req, const char *product_id);

/*
 * Let there be so much of it, at the price that the product has now.  False: the cart is full, that
 * would be one line more than CART_LINES_MOST, or than the session has room for.  What the quantity
 * may be is looked at before.
 */
bool cart_set(struct request *req, const struct product *product, int64_t quantity);
void cart_remove(struct request *req, const char *product_id);
void cart_clear(struct request *req);

/*
 * Behind login(): what the guest had goes into the member's cart, sums capped at the stock.  The
 * visitor is told (message) what did not fit.  req->user must have been read in this transaction.
 */
void cart_move_into_account(struct request *req);

/* The name in an entry "seen.ID"; NULL: there is none. */
const char *cart_name_seen(const char *seen);

#endif
