/* What the kitchen says when somebody comes in. */
#ifndef KITCHEN_WELCOME_VIEW_H
#define KITCHEN_WELCOME_VIEW_H

#include "model/dish.h"
#include "model/opening.h"
#include "visitor/profile.h"

struct welcome_view {
	struct profile profile;
	const char *name;            /* by which the visitor is known; NULL: by none */
	struct date last_visit;      /* as the shop's clock showed then; 0: there was none */
	const struct dish *favorite; /* NULL: there is none on the menu */
	const char *conflicts;       /* why that one is not for this guest; "": nothing is known */
	bool is_lost;                /* there was a session, and there is no profile any more */
	bool is_of_today;            /* the profile, which there is */
	struct opening opening;
};

/* The profile is as profile_read or profile_visit gave it. */
struct welcome_view welcome_view(struct request *req, const struct profile *profile);

#endif
