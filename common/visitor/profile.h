/*
 * What a guest told the kitchen: who likes what, and what must not be on the plate.  Kept as
 * memory.h says; a member's comes back at the next sign-in.
 */
#ifndef VISITOR_PROFILE_H
#define VISITOR_PROFILE_H

#include "base/instant.h"
#include "http/request.h"
#include "model/dish.h"

enum { PROFILE_NAME_LONGEST = 100, PROFILE_FAVORITE_LONGEST = 100 /* code points */ };

struct profile {
	const char *name;             /* NULL: it is not known; all else holds even so */
	const char *favorite_dish;    /* as it was typed; "": none */
	struct restrictions restrictions;
	enum spice spice;             /* SPICES: anything */
	int64_t visits;               /* of `welcome`, with this one if it counted */
	struct date last_visit;       /* the one before; 0: there was none */
};

/* It lives in the request's arena. */
struct profile profile_read(struct request *req);

/* Neither a name nor anything that somebody does not eat. */
bool profile_is_none(const struct profile *profile);

/* Keep it; false: a session in a cookie has no room for it, and nothing was written. */
bool profile_write(struct request *req, const struct profile *profile);

/*
 * Another visit, now: count it if the name is known, and say so.  For that a request must have the
 * right to write; a member's begins to write the database here (login_write).
 */
struct profile profile_visit(struct request *req);

/*
 * Behind login(): a guest's profile becomes the account's.  If that has one already, restrictions
 * and visits are added to it; the visitor is told (message) of restrictions that are new.
 */
void profile_move_into_account(struct request *req);

#endif
