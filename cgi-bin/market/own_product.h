/* The product that a route is about, when it belongs to the visitor. */
#ifndef MARKET_OWN_PRODUCT_H
#define MARKET_OWN_PRODUCT_H

#include "http/request.h"
#include "model/product.h"

/* Of the id behind the route's name.  Fails (404): it is no id, no product, or somebody else's. */
const struct product *own_product(struct request *req);

#endif
