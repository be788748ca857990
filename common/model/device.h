/* The browsers in which members are signed in: a session whose device is gone is signed out. */
#ifndef MODEL_DEVICE_H
#define MODEL_DEVICE_H

#include <stdbool.h>

#include "base/instant.h"
#include "db/db.h"
#include "model/user.h"

enum {
	DEVICES_MOST = 50,               /* in a list */
	DEVICE_USER_AGENT_LONGEST = 200, /* bytes */
};

struct device {
	int64_t id;                /* random, so that none comes back */
	struct date signed_in, last_seen;
	struct date expires;       /* by then its session is dead */
	const char *address;       /* from which it signed in */
	const char *last_address;  /* from which it was seen last */
	const char *user_agent;    /* what the browser says that it is */
};

/* Those of an account whose sessions may live, the one seen last first. */
struct devices {
	size_t count;
	struct device device[DEVICES_MOST];
};
const struct devices *devices_of(struct db *db, int64_t user_id);

/*
 * The account if the device is one of its own; else NULL.  Of the device is then known what every
 * page asks: its id, last_seen and the addresses.
 */
const struct user *device_find_user(struct db *db, int64_t user_id, int64_t id,
	struct device *device);

/* Add it; a few others whose sessions are dead go, each in its turn. */
void device_insert(struct db *db, int64_t user_id, const struct device *device);

/* Note last_seen, expires and last_address. */
void device_seen(struct db *db, const struct device *device);

/* Sign it out at its next request; false: there is none with that id. */
bool device_delete(struct db *db, int64_t user_id, int64_t id);
void device_delete_others(struct db *db, int64_t user_id, int64_t kept_id);

#endif
