/* The form in which a guest tells the kitchen what to cook, and what not to. */
#ifndef KITCHEN_PROFILE_FORM_H
#define KITCHEN_PROFILE_FORM_H

#include "model/dish.h"
#include "route/choices.h"
#include "visitor/profile.h"

struct profile_form {
	struct field name, favorite_dish, restrictions, spice;
	const struct field *fields[5];       /* all of them, and a NULL */
	struct choice allergens[ALLERGENS + 1], diets[DIETS + 1], spices[1 + SPICES + 1];
	struct choice_group groups[3];       /* of the restrictions */
	struct profile profile;              /* what the form began with, then what was read */
};

/* A form that shows the visitor's profile, if there is one. */
void profile_form_begin(struct profile_form *form, struct request *req);

/* Read what was sent; false when something is wrong, and the fields say what. */
bool profile_form_read(struct profile_form *form, struct request *req);

#endif
