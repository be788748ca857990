/*
 * Recovery codes: a shop without a mail server cannot send a link to who forgot the password.
 * Each member can keep some codes instead, each of which signs in once.  Only their hashes are
 * stored.  The transaction is the caller's.
 */
#ifndef AUTH_RECOVERY_H
#define AUTH_RECOVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"

enum { RECOVERY_CODES = 8 };

/* Fresh codes, "xxxx-xxxx-xxxx-xxxx", in the arena of the db; older ones are worth nothing now. */
void recovery_codes_make(struct db *db, int64_t user_id, const char *codes[RECOVERY_CODES]);

/*
 * Is it one of the codes of that user?  Then it is spent.  Upper and lower case, spaces and hyphens
 * do not matter, nor do o for 0, i and l for 1.
 */
bool recovery_code_spend(struct db *db, int64_t user_id, const char *text);

#endif
