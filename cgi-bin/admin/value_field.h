/* A value of a record, or of a setting, as a field of a form: shown, typed and read by its kind. */
#ifndef ADMIN_VALUE_FIELD_H
#define ADMIN_VALUE_FIELD_H

#include "model/record.h"
#include "route/field.h"

/* What words and references offer, each with whether it is chosen; one of a select or a check box. */
struct option {
	const char *value, *label;   /* translated; of facts the field's own name is NAME_VALUE */
	bool chosen, denied;         /* denied: of facts */
};

struct value_field {
	const struct record_field *of;
	struct field field;          /* name, label, help, what was typed, errors */
	const struct option *option; /* of words, facts and references that are many */
	size_t option_count;
	bool fixed;                  /* shown only */
	const char *value;           /* as it is stored */
};

/* A field that shows the stored value. */
void value_field_begin(struct value_field *field, struct request *req,
	const struct record_field *of, const char *value);

/* Read what was sent into field->value; what is wrong becomes the field's errors. */
void value_field_read(struct value_field *field, struct request *req);

/* How a value reads: "Rp12.500", "Yes", "kopi", "Novel, poetry"; as lists and view-only pages show
   it.  `title` is how the record is called to which a reference leads, or NULL. */
struct html value_shown(struct request *req, const struct record_field *of, const char *value,
	const char *title);

#endif
