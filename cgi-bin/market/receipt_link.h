/* The address of a receipt: whoever has it may read the order, nobody can guess it. */
#ifndef MARKET_RECEIPT_LINK_H
#define MARKET_RECEIPT_LINK_H

#include "html/html.h"
#include "http/request.h"
#include "model/order.h"

/* "/receipt/SECRET"; the secret is the order's number and a signature of it and of its token. */
struct url receipt_url(const struct request *req, const struct order *order);

/* The order that a SECRET is about, or NULL. */
const struct order *receipt_find(struct request *req, const char *secret);

#endif
