/* What members may do: Django's codenames, ACTION_MODEL. */
#ifndef MODEL_PERMISSION_H
#define MODEL_PERMISSION_H

#include <stdbool.h>

#include "model/user.h"

/* Of each model there are four: "add_product", "change_product", "delete_product", ... */
#define PERMISSION_MODELS(of) \
	of(product) of(item) of(order) of(dish) of(book) of(user) of(group) of(setting)
#define PERMISSION_ACTIONS(model) + 4
enum { PERMISSION_COUNT = 0 PERMISSION_MODELS(PERMISSION_ACTIONS) };

/* All of them, and in the same order N_() texts for them: "Can add product". */
extern const char *const permission_words[PERMISSION_COUNT];
extern const char *const permission_labels[PERMISSION_COUNT];

/* Is it one of them? */
bool permission_is_known(const char *codename);

/*
 * Has an active member it: as a superuser, by itself, or through a group?  Asked of the database
 * each time, so that a change holds at the very next request.
 */
bool user_has_permission(struct db *db, const struct user *user, const char *codename);

#endif
