/* Sessions in the database: a text for each key. */
#ifndef MODEL_SESSION_ROW_H
#define MODEL_SESSION_ROW_H

#include "base/instant.h"
#include "db/db.h"

/* The text, or NULL; it lives in the arena of the db. */
const char *session_row_text(struct db *db, const char *key);

void session_row_put(struct db *db, const char *key, const char *text, struct date expires);
void session_row_delete(struct db *db, const char *key);

/*
 * Look at the next `most` rows behind a key, and delete those that died before a date; *deleted
 * counts them.  The last key that was looked at; "": there were no more.
 */
const char *session_row_sweep(struct db *db, const char *behind, int64_t most, struct date before,
	int64_t *deleted);

#endif
