/* What somebody is told who has guessed too often. */
#ifndef ACCOUNT_TOO_MANY_H
#define ACCOUNT_TOO_MANY_H

#include "http/request.h"
#include "http/response.h"

/* The answer becomes 429 with Retry-After; the text says when to try again. */
const char *too_many_attempts(struct request *req, struct response *res, int64_t seconds);

#endif
