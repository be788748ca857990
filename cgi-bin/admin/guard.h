/*
 * Who may not do what his permissions say: nobody gets more power than he has by way of somebody
 * else's account.
 */
#ifndef ADMIN_GUARD_H
#define ADMIN_GUARD_H

#include "admin/admin.h"

/* Only a superuser changes or deletes a superuser.  Any other record is for whoever may. */
bool guard_may_touch(struct request *req, const struct record *record);

/* Only a superuser gives power: fails (403) when another one is about to change such a field of a
   record, which was `was` (NULL: it is new).  Behind login_write. */
void guard_require_power(struct request *req, const struct record *was, const struct record *now);

/* With a group go the permissions of its members: one that has any of either is a superuser's to
   delete.  `part` are the counts of its parts. */
bool guard_may_delete_group(struct request *req, const struct record *group, const int64_t *part);

/*
 * Who sets somebody's password can sign in as that account: of staff, and of whoever has a
 * permission or is in a group, only a superuser does it.  One changes one's own on the page of
 * one's account, where the old one is asked for.
 */
bool guard_may_set_password(struct request *req, const struct record *user);

bool guard_is_oneself(const struct request *req, const struct record *user);

#endif
