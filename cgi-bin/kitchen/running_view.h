/* What the page of the running order shows. */
#ifndef KITCHEN_RUNNING_VIEW_H
#define KITCHEN_RUNNING_VIEW_H

#include "http/request.h"
#include "model/opening.h"
#include "model/ticket.h"
#include "route/field.h"
#include "visitor/profile.h"
#include "visitor/running_order.h"

struct running_view {
	struct running_order order;
	const char *token;             /* running_order_token */
	struct opening opening;
	struct profile profile;
	struct ticket_list tickets;    /* the visitor's */
	struct field name;             /* whom to call */
	const struct field *fields[2]; /* that one, and a NULL */
	const char *trouble;           /* why nothing was ordered; NULL: nobody tried to */
};

void running_view_begin(struct running_view *view, struct request *req);

/* Why a dish of the order cannot be had; NULL: it can. */
const char *running_line_trouble(const struct request *req, const struct running_line *line);

/*
 * Why the dish is not for whoever has that profile, reason by reason: "" behind the last one, and
 * for the first one when it is.
 */
const char *running_line_conflict(const struct request *req, const struct profile *profile,
	const struct running_line *line, size_t number);

/* The moment as the remove button's value; the time of day by the shop's clock: "12:05". */
const char *running_line_name(const struct request *req, const struct running_line *line);
const char *running_line_clock(const struct request *req, const struct running_view *view,
	const struct running_line *line);

#endif
