/* Boxes to tick. */
#include "route/choices.h"

#include <string.h>

static void clear(const struct choice_group *group)
{
	for (size_t i = 0; group->choices[i].value != NULL; i++)
		group->chosen[i] = false;
}

static bool tick(const struct choice_group *groups, const char *value)
{
	for (; groups->legend != NULL; groups++)
		for (size_t i = 0; groups->choices[i].value != NULL; i++)
			if (strcmp(groups->choices[i].value, value) == 0)
				return groups->chosen[i] = true;
	return false;
}

/* A script that has nothing to choose may send the field without a value. */
static void read_value(struct request *req, struct field *field, const struct choice_group *groups,
	const struct pair *pair)
{
	if (pair->has_nul)
		field_error(field, _("Null characters are not allowed."));
	else if (*pair->value != '\0' && !tick(groups, pair->value))
		field_error(field, arena_printf(req->arena,
			_("Select a valid choice. %s is not one of the available choices."),
			pair->value));
}

void choices_read(struct request *req, struct field *field, const struct choice_group *groups)
{
	for (const struct choice_group *group = groups; group->legend != NULL; group++)
		clear(group);
	for (size_t i = 0; i < req->form.count; i++)
		if (strcmp(req->form.pair[i].name, field->name) == 0)
			read_value(req, field, groups, &req->form.pair[i]);
}
