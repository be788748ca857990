/* How an order is shown: to its buyer, to its seller, and to whoever has its receipt. */
#ifndef MARKET_ORDER_VIEW_H
#define MARKET_ORDER_VIEW_H

#include <stdbool.h>

#include "html/html.h"
#include "http/request.h"
#include "model/order.h"
#include "model/seller.h"

struct order_view {
	const struct order *order;
	struct order_lines lines;
	struct orders together;   /* all of that checkout, for its buyer only */
	struct seller seller;     /* how to pay, and whom to write to */
	const char *instructions; /* the shop's, when the seller gave none */
	const char *payee;        /* whom its QRIS code pays: the seller, or the shop */
	bool by_seller;           /* the visitor is the seller */
	const char *phone;        /* of the other side, as people write it; "": unknown */
	struct url chat;          /* with the other side; without a number its text is NULL */
};

struct order_view order_view(struct request *req, const struct order *order);

/* Is it still to be paid? */
bool order_is_owed(const struct order *order);

/* Was it paid and then cancelled, so that the seller owes the money? */
bool order_is_owed_back(const struct order *order);

/* The page of an order for its seller and its buyer, "/orders/12". */
struct url order_own_url(const struct request *req, const struct order *order);

/* That page if the visitor is the buyer, else the receipt. */
struct url order_url(const struct request *req, const struct order *order);

/* What can be done with an order; `done` says that it was. */
struct order_action {
	const char *name;         /* value of the field `action` */
	enum order_state state;   /* what the order becomes */
	const char *label, *done; /* texts, not translated yet */
};

/* All of them, in the order in which they are usually done; ends with a NULL name. */
extern const struct order_action order_actions[];

/*
 * Page by page: "/orders?open=12&sold=34&bought=56", each the order behind which a section begins;
 * `behind` NULL: that section from its first page.
 */
struct url orders_url(const struct request *req, const char *section, const char *behind);

#endif
