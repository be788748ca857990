/* The form in which a guest tells the kitchen what to cook, and what not to. */
#include "kitchen/profile_form.h"

#include "route/dish_words.h"

static const char **dish_names(struct db *db)
{
	struct dish_list dishes = dishes_on_menu(db);
	const char **names = arena_array(db->arena, dishes.count + 1, sizeof *names);

	for (size_t i = 0; i < dishes.count; i++)
		names[i] = dishes.dish[i].name;
	return names;
}

static void set_choices(struct profile_form *form, struct request *req)
{
	for (enum allergen i = 0; i < ALLERGENS; i++)
		form->allergens[i] = (struct choice){ allergen_words[i], allergen_label(req, i) };
	for (enum diet i = 0; i < DIETS; i++)
		form->diets[i] = (struct choice){ diet_words[i], diet_label(req, i) };
	form->spices[0] = (struct choice){ "", _("As it comes") };
	for (enum spice i = 0; i < SPICES; i++)
		form->spices[1 + i] = (struct choice){ spice_words[i], spice_label(req, i) };
	form->groups[0] = (struct choice_group){ _("What you cannot eat"), form->allergens,
		form->profile.restrictions.avoids };
	form->groups[1] = (struct choice_group){ _("How you eat"), form->diets,
		form->profile.restrictions.keeps };
}

static void set_fields(struct profile_form *form, struct request *req)
{
	const struct profile *profile = &form->profile;

	form->name = (struct field){ .name = "name", .label = _("Your name"), .type = "text",
		.autocomplete = "nickname", .longest = PROFILE_NAME_LONGEST, .required = true,
		.value = profile->name != NULL ? profile->name : "" };
	form->favorite_dish = (struct field){ .name = "favorite_dish",
		.label = _("Your favourite dish"), .type = "text", .suggestions = dish_names,
		.longest = PROFILE_FAVORITE_LONGEST, .value = profile->favorite_dish,
		.help = _("When it is on the menu, it stands first.") };
	form->restrictions = (struct field){ .name = "dietary_restrictions",
		.label = _("What you eat"),
		.help = profile->restrictions.unknown ?
			_("We cannot read all of what you told us. "
				"Please look whether all is ticked.") :
			_("We recommend only dishes for which all of this is certain.") };
	form->spice = (struct field){ .name = "spice_level", .label = _("How hot you like it"),
		.type = "select", .choices = form->spices,
		.value = profile->spice < SPICES ? spice_words[profile->spice] : "" };
}

void profile_form_begin(struct profile_form *form, struct request *req)
{
	*form = (struct profile_form){ .profile = profile_read(req), .fields = {
		&form->name, &form->favorite_dish, &form->restrictions, &form->spice } };
	set_choices(form, req);
	set_fields(form, req);
}

/* Behind the choice that says nothing the levels stand in their order. */
static enum spice read_spice(struct profile_form *form, struct request *req)
{
	const char *word = field_choice(req, &form->spice);
	enum spice spice = 0;

	while (spice < SPICES && form->spices[1 + spice].value != word)
		spice++;
	return spice;
}

bool profile_form_read(struct profile_form *form, struct request *req)
{
	form->profile.name = field_text(req, &form->name);
	form->profile.favorite_dish = field_text(req, &form->favorite_dish);
	choices_read(req, &form->restrictions, form->groups);
	form->profile.restrictions.unknown = false; /* what is not ticked now is not meant */
	form->profile.spice = read_spice(form, req);
	return !fields_have_errors(form->fields);
}
