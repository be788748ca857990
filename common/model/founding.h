/* What a shop is before it has an owner, and what the first ones are given. */
#ifndef MODEL_FOUNDING_H
#define MODEL_FOUNDING_H

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"

/* Has nobody an account, and is nothing on sale, on the menu or on the shelf? */
bool shop_is_empty(struct db *db);

/* Is there a superuser who can enter? */
bool shop_has_superuser(struct db *db);

/* All that the member may do without a group: codenames between spaces. */
void user_set_permissions(struct db *db, int64_t id, const char *codenames);

#endif
