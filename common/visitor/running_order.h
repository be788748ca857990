/*
 * The running order: the dishes that a visitor has gathered, and not ordered yet.  It is in the
 * session, a member's, too: repeated entries "order", each "DISHID MICROSECONDS REQUESTS", and one
 * "order_token", which no other running order ever has.  The moment at which a dish was gathered
 * names its line.
 *
 * A session can be lost behind the ticket that was made of it.  So the ticket bears the name of the
 * running order, which stays the same whatever is gathered: what has a ticket is placed.
 */
#ifndef VISITOR_RUNNING_ORDER_H
#define VISITOR_RUNNING_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "http/request.h"
#include "model/dish.h"

enum { RUNNING_LINES_MOST = 50, RUNNING_REQUESTS_LONGEST = 500 /* code points */ };

struct running_line {
	const struct dish *dish;   /* as it is now, on the menu or not; NULL: it is gone */
	struct date gathered;
	const char *requests;      /* "": none */
};

struct running_order {
	const struct running_line *line; /* in the order in which they were gathered */
	size_t count;
	struct money total;        /* of the dishes that can be had */
	bool can_be_had;           /* there are dishes, and all of them */
};

/* Is it on the menu, and not sold out? */
bool running_line_can_be_had(const struct running_line *line);

/* The line that an entry with this value keeps, as it is now; false: we did not write that. */
bool running_line_read(struct request *req, const char *value, struct running_line *line);

/* How many lines there are.  Without a session it costs nothing. */
size_t running_order_count(struct request *req);

/* All of it, with the dishes as they are now, in the request's arena. */
struct running_order running_order_read(struct request *req);

/* One dish more; false: it is full, by RUNNING_LINES_MOST or by what the session has room for. */
bool running_order_add(struct request *req, const struct dish *dish, const char *requests);

/* Without the dish that was gathered then; false: there is none. */
bool running_order_remove(struct request *req, struct date gathered);
void running_order_clear(struct request *req);

/* Its name: RUNNING_NAME_LETTERS of them, which nobody can guess; "" when nothing is gathered. */
enum { RUNNING_NAME_LETTERS = 32 };
const char *running_order_name(struct request *req);

/*
 * The token of a form that shows this: its name, and what holds as long as the visitor, who has
 * those restrictions, would be shown the same.  "" when there is nothing to place.
 */
const char *running_order_token(struct request *req, const struct running_order *order,
	const struct restrictions *restrictions);

/* The name in such a token, whosesoever it is. */
const char *running_order_named(struct arena *arena, const char *token);

#endif
