/* What is said of a ticket, to its guest and to the cook. */
#ifndef KITCHEN_TICKET_TEXT_H
#define KITCHEN_TICKET_TEXT_H

#include "http/request.h"
#include "model/ticket.h"

/* "Number 12" */
const char *ticket_title(const struct request *req, const struct ticket *ticket);

/* How far it is; and what the cook does next with one that is open. */
const char *ticket_state_text(const struct request *req, enum ticket_state state);
const char *ticket_step_text(const struct request *req, enum ticket_state state);

/* Why the kitchen can take no order more; NULL: it can. */
const char *tickets_too_many(struct request *req);

/* "waiting for 5 minutes" */
const char *ticket_waiting(const struct request *req, const struct ticket *ticket,
	struct date now);

#endif
