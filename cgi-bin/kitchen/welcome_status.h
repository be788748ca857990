/* The cookie `welcome_status`: signed, it says for a day that somebody has told what he likes. */
#ifndef KITCHEN_WELCOME_STATUS_H
#define KITCHEN_WELCOME_STATUS_H

#include "http/request.h"
#include "http/response.h"

void welcome_status_set(struct request *req, struct response *res);
bool welcome_status_is_set(const struct request *req);

#endif
