/* A point in time, as the clock of the shop shows it. */
#ifndef ROUTE_MOMENT_H
#define ROUTE_MOMENT_H

#include "base/instant.h"
#include "http/request.h"

/* A date whose civil time is what the clock on the wall shows then; without the database. */
struct date moment_local(const struct request *req, struct date date);

#endif
