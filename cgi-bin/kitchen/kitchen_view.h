/* What the kitchen's own page shows. */
#ifndef KITCHEN_KITCHEN_VIEW_H
#define KITCHEN_KITCHEN_VIEW_H

#include <stdbool.h>

#include "http/url.h"
#include "model/dish.h"
#include "model/opening.h"
#include "model/ticket.h"

enum { KITCHEN_REFRESH = 20 /* seconds: often enough for a cook */,
	KITCHEN_TICKETS_SHOWN = 50 };

struct kitchen_view {
	struct ticket_list tickets;  /* the oldest of those that are open */
	int64_t waiting;             /* how many are */
	struct dish_list dishes;
	struct opening opening;
	struct date now;
	bool refreshes;              /* the browser asks again by itself */
};

struct kitchen_view kitchen_view(struct request *req);

/* Was that asked for?  Every KITCHEN_REFRESH seconds: no other number turns it on. */
bool kitchen_refreshes(const struct request *req);

/* The page, which refreshes itself or not. */
struct url kitchen_url(const struct request *req, bool refreshes);

/* The form of a dish. */
struct url kitchen_dish_url(const struct request *req, const struct dish *dish);

#endif
