/* A point in time, as the clock of the shop shows it. */
#include "route/moment.h"

#include "model/clock.h"

struct date moment_local(const struct request *req, struct date date)
{
	return clock_local(clock_at(req->config.utc_offset), date);
}
