/*
 * What a table would change: each of its rows is judged by the rules of the form in which a person
 * would type it.  Nothing of it is kept between the preview and the import: the table comes again.
 */
#ifndef DATA_IMPORT_PLAN_H
#define DATA_IMPORT_PLAN_H

#include "base/csv.h"
#include "http/request.h"
#include "route/field.h"

enum { IMPORT_COLUMNS = 8, IMPORT_SHOWN = 20 };

enum import_fate { IMPORT_NEW, IMPORT_CHANGED, IMPORT_SAME, IMPORT_BAD, IMPORT_FATES };

struct import_row {
	const struct csv_row *from;
	const char *id;          /* as we write it; NULL: it names none */
	const void *was;         /* what has that id, of the member's own; NULL: nothing */
	enum import_fate fate;
	const char *reason;      /* why it is bad, translated; NULL: it is not */
	const void *thing;       /* what it says, when it is good: a struct product, or item */
};

struct import;

struct import_column {
	const char *name;        /* of the form's field, too */
	const char *in_indonesian;
	bool required;
	/* Instead of a cell, what the form would have sent; or NULL: the cell itself. */
	const char *(*as_sent)(struct arena *arena, const char *cell);
};

/* What can be imported.  The first column is the id. */
struct import_kind {
	const char *path;        /* behind the route's name: "" or "item" */
	const char *list;        /* the route that shows what there is */
	bool newest_first;       /* which does so in this order, as do tables */
	struct import_column column[IMPORT_COLUMNS]; /* ends with a NULL name */

	/* An id as we write it, in the arena; NULL: it is none. */
	const char *(*read_id)(struct arena *arena, const char *cell);

	/* What has that id now, of the member's own; NULL: nothing. */
	const void *(*find)(struct request *req, const char *id);

	/* All of a found thing on which it can depend how a row is judged. */
	void (*put)(struct buffer *out, const void *thing);

	/* Set fate and thing, or import_blame.  The database is not to be asked. */
	void (*judge)(struct import *import, struct import_row *row);

	/* Keep what a good row says. */
	void (*save)(struct request *req, const struct import_row *row);
};

extern const struct import_kind import_products, import_items;

struct import {
	struct request *req;
	const struct import_kind *kind;
	const struct csv *csv;
	size_t place[IMPORT_COLUMNS]; /* where each column stands in a row */
	bool is_reason[CSV_CELLS];       /* a column of the header that import_put_rejected made */
	int decimals;                 /* of the site's currency */
	const char *ignored;          /* the names of unknown columns, with ", "; "": none */
	struct import_row *row;       /* one for each of the table's */
	size_t count[IMPORT_FATES];
};

/* Understand the header.  Returns NULL, or what is wrong with it, translated. */
const char *import_begin(struct import *import, struct request *req, const struct import_kind *kind,
	const struct csv *csv);

/* Ask the database for all that judging needs to know of it. */
void import_look_up(struct import *import);

/* Judge every row by what import_look_up found.  It may take long, and needs no database. */
void import_judge(struct import *import);

/* Is all that the good rows would change still as it was found? */
bool import_holds(const struct import *import);

/*
 * What was found and how it was judged, as a few letters: different ones when the same table would
 * be judged by other things.  Whoever makes them up deceives nobody but himself.
 */
const char *import_seen(const struct import *import);

/* Keep what the good rows say, which must still hold. */
void import_save(const struct import *import);

/* How many rows are good, and how many of these change something. */
size_t import_good(const struct import *import);
size_t import_changes(const struct import *import);

/* How many rows there are of each fate, as a sentence. */
const char *import_told(const struct import *import);

/* The first IMPORT_SHOWN rows that are bad, or that change something; NULL-terminated. */
const struct import_row *const *import_first(const struct import *import, bool bad);

/*
 * For judge: make req->form what a person would have sent who typed this row into a form with these
 * fields.  Columns that the table has not got are left as the form shows them.  True: it would
 * change something.
 */
bool import_fill(const struct import *import, const struct csv_row *row,
	const struct field *const *fields);

/* For judge: do two forms with the same fields show different things? */
bool import_differs(const struct field *const *fields, const struct field *const *others);

/* For judge: the row is bad, and these fields say why. */
void import_blame(const struct import *import, struct import_row *row,
	const struct field *const *fields);

/* The bad rows as they were, with one more column that says why. */
void import_put_rejected(const struct import *import, struct buffer *out);

#endif
