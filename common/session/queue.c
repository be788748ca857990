/* Waiting without locks. */
#include "session/queue.h"

#include "db/db.h"
#include "session/session.h"

int queue_for_slot(struct request *req, const struct slots *slots)
{
	db_close(req->db);
	session_close(req);
	return slot_take(req->arena, req->config.data, slots);
}
