/* The form in which a table is sent: as a file, or pasted. */
#ifndef DATA_IMPORT_FORM_H
#define DATA_IMPORT_FORM_H

#include <stdbool.h>

#include "data/import_plan.h"
#include "html/html.h"

enum { IMPORT_MEGABYTES = 2 /* of text, at most */ };

struct import_form {
	const struct import_kind *kind;
	struct field file, csv;
	const struct field *fields[3];
	const char *text;          /* what was sent, once it was read */
	const char *seen;          /* import_seen of the page where it was looked at; NULL: none */
	bool outdated;             /* and it is another one now */
	struct csv table;
	struct import import;
};

/* Where it is sent. */
struct url import_url(const struct request *req, const struct import_kind *kind);

void import_form_begin(struct import_form *form, struct request *req,
	const struct import_kind *kind);

/*
 * Read what was sent, and begin form->import with it; a file goes before what was pasted.  False:
 * it is no table with the columns that are needed, and the field says why.
 */
bool import_form_read(struct import_form *form, struct request *req);

#endif
