/*
 * What was typed into a form that is refused because it may come from another site: it is shown, so
 * that nothing is lost, and when our own page surely sent it, it can be sent again.
 */
#ifndef ROUTE_REFUSED_H
#define ROUTE_REFUSED_H

#include <stdbool.h>

#include "html/html.h"
#include "http/request.h"

enum {
	REFUSED_FIELDS = 100,
	REFUSED_BYTES = 64 * 1024,   /* of names and values */
};

struct refused {
	struct url form;      /* where it was sent, which is where it is asked for, too */
	struct pairs fields;  /* without tokens and passwords */
	bool typed;           /* one of them holds something */
	bool cut;             /* there is more than there is room for */
	bool again;           /* the page may offer to send it again */
};

/* Needs neither session nor database, and without much memory it leaves the fields out. */
struct refused refused_read(const struct request *req);

/* The name of a field as people read it: "favorite_dish" is "Favorite dish". */
const char *refused_label(struct arena *arena, const char *name);

#endif
