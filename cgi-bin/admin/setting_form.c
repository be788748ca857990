/* The form of a setting. */
#include "admin/setting_form.h"

#include <string.h>

#include "admin/history_text.h"
#include "auth/login.h"
#include "base/fail.h"
#include "base/text.h"
#include "route/picture.h"

const struct setting *setting_group_end(const struct setting *setting)
{
	const char *group = setting->group;

	while (setting->field.name != NULL && setting->group == group)
		setting++;
	return setting;
}

void setting_form_begin(struct setting_form *form, struct request *req, const struct target *target)
{
	const struct setting *setting = setting_find(target->name);
	const char *value;

	if (setting == NULL)
		fail(404, "there is no setting %.40s", target->name);
	value = setting_get(req->db, target->name);
	*form = (struct setting_form){ .target = target, .setting = setting, .shown = date_now(),
		.is_set = setting_is_set(req->db, target->name),
		.seen = record_mark(req->arena, &setting->field, value) };
	value_field_begin(&form->field, req, &setting->field, value);
	form->fields[0] = &form->field.field;
}

/* The field bears the name of the setting; a script may use the model's. */
static void take_value(struct request *req, const char *name)
{
	const char *value = pairs_get(&req->form, "value");

	if (value != NULL && pairs_find(&req->form, name) == NULL)
		pairs_set(&req->form, name, value);
}

/* What was sent; NULL: back to what holds without it. */
static const char *read(struct setting_form *form, struct request *req)
{
	static const char *const actions[] = { "save", "unset" };

	if (request_action(req, actions, 2) == 0) {
		take_value(req, form->setting->field.name);
		value_field_read(&form->field, req);
		return form->field.value;
	}
	if (form->setting->field.kind == RECORD_PICTURE)
		picture_drop(req, form->field.value);
	return NULL;
}

/* Behind login_write.  True also when nobody would lose anything, as after a double click. */
static bool is_fresh(struct setting_form *form, struct request *req, const char *value)
{
	const char *sent = pairs_get(&req->form, "seen");
	const char *fresh = setting_get(req->db, form->setting->field.name);
	struct date shown = { text_number(pairs_get(&req->form, "shown"), INT64_MAX, 0) };

	form->seen = record_mark(req->arena, &form->setting->field, fresh);
	if (sent == NULL || strcmp(sent, form->seen) == 0 || /* a script was shown nothing */
	    (value != NULL && strcmp(value, fresh) == 0))
		return true;
	form->meanwhile = history_meanwhile(req, "setting", form->setting->field.name, shown);
	form->now = value_shown(req, &form->setting->field, fresh, NULL);
	return false;
}

bool setting_form_save(struct setting_form *form, struct request *req)
{
	const char *value = read(form, req), *problem;

	if (fields_have_errors(form->fields))
		return false;
	login_write(req);
	admin_require(req, "change", "setting");
	if (!is_fresh(form, req, value))
		return false;
	form->changes_nothing = setting_is(req->db, form->setting, value);
	problem = setting_change(req->db, form->setting, value, req->user->username);
	if (problem != NULL)
		field_error(&form->field.field, _(problem));
	return problem == NULL;
}
