/* The form of the opening hours, and of the clock by which they count. */
#ifndef KITCHEN_OPENING_FORM_H
#define KITCHEN_OPENING_FORM_H

#include "model/opening.h"
#include "route/field.h"

struct opening_form {
	struct field day[WEEKDAYS], utc_offset;
	/* As they are shown: the clock, the whole site's, last, and only to who may set it. */
	const struct field *fields[WEEKDAYS + 2];
	struct opening_hours hours; /* what was read */
	int64_t utc_minutes;
};

/* As they are now. */
void opening_form_begin(struct opening_form *form, struct request *req);

/*
 * What is not sent stays, and so does the clock of who may not set it.  False: something is wrong,
 * and the fields say what.
 */
bool opening_form_read(struct opening_form *form, struct request *req);

#endif
