/* Who may do what in the shop, for whoever looks after its safety. */
#ifndef MODEL_STAFF_H
#define MODEL_STAFF_H

#include "base/instant.h"
#include "model/user.h"

enum { STAFF_MOST = 100 /* in a list */ };

struct staff {
	const struct user *user[STAFF_MOST];
	size_t count;
};

/* Those who can do everything (USER_CAN_DO_ALL); the oldest account first. */
const struct staff *staff_superusers(struct db *db);

/* Staff whose account is open and older than that, and who never signed in. */
const struct staff *staff_never_seen(struct db *db, struct date joined_before);

/* Members who cannot do everything. */
int64_t staff_count_others(struct db *db);

/* All whose account has a password: for user_next, one after the other. */
struct statement staff_with_password(struct db *db);

#endif
