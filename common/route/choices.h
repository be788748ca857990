/*
 * Boxes to tick: a form field that is sent once for each of its values that somebody chose.  They
 * stand in one group, or in several, each under a legend of its own.
 */
#ifndef ROUTE_CHOICES_H
#define ROUTE_CHOICES_H

#include "route/field.h"

struct choice_group {
	const char *legend;           /* translated */
	const struct choice *choices; /* ends with a NULL value */
	bool *chosen;                 /* as many; what the form begins with, then what was sent */
};

/*
 * Tick off what was sent under the field's name, and nothing else.  The field, of which name, label
 * and help count, gets an error when that is none of the choices.  The groups end with a NULL
 * legend.
 */
void choices_read(struct request *req, struct field *field, const struct choice_group *groups);

#endif
