/* The form in which a reader says how far it goes. */
#ifndef READING_BOOK_FORM_H
#define READING_BOOK_FORM_H

#include "model/reading_step.h"
#include "route/field.h"

struct book_form {
	struct field page, chapter, percent, pages;
	const struct field *fields[5];
};

/* A form for a book; `reading` says what is known. */
void book_form_begin(struct book_form *form, struct request *req, const struct book *book,
	const struct reading *reading);

/* Read what was sent; false when something is wrong, and the fields say what. */
bool book_form_read(struct book_form *form, struct request *req, const struct book *book,
	const struct reading *reading, struct reading_place *place);

#endif
