/* The form of a record. */
#include "admin/record_form.h"

#include <string.h>

#include "auth/login.h"
#include "base/text.h"
#include "model/history.h"
#include "route/moment.h"

static bool is_same(const char *one, const char *other)
{
	return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

static bool is_picture(const struct value_field *field)
{
	return field->of->kind == RECORD_PICTURE;
}

/* ---- what it shows ---- */

/* A select offers a record that is there only what the model lets it become. */
static void offer_what_may_be(struct record_form *form, struct request *req, size_t at)
{
	const struct record *was = form->target->record;
	struct value_field *field = &form->field[at];
	struct record wish = form->record;
	struct choice *kept = arena_array(req->arena, field->of->word_count + 2, sizeof *kept);
	size_t count = 0, fault;

	for (const struct choice *c = field->field.choices; c->value != NULL; c++) {
		wish.value[at] = c->value;
		fault = RECORD_FIELDS;
		if (is_same(c->value, was->value[at]) || wish.type->problem(req->db, was, &wish,
		    &fault) == NULL || fault != at)
			kept[count++] = *c;
	}
	field->field.choices = kept;
}

/* What has to be said is not suggested: a price of 0. */
static bool begins_empty(const struct record_form *form, const struct record_field *of)
{
	return form->target->record == NULL && of->initial == NULL &&
		(of->flags & RECORD_REQUIRED) != 0;
}

/* Only a superuser gives power. */
static void begin_field(struct record_form *form, struct request *req, size_t i, bool may_change)
{
	const struct record_type *type = form->record.type;
	const struct record_field *of = &type->field[i];
	struct value_field *field = &form->field[i];

	if ((of->flags & RECORD_HIDDEN) != 0)
		return;
	value_field_begin(field, req, of, begins_empty(form, of) ? NULL : form->record.value[i]);
	field->fixed |= !may_change ||
		((of->flags & RECORD_POWER) != 0 && !req->user->is_superuser);
	if (field->fixed && form->target->record == NULL)
		field->of = NULL; /* what comes by itself is not there before the record */
	else if (!field->fixed && of->kind == RECORD_CHOICE && form->target->record != NULL &&
	    type->problem != NULL)
		offer_what_may_be(form, req, i);
}

static void list_typed(struct record_form *form)
{
	size_t count = 0;

	for (size_t i = 0; i < form->record.type->count; i++) {
		struct value_field *field = &form->field[i];

		if (field->of == NULL)
			continue;
		if (field->fixed) {
			form->has_fixed = true;
			continue;
		}
		form->typed[count++] = &field->field;
		form->has_file |= is_picture(field);
	}
}

static void begin_new(struct record *record, struct request *req)
{
	for (size_t i = 0; i < record->type->count; i++)
		record->value[i] = record_initial(req->arena, &record->type->field[i]);
}

void record_form_begin(struct record_form *form, struct request *req, const struct target *target,
	bool may_change)
{
	*form = (struct record_form){ .target = target, .shown = date_now(),
		.record.type = target->type };
	if (target->record != NULL) {
		form->record = *target->record;
		form->seen = record_seen(req->arena, target->record);
	} else {
		begin_new(&form->record, req);
	}
	for (size_t i = 0; i < target->type->count; i++)
		begin_field(form, req, i, may_change);
	list_typed(form);
}

/* ---- what was sent ---- */

static void read_fields(struct record_form *form, struct request *req, bool pictures)
{
	for (size_t i = 0; i < form->record.type->count; i++) {
		struct value_field *field = &form->field[i];

		if (field->of == NULL || field->fixed || is_picture(field) != pictures)
			continue;
		value_field_read(field, req);
		form->record.value[i] = field->value;
	}
}

/* A form that comes again goes on from what was shown first. */
static void read_seen(struct record_form *form, struct request *req)
{
	const char *seen = pairs_get(&req->form, "seen");

	if (seen == NULL)
		return;
	form->seen = seen;
	form->shown.us = text_number(pairs_get(&req->form, "shown"), INT64_MAX, form->shown.us);
}

bool record_form_read(struct record_form *form, struct request *req)
{
	read_seen(form, req);
	read_fields(form, req, false);
	if (!fields_have_errors(form->typed))
		read_fields(form, req, true);
	return !fields_have_errors(form->typed);
}

/* ---- two of the staff ---- */

/* What nobody typed is as it stands there; false: so is what was typed. */
static bool differs(struct record_form *form, struct request *req, const struct record *fresh,
	size_t i)
{
	const struct value_field *field = &form->field[i];
	const char *was = form->target->record->value[i], **value = &form->record.value[i];

	if (field->of == NULL || field->fixed || (is_picture(field) && is_same(*value, was)))
		*value = fresh->value[i];
	if (is_same(*value, fresh->value[i]))
		return false;
	form->now[i] = value_shown(req, field->of, fresh->value[i], fresh->title[i]);
	return true;
}

static const char *who_changed(const struct record_form *form, struct request *req)
{
	const struct record *record = form->target->record;
	struct history history = history_of(req->db, record->type->name, record->key, 1);
	struct date made;

	if (history.count == 0 || history.entry->made.us < form->shown.us)
		return _("This was changed while you had the form open.");
	made = moment_local(req, history.entry->made);
	return arena_printf(req->arena,
		_("%s changed this on %s at %s, while you had the form open."),
		history.entry->made_by, html_date_text(req->arena, req->language, made),
		date_clock(req->arena, made));
}

bool record_form_is_fresh(struct record_form *form, struct request *req,
	const struct record *fresh)
{
	const char *seen = record_seen(req->arena, fresh);
	bool is_seen = form->seen == NULL || strcmp(form->seen, seen) == 0, any = false;

	for (size_t i = 0; i < fresh->type->count; i++)
		any |= differs(form, req, fresh, i);
	if (is_seen || !any) {
		memset(form->now, 0, sizeof form->now);
		return true;
	}
	form->meanwhile = who_changed(form, req);
	form->seen = seen;
	form->shown = date_now();
	return false;
}

bool record_form_is_good(struct record_form *form, struct request *req, const char *problem,
	size_t field)
{
	if (problem == NULL)
		return true;
	if (field < form->record.type->count && form->field[field].of != NULL)
		field_error(&form->field[field].field, _(problem));
	else
		form->problem = _(problem);
	return false;
}
