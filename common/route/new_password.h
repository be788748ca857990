/* A new password, asked for twice: at registration, and when a member changes it. */
#ifndef ROUTE_NEW_PASSWORD_H
#define ROUTE_NEW_PASSWORD_H

#include <stdbool.h>

#include "route/field.h"

struct new_password {
	struct field first, second;
	const char *text;  /* what was read */
};

/* The fields are NAME1 and NAME2; the labels are translated already. */
void new_password_begin(struct new_password *password, struct request *req, const char *name,
	const char *label, const char *label_again);

/* False when it is no good for that member, and the fields say why. */
bool new_password_read(struct new_password *password, struct request *req, const char *username);

/* The text to store.  Takes long: nothing may be locked meanwhile.  Fails (503) as a hash may. */
const char *new_password_hash(const struct new_password *password, struct request *req);

#endif
