/* What is wrong with a line of a cart, where its product has to be named. */
#ifndef MARKET_CART_TEXT_H
#define MARKET_CART_TEXT_H

#include <stdint.h>

#include "http/request.h"
#include "visitor/cart.h"

/* "“Kopi Gayo” is sold out."; the stock is what is left of it now. */
const char *cart_trouble_text(const struct request *req, enum cart_trouble trouble,
	const char *name, int64_t stock);

#endif
