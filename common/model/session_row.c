/* Sessions in the database. */
#include "model/session_row.h"

const char *session_row_text(struct db *db, const char *key)
{
	struct statement rows = db_query(db, "SELECT data FROM session WHERE key = $1", BIND(key));
	const char *text = db_next(&rows) ? arena_string(db->arena, db_text(&rows, 0)) : NULL;

	db_finish(&rows);
	return text;
}

void session_row_put(struct db *db, const char *key, const char *text, struct date expires)
{
	db_run(db, "INSERT INTO session (key, data, expires) VALUES ($1, $2, $3) "
		"ON CONFLICT (key) DO UPDATE SET data = excluded.data, expires = excluded.expires",
		BIND(key, text, expires.us));
}

void session_row_delete(struct db *db, const char *key)
{
	db_run(db, "DELETE FROM session WHERE key = $1", BIND(key));
}

/* The last key of the next `most` rows; NULL: there is none. */
static const char *last_of_next(struct db *db, const char *behind, int64_t most)
{
	struct statement rows = db_query(db, "SELECT max(key) FROM "
		"(SELECT key FROM session WHERE key > $1 ORDER BY key LIMIT $2) AS next",
		BIND(behind, most));
	const char *key = db_next(&rows) ? db_text(&rows, 0) : NULL;

	key = key != NULL ? arena_string(db->arena, key) : NULL;
	db_finish(&rows);
	return key;
}

const char *session_row_sweep(struct db *db, const char *behind, int64_t most, struct date before,
	int64_t *deleted)
{
	const char *last = last_of_next(db, behind, most);

	if (last == NULL)
		return "";
	*deleted += db_run(db,
		"DELETE FROM session WHERE key > $1 AND key <= $2 AND expires < $3",
		BIND(behind, last, before.us));
	return last;
}
