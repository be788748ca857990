/* What somebody is told who has guessed too often. */
#include "account/too_many.h"

const char *too_many_attempts(struct request *req, struct response *res, int64_t seconds)
{
	unsigned long number = (unsigned long)seconds;

	res->status = 429;
	response_header(res, "Retry-After", arena_printf(req->arena, "%lu", number));
	if (seconds < 60)
		return arena_printf(req->arena, _n(
			"Too many attempts. Please try again in %lu second.",
			"Too many attempts. Please try again in %lu seconds.", number), number);
	number = (number + 59) / 60;
	return arena_printf(req->arena, _n(
		"Too many attempts. Please try again in %lu minute.",
		"Too many attempts. Please try again in %lu minutes.", number), number);
}
