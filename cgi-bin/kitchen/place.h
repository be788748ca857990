/* The running order becomes a ticket of the kitchen, whole or not at all, and once. */
#ifndef KITCHEN_PLACE_H
#define KITCHEN_PLACE_H

#include "http/request.h"
#include "http/response.h"

/* The fields order_token, and name if the guest gives one. */
void place_order(struct request *req, struct response *res);

#endif
