/* The words and the sums with which pages and messages tell of an order. */
#ifndef MARKET_ORDER_TEXT_H
#define MARKET_ORDER_TEXT_H

#include "http/request.h"
#include "model/order.h"

/* "Order 12"; "Ready for pick-up"; "and 2 more". */
const char *order_title(const struct request *req, const struct order *order);
const char *order_state_name(const struct request *req, enum order_state state);
const char *order_more_lines(const struct request *req, size_t count);

/* What was ordered, in a few words: "2 × Kopi Gayo 200 g and 2 more". */
const char *order_in_short(const struct request *req, const struct order *order);

/* What the seller of an order that order_is_owed_back has to do. */
const char *order_give_back(const struct request *req);

struct money order_line_total(const struct order_line *line);

#endif
