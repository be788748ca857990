/*
 * Sessions in the database.  They are part of the request's transaction: a POST reads them under
 * its lock, unless it takes that only later; what is written holds if the transaction does.
 */
#include "session/store.h"

#include "model/session_row.h"

enum { LONGEST = 1024 * 1024, SWEPT_AT_ONCE = 20 };

static const char *key_of(const struct request *req, const char *id)
{
	return session_key(req->arena, id);
}

static const char *read_session(struct request *req, struct session_hold *hold, const char *id)
{
	(void)hold;
	return session_is_id(id) ? session_row_text(req->db, key_of(req, id)) : NULL;
}

/* From here on the database is written, and locked. */
static void begin_to_write(struct request *req)
{
	if (req->db->mode != DB_WRITE)
		db_write(req->db);
}

static const char *read_newest(struct request *req, struct session_hold *hold, const char *id)
{
	begin_to_write(req);
	hold->is_newest = true;
	return read_session(req, hold, id);
}

static const char *prepare(struct request *req, struct session_hold *hold,
	const struct session_change *change)
{
	(void)hold;
	begin_to_write(req);
	if (change->old_id != NULL)
		session_row_delete(req->db, key_of(req, change->old_id));
	if (change->text != NULL)
		session_row_put(req->db, key_of(req, change->id), change->text, change->expires);
	return change->id;
}

static const char *sweep(struct request *req, const char *from, struct date before,
	int64_t *deleted)
{
	const char *next;

	begin_to_write(req);
	next = session_row_sweep(req->db, from, SWEPT_AT_ONCE, before, deleted);
	db_commit(req->db);
	return next;
}

const struct session_store session_rows = {
	.name = "database", .longest = LONGEST, .new_id = session_new_id,
	.read = read_session, .read_newest = read_newest,
	.prepare = prepare, .sweep = sweep,
};
