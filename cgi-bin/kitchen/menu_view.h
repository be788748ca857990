/* The menu as one guest should see it: what may be recommended, in order, and what may not. */
#ifndef KITCHEN_MENU_VIEW_H
#define KITCHEN_MENU_VIEW_H

#include "http/url.h"
#include "model/dish.h"
#include "model/opening.h"
#include "visitor/profile.h"

struct menu_dish {
	const struct dish *dish;
	int rank;                      /* the favourite first, then by how near the spice is */
};

struct menu_view {
	struct profile profile;
	struct opening opening;
	const struct menu_dish *dish;  /* the recommended ones in order, behind them the others */
	size_t recommended, count;
	bool is_lost;                  /* there was a session, and there is no profile any more */
};

struct menu_view menu_view(struct request *req);

bool menu_is_favorite(const struct menu_dish *dish);

/* "For Budi: no peanuts, halal."  "For you: no peanuts."  "": nothing is known of either. */
const char *menu_whose(const struct request *req, const struct profile *profile);

/* "4 dishes left out because of peanuts, or because they are not certain to be halal: show them" */
const char *menu_left_out(const struct request *req, const struct menu_view *view);

#endif
