/* Which products json and xml deliver. */
#ifndef DATA_WANTED_H
#define DATA_WANTED_H

#include "http/request.h"
#include "model/product.h"

/*
 * All that are public, and the visitor's own, or the one whose id stands behind the route's name
 * (or none: an unknown id is an empty list).  Fails (404) when that is no id.
 */
struct products wanted_products(struct request *req);

#endif
