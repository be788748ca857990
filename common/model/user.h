/* The people who have an account. */
#ifndef MODEL_USER_H
#define MODEL_USER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "db/db.h"

struct user {
	int64_t id;
	const char *username;
	const char *password;   /* the stored hash, never the password */
	bool is_active, is_staff, is_superuser;
};

/* NULL when there is no such account.  What is returned lives in the arena of the db. */
const struct user *user_find(struct db *db, int64_t id);

/* By the name exactly as it was registered; it must be NFKC. */
const struct user *user_find_by_name(struct db *db, const char *username);

/* Is a name taken that people would hold for this one: in other case, or É for é? */
bool user_name_is_taken(struct db *db, const char *username);

/* False when the name is taken meanwhile. */
bool user_insert(struct db *db, const char *username, const char *password_hash);

void user_signed_in(struct db *db, int64_t id, struct date when);

void user_set_password(struct db *db, int64_t id, const char *password_hash);

/* What auth/recovery.h keeps with an account: the hashes of its codes, between spaces; "": none. */
const char *user_recovery_codes(struct db *db, int64_t id);
void user_set_recovery_codes(struct db *db, int64_t id, const char *hashes);

/* With all that is theirs: products, devices. */
void user_delete(struct db *db, int64_t id);

#endif
