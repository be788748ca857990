/*
 * One field of a form: how it looks, what the person typed, and what is wrong with it.
 * The rules and their texts are those of Django's forms; what was typed stays, as it was typed.
 */
#ifndef ROUTE_FIELD_H
#define ROUTE_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/money.h"
#include "http/request.h"

enum { FIELD_ERRORS = 5 };

struct choice {
	const char *value, *label; /* the label is translated already */
};

struct field {
	const char *name;          /* of the form field; the element's id is id_NAME */
	const char *label, *help;  /* translated; help may be NULL */
	const char *type;          /* of the input element, or "textarea" or "select"; "file" is
	                              for a picture (route/picture.h), and its value is a name */
	const char *autocomplete;  /* NULL: none; HTML's autofill names */
	const char *inputmode;     /* NULL: the type's own */
	const struct choice *choices; /* of a select; ends with a NULL value */
	const char **(*suggestions)(struct db *db); /* of an input; NULL-terminated; or NULL */
	size_t longest;            /* code points; 0: any */
	bool required;
	bool autofocus;

	const char *value;         /* never NULL: what was typed, or what the form begins with */
	const char *errors[FIELD_ERRORS]; /* translated */
	size_t n_errors;
};

void field_error(struct field *field, const char *error);

/*
 * What was sent for the field: stripped, NFC, "" when absent.  The field keeps it as it was typed.
 * NUL bytes, too many code points and the lack of something that is required become errors; so do
 * line ends, other controls and overrides of the direction of writing, but in a "textarea" and, for
 * its own rules, in a "tel".
 */
const char *field_text(struct request *req, struct field *field);

/* An error when the text has too many code points for the field. */
void field_check_length(struct request *req, struct field *field, const char *text);

/* The same for a password: not stripped, not normalized, not kept. */
const char *field_password(struct request *req, struct field *field);

/*
 * A whole number as Django's IntegerField takes it (" 12 ", "12.0", "007", any script's digits);
 * empty is `empty`.
 */
int64_t field_integer(struct request *req, struct field *field, int64_t least, int64_t most,
	int64_t empty);

/* One of the choices of a select, by its value; an error, and NULL, on anything else. */
const char *field_choice(struct request *req, struct field *field);

/* An amount of money, with `most` in whole units. */
struct money field_money(struct request *req, struct field *field, int decimals, int64_t most);

/* Is anything wrong with one of them?  The list ends with a NULL. */
bool fields_have_errors(const struct field *const *fields);

#endif
