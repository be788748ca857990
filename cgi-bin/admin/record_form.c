/* The form of a record. */
#include "admin/record_form.h"

#include "admin/history_text.h"
#include "auth/login.h"
#include "base/text.h"

static bool is_picture(const struct value_field *field)
{
	return field->of->kind == RECORD_PICTURE;
}

static bool is_shown(const struct record_form *form, struct request *req, size_t i,
	const char *value)
{
	return record_is_seen(req->arena, form->seen, form->record.type, i, value);
}

/* ---- what it shows ---- */

/* A select offers a record that is there only what the model lets it become; and what was shown:
   whoever leaves that did not choose it. */
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
		if (is_shown(form, req, at, c->value) || wish.type->problem(req->db, was, &wish,
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

/* Boxes to tick, of which there are none: no group was made yet. */
static bool has_no_boxes(const struct value_field *field)
{
	return field->boxes[0].legend != NULL && field->boxes[0].choices[0].value == NULL;
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
	/* What comes by itself is not there before the record. */
	if (field->fixed ? form->target->record == NULL : has_no_boxes(field))
		field->of = NULL;
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

/* A form that comes again goes on from what was shown first. */
static void begin_seen(struct record_form *form, struct request *req)
{
	const char *seen = pairs_get(&req->form, "seen");
	const char *shown = pairs_get(&req->form, "shown");

	form->seen = seen != NULL ? seen : record_seen(req->arena, form->target->record);
	form->shown.us = text_number(shown, INT64_MAX, form->shown.us);
}

void record_form_begin(struct record_form *form, struct request *req, const struct target *target,
	bool may_change)
{
	*form = (struct record_form){ .target = target, .shown = date_now(),
		.record.type = target->type };
	if (target->record != NULL) {
		form->record = *target->record;
		begin_seen(form, req);
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

bool record_form_read(struct record_form *form, struct request *req)
{
	read_fields(form, req, false);
	if (!fields_have_errors(form->typed))
		read_fields(form, req, true);
	return !fields_have_errors(form->typed);
}

/* ---- two of the staff ---- */

static bool is_typed(const struct record_form *form, struct request *req, size_t i)
{
	const struct value_field *field = &form->field[i];
	const char *value = form->record.value[i];

	if (field->of == NULL || field->fixed)
		return false;
	return is_picture(field) ? !record_is_same(value, form->target->record->value[i]) :
		!is_shown(form, req, i, value);
}

/* What is brought about otherwise, as a stock by sales, is no news to who did not type it. */
static bool is_news(const struct record_form *form, struct request *req, const struct record *fresh,
	size_t i)
{
	const struct value_field *field = &form->field[i];

	return field->of != NULL && !field->fixed && (field->of->flags & RECORD_KEPT) == 0 &&
		!is_shown(form, req, i, fresh->value[i]);
}

/* What was typed is in doubt only where somebody else changed the same. */
static bool is_in_doubt(const struct record_form *form, struct request *req,
	const struct record *fresh, size_t i)
{
	return !is_shown(form, req, i, fresh->value[i]) &&
		!record_is_same(form->record.value[i], fresh->value[i]);
}

/* False: there is something that the visitor has to see first. */
static bool settle(struct record_form *form, struct request *req, const struct record *fresh,
	size_t i)
{
	if (is_typed(form, req, i)) {
		if (!is_in_doubt(form, req, fresh, i))
			return true;
		form->now[i] = value_shown(req, form->field[i].of, fresh->value[i],
			fresh->title[i]);
		return false;
	}
	form->is_new[i] = is_news(form, req, fresh, i);
	form->record.value[i] = fresh->value[i];
	form->record.title[i] = fresh->title[i];
	return !form->is_new[i];
}

/* What nobody typed is shown as it stands there; what is sent next goes on from here. */
static void begin_again(struct record_form *form, struct request *req, const struct record *fresh)
{
	struct target *target = arena_alloc(req->arena, sizeof *target);

	*target = *form->target;
	target->record = fresh;
	form->target = target;
	form->seen = record_seen(req->arena, fresh);
	for (size_t i = 0; i < fresh->type->count; i++)
		if (record_is_same(form->record.value[i], fresh->value[i]))
			begin_field(form, req, i, true);
	form->shown = date_now();
}

bool record_form_is_fresh(struct record_form *form, struct request *req,
	const struct record *fresh)
{
	const struct record *record = form->target->record;
	bool is_settled = true;

	for (size_t i = 0; i < fresh->type->count; i++)
		is_settled &= settle(form, req, fresh, i);
	if (is_settled)
		return true;
	db_read(req->db);
	form->meanwhile = history_meanwhile(req, record->type->name, record->key, form->shown);
	begin_again(form, req, fresh);
	return false;
}

bool record_form_is_good(struct record_form *form, struct request *req, const char *problem,
	size_t field)
{
	if (problem == NULL)
		return true;
	db_read(req->db);
	if (field < form->record.type->count && form->field[field].of != NULL)
		field_error(&form->field[field].field, _(problem));
	else
		form->problem = _(problem);
	return false;
}
