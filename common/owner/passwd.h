/* The system's users by name. */
#ifndef OWNER_PASSWD_H
#define OWNER_PASSWD_H

#include <pwd.h>
#include <stdbool.h>

#include "base/arena.h"

/* False: /etc/passwd has no such user.  The texts live until the next call. */
bool passwd_find(uid_t user, struct passwd *found);

/* The name of a user, for people; its number when /etc/passwd has none. */
const char *passwd_name(struct arena *arena, uid_t user);

#endif
