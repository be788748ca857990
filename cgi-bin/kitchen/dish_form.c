/* The form in which a dish is put on the menu and changed. */
#include "kitchen/dish_form.h"

#include <string.h>

#include "route/dish_words.h"
#include "model/setting.h"

/* ---- the fields ---- */

/* What is chosen is what stands there in the enum. */
static void set_choices(struct dish_form *form, struct request *req)
{
	for (enum spice i = 0; i < SPICES; i++)
		form->spices[i] = (struct choice){ spice_words[i], spice_label(req, i) };
	form->states[false] = (struct choice){ "0", _("Not on the menu") };
	form->states[true] = (struct choice){ "1", _("On the menu") };
	form->contained[NOT_STATED] = (struct choice){ "", _("Not stated") };
	form->contained[NO] = (struct choice){ "no", _("Does not contain it") };
	form->contained[YES] = (struct choice){ "yes", _("Contains it") };
	form->suited[NOT_STATED] = (struct choice){ "", _("Not stated") };
	form->suited[NO] = (struct choice){ "no", _("Does not suit") };
	form->suited[YES] = (struct choice){ "yes", _("Suits") };
}

static struct field select_field(const char *name, const char *label, const struct choice *choices,
	size_t chosen)
{
	return (struct field){ .name = name, .label = label, .type = "select", .choices = choices,
		.value = choices[chosen].value };
}

static void set_words(struct dish_form *form, struct request *req)
{
	form->name = (struct field){ .name = "name", .label = _("Name"), .type = "text",
		.longest = DISH_NAME_LONGEST, .required = true, .value = form->dish.name };
	form->description = (struct field){ .name = "description", .label = _("Description"),
		.type = "textarea", .longest = DISH_DESCRIPTION_LONGEST,
		.value = form->dish.description };
	form->price = (struct field){ .name = "price", .label = _("Price"), .type = "text",
		.inputmode = "decimal", .required = true, .value = "",
		.help = form->dish.price.decimals == 0 ? _("For example 12.500") :
			_("For example 12.50") };
	form->spice = select_field("spice", _("How hot it is"), form->spices, form->dish.spice);
	form->available = select_field("available", _("State"), form->states,
		form->dish.available);
}

static void set_facts(struct dish_form *form, struct request *req)
{
	for (enum allergen a = 0; a < ALLERGENS; a++)
		form->contains[a] = select_field(
			arena_printf(req->arena, "contains_%s", allergen_words[a]),
			allergen_label(req, a), form->contained, form->dish.contains[a]);
	for (enum diet d = 0; d < DIETS; d++)
		form->suits[d] = select_field(
			arena_printf(req->arena, "suits_%s", diet_words[d]),
			diet_label(req, d), form->suited, form->dish.suits[d]);
}

static void list_fields(struct dish_form *form)
{
	const struct field *words[DISH_WORDS] = { &form->name, &form->price, &form->spice,
		&form->description, &form->available };
	size_t count = 0;

	for (size_t i = 0; i < DISH_WORDS; i++)
		form->words[i] = form->all[count++] = words[i];
	for (enum allergen a = 0; a < ALLERGENS; a++)
		form->all[count++] = &form->contains[a];
	for (enum diet d = 0; d < DIETS; d++)
		form->all[count++] = &form->suits[d];
}

void dish_form_begin(struct dish_form *form, struct request *req, const struct dish *current)
{
	*form = (struct dish_form){ .dish = { .name = "", .description = "", .available = true } };
	if (current != NULL)
		form->dish = *current;
	else
		form->dish.price.decimals = setting_currency_decimals(req->db);
	set_choices(form, req);
	set_words(form, req);
	set_facts(form, req);
	list_fields(form);
	if (current == NULL)
		return;
	form->price.value = money_text(req->arena, current->price);
	form->facts = dish_facts_text(req->arena, current);
}

/* ---- what was sent ---- */

/* Where among the choices it stands; nothing sent, or nothing that can be chosen: as it was. */
static size_t read_choice(struct request *req, struct field *field, size_t was)
{
	const char *chosen = pairs_find(&req->form, field->name) != NULL ?
		field_choice(req, field) : NULL;
	size_t at = 0;

	if (chosen == NULL)
		return was;
	while (field->choices[at].value != chosen)
		at++;
	return at;
}

static const char *contradiction(const struct request *req, const struct dish *dish,
	enum diet diet, enum allergen allergen)
{
	return dish->suits[diet] == NO ? _("What does not contain gluten is gluten-free.") :
		arena_printf(req->arena, _("That cannot be: it contains %s."),
			allergen_label(req, allergen));
}

/* What is declared must not speak against itself. */
static void check_facts(struct dish_form *form, struct request *req)
{
	const struct dish *dish = &form->dish;

	for (enum diet d = 0; d < DIETS; d++)
		for (enum allergen a = 0; a < ALLERGENS; a++)
			if (dish_contradicts(dish, d, a))
				field_error(&form->suits[d], contradiction(req, dish, d, a));
	if (dish_is_vegan_only(dish))
		field_error(&form->suits[VEGAN], _("What is vegan is vegetarian, too."));
}

/* The facts that the form showed before somebody changed them; a script may have seen none. */
static bool has_seen_other_facts(const struct dish_form *form, const struct request *req)
{
	const char *seen = pairs_get(&req->form, "facts_were");

	return form->facts != NULL && seen != NULL && strcmp(seen, form->facts) != 0;
}

static void take_back(struct field *field, const struct request *req, enum fact *fact,
	enum fact now)
{
	if (*fact == now)
		return;
	*fact = now;
	field->value = field->choices[now].value;
	field_error(field, _("Somebody else has changed what this dish contains or suits. "
		"Please look once more."));
}

/* Nobody takes back what he has not seen: that a dish contains peanuts. */
static void take_facts_back(struct dish_form *form, const struct request *req,
	const struct dish *now)
{
	for (enum allergen a = 0; a < ALLERGENS; a++)
		take_back(&form->contains[a], req, &form->dish.contains[a], now->contains[a]);
	for (enum diet d = 0; d < DIETS; d++)
		take_back(&form->suits[d], req, &form->dish.suits[d], now->suits[d]);
}

static void read_facts(struct dish_form *form, struct request *req)
{
	struct dish *dish = &form->dish, now = *dish;

	for (enum allergen a = 0; a < ALLERGENS; a++)
		dish->contains[a] = (enum fact)read_choice(req, &form->contains[a],
			now.contains[a]);
	for (enum diet d = 0; d < DIETS; d++)
		dish->suits[d] = (enum fact)read_choice(req, &form->suits[d], now.suits[d]);
	if (has_seen_other_facts(form, req))
		take_facts_back(form, req, &now);
	else
		check_facts(form, req);
}

bool dish_form_read(struct dish_form *form, struct request *req)
{
	struct dish *dish = &form->dish;

	dish->name = field_text(req, &form->name);
	dish->price = field_money(req, &form->price, dish->price.decimals, DISH_PRICE_HIGHEST);
	dish->description = field_text(req, &form->description);
	dish->spice = (enum spice)read_choice(req, &form->spice, dish->spice);
	dish->available = read_choice(req, &form->available, dish->available) != 0;
	read_facts(form, req);
	return !fields_have_errors(form->all);
}
