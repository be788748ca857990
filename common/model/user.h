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
	const char *memory;     /* as visitor/memory.h writes it */
};

/* When somebody joined and signed in last; 0: never. */
struct user_dates {
	struct date joined, last_login;
};

/* For statements of the model whose rows begin with an account; NULL behind the last one. */
#define USER_COLUMNS "id, username, password, is_active, is_staff, is_superuser, memory"
enum { USER_COLUMN_COUNT = 7 };
const struct user *user_next(struct statement *rows);

/* NULL when there is no such account.  What is returned lives in the arena of the db. */
const struct user *user_find(struct db *db, int64_t id);

/* By the name exactly as it was registered; it must be NFKC. */
const struct user *user_find_by_name(struct db *db, const char *username);

/*
 * May somebody be called that?  Letters and digits of any script, and @ . + - _, as Django; the
 * name must be NFKC.
 */
enum { USERNAME_LONGEST = 150 /* code points */ };
bool user_name_is_valid(const char *username);

/* Is a name taken that people would hold for this one: in other case, or É for é? */
bool user_name_is_taken(struct db *db, const char *username);

/* False when the name is taken meanwhile. */
bool user_insert(struct db *db, const char *username, const char *password_hash);

struct user_dates user_dates(struct db *db, int64_t id);
void user_signed_in(struct db *db, int64_t id, struct date when);

void user_set_password(struct db *db, int64_t id, const char *password_hash);

/* From now on this member is staff and may do everything. */
void user_make_superuser(struct db *db, int64_t id);

void user_set_memory(struct db *db, int64_t id, const char *memory);

/* What auth/recovery.h keeps with an account: the hashes of its codes, between spaces; "": none. */
const char *user_recovery_codes(struct db *db, int64_t id);
void user_set_recovery_codes(struct db *db, int64_t id, const char *hashes);

/*
 * Would nobody be left who can do everything?  That takes a superuser who can enter: whose account
 * is open, and who is staff.
 */
#define USER_CAN_DO_ALL "is_superuser = 1 AND is_staff = 1 AND is_active = 1" /* SQL */
bool user_is_last_superuser(struct db *db, const struct user *user);

/*
 * With all that is theirs: products, devices.  A book that is not back yet keeps their name, and a
 * dish that the kitchen has not handed over.
 */
void user_delete(struct db *db, int64_t id);

#endif
