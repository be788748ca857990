/*
 * What rows say by themselves, and what is kept twice so that nobody has to add it up: it fits
 * together as long as only the shop's programs write.
 */
#ifndef MODEL_CONSISTENCY_H
#define MODEL_CONSISTENCY_H

#include <stdbool.h>
#include <stddef.h>

#include "db/db.h"

struct inconsistency {
	const char *what;     /* N_() text: "the stock is not the sum of its changes, of product" */
	const char *first;    /* the key of the first of them */
	size_t more;          /* and how many others */
};

struct inconsistencies {
	const struct inconsistency *found;
	size_t count;
};

/* In the db's arena.  With `everything` also in tables that grow with every order. */
struct inconsistencies inconsistencies_find(struct db *db, bool everything);

#endif
