/* Who signs in: a name and a password, or a name and a recovery code. */
#ifndef AUTH_AUTHENTICATE_H
#define AUTH_AUTHENTICATE_H

#include <stdbool.h>
#include <stdint.h>

#include "http/request.h"
#include "model/user.h"

struct authentication {
	const struct user *user;   /* NULL: refused */
	int64_t wait;              /* seconds; > 0: nothing was looked at */
	bool by_recovery_code;     /* which is spent; the password was forgotten */
};

/*
 * Takes as long, says as much and writes as much for an unknown name and a closed account as for a
 * wrong password.  (But an account that still has an outdated hash takes that hash's time.)  A
 * failure is counted, and committed at once; what a success writes (a better hash, a code that is
 * spent) is the caller's to commit.  The database must not have been written to before.
 */
struct authentication authenticate(struct request *req, const char *username,
	const char *password);

#endif
