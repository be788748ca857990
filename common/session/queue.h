/* Waiting for one's turn at work that takes much memory, and standing in nobody's way. */
#ifndef SESSION_QUEUE_H
#define SESSION_QUEUE_H

#include "db/slot.h"
#include "http/request.h"

/*
 * slot_take, but while the request waits and works it holds neither the database nor the session:
 * other requests of the same visitor go on.  What they write into the session is kept; nothing may
 * have been written into the database yet.
 */
int queue_for_slot(struct request *req, const struct slots *slots);

#endif
