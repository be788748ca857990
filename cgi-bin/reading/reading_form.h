/* The forms of the reading page, each with an action of its own, and what they say of a reader. */
#ifndef READING_READING_FORM_H
#define READING_READING_FORM_H

#include "route/choices.h"
#include "visitor/reader.h"

struct reading_form {
	struct reader reader;          /* as it is kept; then with what was sent */
	struct field genres, goal;
	const struct field *fields[3]; /* both; ends with a NULL */
	struct choice choices[GENRES + 1];
	bool chosen[GENRES];
	struct choice_group groups[2];
};

void reading_form_begin(struct reading_form *form, struct request *req);

/* What was sent, into form->reader; false: something is wrong, and the field says what. */
bool reading_form_read_genres(struct reading_form *form, struct request *req);
bool reading_form_read_goal(struct reading_form *form, struct request *req);
bool reading_form_read_privacy(struct reading_form *form, struct request *req);

#endif
