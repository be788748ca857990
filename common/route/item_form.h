/*
 * The form in which an item is put into the stock-room and changed; its rules are those of a row in
 * a table, too.
 */
#ifndef ROUTE_ITEM_FORM_H
#define ROUTE_ITEM_FORM_H

#include <stdbool.h>

#include "model/item.h"
#include "route/field.h"

struct item_form {
	struct field name, amount, threshold, description;
	const struct field *fields[5]; /* in the order in which they are shown */
	struct item item;              /* what was read */
};

/* A form that shows `current`, or an empty one for a new item (NULL). */
void item_form_begin(struct item_form *form, struct request *req, const struct item *current);

/* Read what was sent into form->item; false when something is wrong, and the fields say what. */
bool item_form_read(struct item_form *form, struct request *req);

#endif
