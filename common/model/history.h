/* The history of what staff changed: it outlives what it tells of. */
#ifndef MODEL_HISTORY_H
#define MODEL_HISTORY_H

#include "base/instant.h"
#include "model/record.h"

enum history_action { HISTORY_ADDED, HISTORY_CHANGED, HISTORY_DELETED, HISTORY_ACTIONS };

struct history_entry {
	struct date made;
	const char *made_by;     /* a user name */
	enum history_action action;
	const char *model;       /* a record type's name; "setting" */
	const char *object;      /* its key */
	const char *name;        /* how it was called then */
	const char *fields;      /* the names of those that were changed, between spaces; "" */
};

/* Made now.  `made` is not looked at. */
void history_add(struct db *db, const struct history_entry *entry);

/* Newest first, at most so many, in the db's arena: of one object; of all, by one or anybody. */
struct history {
	const struct history_entry *entry;
	size_t count;
	bool more;
};
struct history history_of(struct db *db, const char *model, const char *object, size_t most);
struct history history_recent(struct db *db, const char *made_by, size_t most); /* NULL: anybody */

#endif
