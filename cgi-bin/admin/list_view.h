/* What the list of a model shows, and the addresses of its other pages, orders and filters. */
#ifndef ADMIN_LIST_VIEW_H
#define ADMIN_LIST_VIEW_H

#include "admin/admin.h"
#include "http/url.h"
#include "route/field.h"

struct list_column {
	size_t field;
	const char *label;       /* translated */
	struct url sort;         /* the list by this column, or the other way round */
	const char *aria_sort;   /* "ascending", "descending"; NULL: it is not sorted by it */
	bool is_number;
};

struct list_filter {
	const char *name, *label;
	const struct choice *choices;   /* the first one is "all"; ends with a NULL value */
	const char *value;              /* "": all */
};

struct list_view {
	struct record_query query;
	struct record_page page;
	struct list_column called;      /* by what a record is called: its title, or its key */
	struct list_column column[RECORD_FIELDS];    /* the others */
	size_t columns;
	struct list_filter filter[RECORD_FIELDS];
	size_t filters;
	bool narrowed;                  /* by words or filters */
	bool adds, deletes;             /* what the visitor may do */
};

/* As the address says; what of it is rubbish says nothing. */
struct list_view list_view(struct request *req, const struct record_type *type);

/* The same list in another order, or its other page, from 1. */
struct url list_url(const struct request *req, const struct record_query *query, int64_t order,
	int64_t page);

#endif
