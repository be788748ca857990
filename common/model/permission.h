/* What members may do: Django's codenames, ACTION_MODEL. */
#ifndef MODEL_PERMISSION_H
#define MODEL_PERMISSION_H

#include <stdbool.h>

#include "model/user.h"

enum { PERMISSION_COUNT = 32 };

/* All that there are: "add_product", "change_product", ... */
struct permission {
	const char *action, *model; /* "add", "product" */
	const char *codename;
};
extern const struct permission permissions[PERMISSION_COUNT];

/* Is it one of them? */
bool permission_is_known(const char *codename);

/*
 * Has an active member it: as a superuser, by itself, or through a group?  Asked of the database
 * each time, so that a change holds at the very next request.
 */
bool user_has_permission(struct db *db, const struct user *user, const char *codename);

#endif
