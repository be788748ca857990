/* What the kitchen's own page shows. */
#ifndef KITCHEN_KITCHEN_VIEW_H
#define KITCHEN_KITCHEN_VIEW_H

#include "http/url.h"
#include "model/dish.h"
#include "model/opening.h"
#include "model/ticket.h"

enum { KITCHEN_REFRESH = 20 /* seconds: often enough for a cook */ };

struct kitchen_view {
	struct ticket_list tickets;  /* the open ones */
	struct dish_list dishes;
	struct opening opening;
	struct date now;
	int64_t refresh;             /* seconds until the browser asks again; 0: never */
};

struct kitchen_view kitchen_view(struct request *req);

/* The seconds that were asked for; too few would only make the page flicker. */
int64_t kitchen_refresh(const struct request *req);

/* The page that refreshes itself so often; 0: one that does not. */
struct url kitchen_url(const struct request *req, int64_t refresh);

/* The form of a dish. */
struct url kitchen_dish_url(const struct request *req, const struct dish *dish);

#endif
