/*
 * The tickets of whoever is asking: those that were placed in this session (entries "ticket", the
 * last ones), and a member's that are open, wherever they were placed.
 */
#ifndef KITCHEN_OWN_TICKETS_H
#define KITCHEN_OWN_TICKETS_H

#include "http/request.h"
#include "model/ticket.h"

enum { OWN_TICKETS_KEPT = 10, OWN_TICKETS_OPEN_MOST = 5 };

void own_ticket_remember(struct request *req, int64_t id);

/* Newest first; how many of them are open. */
struct ticket_list own_tickets(struct request *req);
size_t own_tickets_open(const struct ticket_list *tickets);

#endif
