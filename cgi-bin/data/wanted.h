/* What json and xml deliver: products, or the visitor's own items. */
#ifndef DATA_WANTED_H
#define DATA_WANTED_H

#include <stdbool.h>

#include "http/request.h"
#include "http/response.h"
#include "model/item.h"
#include "model/product.h"

/* Does "item" or "item/ID" stand behind the route's name? */
bool items_are_wanted(const struct request *req);

/* Items are for members: false when the answer already asks the visitor to sign in. */
bool wanted_is_allowed(struct request *req, struct response *res);

/*
 * All products that are public, and the visitor's own, or the one whose id stands behind the
 * route's name (or none: an unknown id is an empty list).  Fails (404) when that is no id.
 */
struct products wanted_products(struct request *req);

/* All of the member's items, or the one with that id, in the same way. */
struct items wanted_items(struct request *req);

#endif
