/* A value of a record, or of a setting, as a field of a form: shown, typed and read by its kind. */
#ifndef ADMIN_VALUE_FIELD_H
#define ADMIN_VALUE_FIELD_H

#include "html/html.h"
#include "model/record.h"
#include "route/choices.h"

/* More records than that are not offered one by one: one types which is meant. */
enum { VALUE_REFERENCES = 200 };

struct value_field {
	const struct record_field *of;
	struct field field;          /* name, label, help, what was typed, errors */
	struct choice_group boxes[2]; /* of words, and of references that are many */
	struct field *fact;          /* of facts: a select for each of the words, NAME_WORD */
	bool fixed;                  /* shown only */
	const char *value;           /* as it is stored */
};

/* A field that shows the stored value; of a new record NULL, unless something is chosen for it. */
void value_field_begin(struct value_field *field, struct request *req,
	const struct record_field *of, const char *value);

/*
 * Read what was sent into field->value; what is wrong becomes the field's errors.  A picture, which
 * takes long and closes the database, comes last, and only if nothing else is wrong.
 */
void value_field_read(struct value_field *field, struct request *req);

/* How a value reads: "Rp12.500", "Yes", "kopi", "Novel, Poetry"; as lists and view-only pages show
   it.  `title` is how the record is called to which a reference leads, or NULL. */
struct html value_shown(struct request *req, const struct record_field *of, const char *value,
	const char *title);

/* What one of the words of such a field is called, translated. */
const char *value_word(const struct request *req, const struct record_field *of, size_t word);

#endif
