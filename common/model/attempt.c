/* Sign-ins that failed. */
#include "model/attempt.h"

struct attempt attempt_find(struct db *db, const char *key)
{
	struct statement rows = db_query(db, "SELECT failures, since FROM attempt WHERE key = $1",
		BIND(key));
	struct attempt attempt = { 0 };

	if (db_next(&rows))
		attempt = (struct attempt){
			.failures = db_integer(&rows, 0), .since.us = db_integer(&rows, 1) };
	db_finish(&rows);
	return attempt;
}

void attempt_failed(struct db *db, const char *key, struct date now, struct date forgotten)
{
	db_run(db,
		"INSERT INTO attempt (key, failures, since) VALUES ($1, 1, $2) "
		"ON CONFLICT (key) DO UPDATE SET since = $2, failures = "
		"CASE WHEN attempt.since <= $3 THEN 1 ELSE attempt.failures + 1 END",
		BIND(key, now.us, forgotten.us));
}

void attempt_failed_within(struct db *db, const char *key, struct date now, struct date forgotten)
{
	db_run(db,
		"INSERT INTO attempt (key, failures, since) VALUES ($1, 1, $2) "
		"ON CONFLICT (key) DO UPDATE SET failures = "
		"CASE WHEN attempt.since <= $3 THEN 1 ELSE attempt.failures + 1 END, since = "
		"CASE WHEN attempt.since > $3 AND attempt.since <= $2 THEN attempt.since "
		"ELSE $2 END",
		BIND(key, now.us, forgotten.us));
}

void attempt_forget(struct db *db, const char *key)
{
	db_run(db, "DELETE FROM attempt WHERE key = $1", BIND(key));
}

void attempt_clean(struct db *db, const char *key, struct date forgotten)
{
	db_run(db,
		"DELETE FROM attempt WHERE key IN "
		"(SELECT key FROM attempt WHERE key > $1 ORDER BY key LIMIT 20) AND since <= $2",
		BIND(key, forgotten.us));
}
