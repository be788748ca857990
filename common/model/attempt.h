/* Sign-ins that failed, counted under keys that tell nothing. */
#ifndef MODEL_ATTEMPT_H
#define MODEL_ATTEMPT_H

#include "base/instant.h"
#include "db/db.h"

struct attempt {
	int64_t failures;    /* 0: there were none, or all is forgotten */
	struct date since;
};

struct attempt attempt_find(struct db *db, const char *key);

/*
 * One more failure, in one statement, so that of those at the same time all count.  `since` becomes
 * now; earlier failures are forgotten when it was not after `forgotten`.
 */
void attempt_failed(struct db *db, const char *key, struct date now, struct date forgotten);

/* The same, but `since` stays at the first failure; a date that is still to come becomes now. */
void attempt_failed_within(struct db *db, const char *key, struct date now, struct date forgotten);

void attempt_forget(struct db *db, const char *key);

/*
 * Delete what was not after `forgotten`, among the 20 rows that follow a key: keys are hashes, so
 * that every row has its turn, and no failure takes long however many there were.
 */
void attempt_clean(struct db *db, const char *key, struct date forgotten);

#endif
