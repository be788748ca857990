/* Deleting records, one or many: asked first, then done for all of them or for none. */
#ifndef ADMIN_DELETE_H
#define ADMIN_DELETE_H

#include "admin/admin.h"
#include "http/url.h"

enum {
	DELETE_NAMED = 20,     /* so many are called by their names */
	/* Whoever deletes keeps all others from writing, for about a second with so many rows that
	   go with several records, or change.  What belongs to one cannot be parted. */
	DELETE_ROWS = 20000,
};

struct delete_view {
	const struct record_type *type;
	const struct record **record;
	const char **problem;      /* of each record, translated: why it has to stay; or NULL */
	const char **seen;         /* of each: what is shown of it, and of what goes with it */
	size_t count;
	size_t gone;               /* so many others were ticked, and are not there any more */
	int64_t *part;             /* how many of each part of the type they have together */
	const char *aftermath;     /* what else comes of it, translated; or NULL */
	const char *missing;       /* what goes with them and the visitor may not delete: "products,
	                              items", translated; NULL: nothing */
	bool is_kept;              /* there is a problem */
	bool is_too_much;          /* for one transaction */
	bool has_changed;          /* since the visitor was asked, that is asked again */
	struct url form, back;
};

/* What a form on the list of a model does: its records `selected` are to be deleted. */
void delete_selected(struct request *req, struct response *res, const struct target *target);

/* Is there anything that goes with the records, or that stays without them? */
bool delete_has_parts(const struct delete_view *view, bool stays);

#endif
