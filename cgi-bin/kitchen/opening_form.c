/* The form of the opening hours. */
#include "kitchen/opening_form.h"

#include <stdlib.h>

#include "auth/login.h"
#include "base/text.h"
#include "kitchen/opening_text.h"

enum { DAY_LONGEST = 200 /* code points */ };

static const struct choice *clock_choices(struct arena *arena)
{
	struct choice *choices = arena_array(arena, CLOCKS + 1, sizeof *choices);

	for (size_t i = 0; i < CLOCKS; i++)
		choices[i] = (struct choice){ clock_words[i], clock_labels[i] };
	return choices;
}

void opening_form_begin(struct opening_form *form, struct request *req)
{
	int64_t offset = clock_read(req->db).offset / (60 * DATE_SECOND);

	*form = (struct opening_form){ .hours = opening_hours_read(req->db),
		.utc_minutes = offset,
		.utc_offset = { .name = "utc_offset", .label = _("The shop’s clock"),
			.type = "select", .choices = clock_choices(req->arena),
			.value = arena_integer(req->arena, offset) } };
	for (size_t i = 0; i < WEEKDAYS; i++) {
		form->day[i] = (struct field){ .name = weekday_words[i],
			.label = weekday_label(req, i), .type = "text", .longest = DAY_LONGEST,
			.value = opening_day_text(req->arena, &form->hours.day[i]) };
		form->fields[i] = &form->day[i];
	}
	if (may(req, "change_setting"))
		form->fields[WEEKDAYS] = &form->utc_offset;
}

static bool is_sent(const struct request *req, const struct field *field)
{
	return pairs_find(&req->form, field->name) != NULL;
}

static void read_day(struct request *req, struct field *field, struct opening_day *day)
{
	const char *text;

	if (!is_sent(req, field))
		return;
	text = text_ascii_digits(req->arena, field_text(req, field));
	if (field->n_errors == 0 && !opening_day_parse(text, day))
		field_error(field, _("Please write the hours like this: 08:00-14:00, 17:00-21:00. "
			"Leave a day off empty."));
}

bool opening_form_read(struct opening_form *form, struct request *req)
{
	const char *offset = form->fields[WEEKDAYS] != NULL && is_sent(req, &form->utc_offset) ?
		field_choice(req, &form->utc_offset) : NULL;

	for (size_t i = 0; i < WEEKDAYS; i++)
		read_day(req, &form->day[i], &form->hours.day[i]);
	if (offset != NULL)
		form->utc_minutes = strtol(offset, NULL, 10);
	return !fields_have_errors(form->fields);
}
