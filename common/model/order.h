/*
 * Orders: what one seller sold at one checkout, with the names and prices of its day.
 *
 * placed -> paid -> ready -> done, and cancelled: what is paid in cash at pick-up, or later, goes
 * from placed to ready or done; money that comes then is noted, and the state stays.
 */
#ifndef MODEL_ORDER_H
#define MODEL_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/money.h"
#include "db/db.h"
#include "model/user.h"

enum order_state {
	ORDER_PLACED, ORDER_PAID, ORDER_READY, ORDER_DONE, ORDER_CANCELLED, ORDER_STATES
};

enum { ORDER_NAME_LONGEST = 100 /* code points, of a guest's name */, ORDERS_SHOWN = 50 };

/*
 * What one order may cost, in minor units: whatever reads it as JSON has it exactly (RFC 8259,
 * section 6), and so have the sums of a shop.
 */
static const int64_t ORDER_TOTAL_HIGHEST = 9007199254740991;

/* The word that the database has for it: "placed" ... */
extern const char *const order_state_words[ORDER_STATES];

/* What people call it: N_() texts. */
extern const char *const order_state_labels[ORDER_STATES];

struct order {
	int64_t id;
	int64_t buyer_id, seller_id;   /* 0: a guest, or an account that was deleted */
	const char *buyer, *seller;    /* user names; of a guest the name that was given */
	const char *phone;             /* as a guest wrote it; "" for members */
	const char *token;             /* the same for all orders of one checkout */
	enum order_state state;
	struct money total;
	struct date placed, paid;      /* paid: 0 while it is not */
	const char *first_name;        /* of its first line; and how many */
	int64_t first_quantity;
	size_t n_lines;
};

struct order_line {
	const char *product_id;        /* the product may be gone */
	const char *name;
	struct money price;            /* of one */
	int64_t quantity;
};

struct order_lines {
	const struct order_line *line;
	size_t count;
};

/* What a checkout asks for.  Lines stand in the order in which the cart shows them. */
struct order_wish {
	const char *token;             /* names the checkout; unique */
	int64_t buyer_id;              /* 0: a guest */
	const char *buyer, *phone;
	struct order_lines lines;
};

/*
 * Place one order for each seller, in this transaction: take every line from the stock, if it is on
 * sale at that price and there is enough of it, and write the ledger.  Returns NULL, or the
 * line that fell short: then the caller must db_rollback, and nothing was ordered.  More than
 * ORDER_TOTAL_HIGHEST for one seller is an error: the visitor was told before.
 */
const struct order_line *order_place(struct db *db, const struct order_wish *wish);

/* One order, in the db's arena; NULL when there is none.  Whose it is, the caller looks at. */
const struct order *order_find(struct db *db, int64_t id);

/* The orders of a checkout, first seller first; the count is 0 when there was none. */
struct orders {
	const struct order *order;
	size_t count;
	bool more;
};
struct orders orders_placed_together(struct db *db, const char *token);

/*
 * Somebody's orders, ORDERS_SHOWN at a time, from behind the order with that id.  Sold is whatever
 * was ordered from the member: open what is still to be handed out, closed what was handed out or
 * cancelled.  Newest first, before INT64_MAX at first; open ones oldest first, after 0.
 */
struct orders orders_bought(struct db *db, int64_t user_id, int64_t before);
struct orders orders_sold(struct db *db, int64_t user_id, int64_t before);
struct orders orders_open(struct db *db, int64_t user_id, int64_t after);
struct orders orders_closed(struct db *db, int64_t user_id, int64_t before);

/* The id of what somebody bought last, 0: nothing yet. */
int64_t order_last_bought(struct db *db, int64_t user_id);

struct order_lines order_lines_of(struct db *db, int64_t order_id);

/* What happened to it, oldest first: who did it is a user name, or "" for a guest. */
struct order_change {
	enum order_state state;
	struct date made;
	const char *made_by;
};
struct order_changes {
	const struct order_change *change;
	size_t count;
};
struct order_changes order_changes_of(struct db *db, int64_t order_id);

/* May an order in this state be brought to `state`, by its seller or by its buyer? */
bool order_may_become(const struct order *order, enum order_state state, bool by_seller);

/*
 * Bring it to that state, which order_may_become; the change is noted, and the stock of a cancelled
 * order comes back.
 */
void order_become(struct db *db, const struct order *order, enum order_state state,
	const char *made_by);

/* Before a seller's account is deleted: what was not handed out is cancelled. */
void orders_cancel_all_sold(struct db *db, const struct user *seller);

#endif
