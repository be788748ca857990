/* The form of a setting.  Two of the staff may have it open: whoever saves second is told. */
#ifndef ADMIN_SETTING_FORM_H
#define ADMIN_SETTING_FORM_H

#include "admin/admin.h"
#include "admin/value_field.h"
#include "model/setting.h"

struct setting_form {
	const struct target *target;
	const struct setting *setting;
	struct value_field field;
	const struct field *fields[2]; /* it, and a NULL */
	bool is_set;                 /* else it shows what holds without it */
	const char *seen;            /* what the page shows, or showed, of the value */
	struct date shown;           /* when it did */
	const char *meanwhile;       /* who changed it since, in words; NULL: nobody */
	struct html now;             /* what stands there now, then */
	bool changes_nothing;        /* what was sent is what it is already */
};

/* As it is now.  Fails (404) when the target names no setting. */
void setting_form_begin(struct setting_form *form, struct request *req,
	const struct target *target);

/* Save what was sent, or go back to what holds without it; false: the form says what is wrong. */
bool setting_form_save(struct setting_form *form, struct request *req);

/* Behind the last setting that stands in one group with this one. */
const struct setting *setting_group_end(const struct setting *setting);

#endif
