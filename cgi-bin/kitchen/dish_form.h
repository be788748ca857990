/*
 * The form in which a dish is put on the menu and changed.  Every fact begins as not stated: nobody
 * declares what nobody has looked at.
 */
#ifndef KITCHEN_DISH_FORM_H
#define KITCHEN_DISH_FORM_H

#include <stdbool.h>

#include "model/dish.h"
#include "route/field.h"

enum { DISH_WORDS = 5, DISH_FIELDS = DISH_WORDS + ALLERGENS + DIETS };

struct dish_form {
	struct field name, description, price, spice, available;
	struct field contains[ALLERGENS], suits[DIETS];
	const struct field *words[DISH_WORDS + 1]; /* all but the facts, in order */
	const struct field *all[DISH_FIELDS + 1];  /* both end with a NULL */
	struct choice spices[SPICES + 1], states[3], contained[4], suited[4];
	struct dish dish;                          /* what was read */
	const char *facts;                         /* of the dish that is there, as dish_facts_text
	                                              says them; NULL: it is a new one */
};

/* A form that shows `current`, or an empty one for a new dish (NULL). */
void dish_form_begin(struct dish_form *form, struct request *req, const struct dish *current);

/*
 * Read what was sent into form->dish; what is not spoken of stays.  False: something is wrong, and
 * the fields say what; or the facts are no longer those that the form showed, and it shows them.
 */
bool dish_form_read(struct dish_form *form, struct request *req);

#endif
