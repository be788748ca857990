/*
 * The form of a record: made of the descriptor of its type, and of what the visitor may change.
 * Two of the staff may have it open at the same time: whoever saves second is told.
 */
#ifndef ADMIN_RECORD_FORM_H
#define ADMIN_RECORD_FORM_H

#include "admin/admin.h"
#include "admin/value_field.h"

struct record_form {
	const struct target *target;
	struct record record;        /* what was there; then what was read */
	struct value_field field[RECORD_FIELDS]; /* as the type's; `of` NULL: it is not shown */
	const struct field *typed[RECORD_FIELDS + 1]; /* that can be; ends with a NULL */
	bool has_file;               /* one of them is a picture */
	bool has_fixed;              /* others are only shown */
	const char *problem;         /* translated, of no field in particular; or NULL */

	const char *seen;            /* what the page shows, or showed, of the record */
	struct date shown;           /* when it did */
	const char *meanwhile;       /* who changed it since, translated; NULL: nobody */
	struct html now[RECORD_FIELDS]; /* what stands there, where it is not what was typed */
	bool is_new[RECORD_FIELDS];  /* it is shown as it is since, and nothing was typed */
};

/* A new record's without target->record.  All is only shown to who may not change it. */
void record_form_begin(struct record_form *form, struct request *req, const struct target *target,
	bool may_change);

/* Read what was sent into form->record; false: something is wrong, and the fields say what. */
bool record_form_read(struct record_form *form, struct request *req);

/*
 * Behind login_write: is it still the record that was shown?  `fresh` is what stands there.  What
 * was left as it was shown takes what stands there now.  True also when nobody would lose anything,
 * as after a double click, or a sale; false: the form says what changed, and what is sent next
 * overwrites of it what was typed.
 */
bool record_form_is_fresh(struct record_form *form, struct request *req,
	const struct record *fresh);

/* Put what the model says is wrong (NULL: nothing is) where it belongs; true: nothing is. */
bool record_form_is_good(struct record_form *form, struct request *req, const char *problem,
	size_t field);

#endif
