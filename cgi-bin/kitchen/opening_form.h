/* The form of the opening hours, and of the clock by which they count. */
#ifndef KITCHEN_OPENING_FORM_H
#define KITCHEN_OPENING_FORM_H

#include "model/opening.h"
#include "route/field.h"

struct opening_form {
	struct field day[WEEKDAYS], utc_offset;
	const struct field *fields[WEEKDAYS + 2]; /* in the order in which they are shown */
	struct opening_hours hours;               /* what was read */
	int64_t utc_minutes;
};

/* As they are now. */
void opening_form_begin(struct opening_form *form, struct request *req);

/* What is not sent stays.  False: something is wrong, and the fields say what. */
bool opening_form_read(struct opening_form *form, struct request *req);

#endif
