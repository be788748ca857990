/* A dish is put into the running order, or not: for people with a page, for scripts as JSON. */
#ifndef KITCHEN_GATHER_H
#define KITCHEN_GATHER_H

#include "http/request.h"
#include "http/response.h"

/* The fields dish (an id) and special_requests. */
void gather_dish(struct request *req, struct response *res);

#endif
