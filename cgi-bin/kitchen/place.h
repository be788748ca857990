/* The running order becomes a ticket of the kitchen, whole or not at all, and once. */
#ifndef KITCHEN_PLACE_H
#define KITCHEN_PLACE_H

#include <stdbool.h>

#include "http/request.h"
#include "http/response.h"

/* The fields order_token, and name if the guest gives one. */
void place_order(struct request *req, struct response *res);

/*
 * A session can be lost behind the ticket that was made of it.  So if the running order has one, it
 * is emptied here, its ticket remembered, and a person told; false: it has none.
 */
bool placed_order_settle(struct request *req);

#endif
