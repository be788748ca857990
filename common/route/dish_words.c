/* What is in a dish, in words. */
#include "route/dish_words.h"

#include <string.h>

static const char *const allergen_names[ALLERGENS] = {
	[PEANUTS] = N_("peanuts"),
	[NUTS] = N_("tree nuts"),
	[GLUTEN] = N_("gluten"),
	[EGGS] = N_("eggs"),
	[MILK] = N_("milk"),
	[SOY] = N_("soy"),
	[FISH] = N_("fish"),
	[SHELLFISH] = N_("shellfish"),
	[SESAME] = N_("sesame"),
};

static const char *const diet_names[DIETS] = {
	[VEGETARIAN] = N_("vegetarian"),
	[VEGAN] = N_("vegan"),
	[HALAL] = N_("halal"),
	[GLUTEN_FREE] = N_("gluten-free"),
};

static const char *const spice_names[SPICES] = {
	[NOT_SPICY] = N_("not spicy"),
	[MILD] = N_("mild"),
	[MEDIUM] = N_("medium hot"),
	[HOT] = N_("hot"),
};

const char *allergen_label(const struct request *req, enum allergen allergen)
{
	return _(allergen_names[allergen]);
}

const char *diet_label(const struct request *req, enum diet diet)
{
	return _(diet_names[diet]);
}

const char *spice_label(const struct request *req, enum spice spice)
{
	return _(spice_names[spice]);
}

/* ---- lists ---- */

struct labels {
	const char *label[ALLERGENS + DIETS];
	size_t count;
};

static struct labels labels_of(const struct request *req, const struct restrictions *set)
{
	struct labels labels = { 0 };

	for (enum allergen a = 0; a < ALLERGENS; a++)
		if (set->avoids[a])
			labels.label[labels.count++] = allergen_label(req, a);
	for (enum diet d = 0; d < DIETS; d++)
		if (set->keeps[d])
			labels.label[labels.count++] = diet_label(req, d);
	return labels;
}

/* "peanuts, milk and halal"; "": nothing. */
static const char *listed(const struct request *req, const struct restrictions *restrictions)
{
	struct labels labels = labels_of(req, restrictions);
	struct buffer text = { 0 };

	for (size_t i = 0; i < labels.count; i++) {
		if (i > 0 && i + 1 == labels.count)
			buffer_printf(&text, " %s ", _("and"));
		else if (i > 0)
			buffer_literal(&text, ", ");
		buffer_text(&text, labels.label[i]);
	}
	return buffer_keep(&text, req->arena);
}

const char *avoided_listed(const struct request *req, const struct restrictions *restrictions)
{
	struct restrictions avoided = *restrictions;

	memset(avoided.keeps, 0, sizeof avoided.keeps);
	return listed(req, &avoided);
}

const char *kept_listed(const struct request *req, const struct restrictions *restrictions)
{
	struct restrictions kept = *restrictions;

	memset(kept.avoids, 0, sizeof kept.avoids);
	return listed(req, &kept);
}

const char *restrictions_wished(const struct request *req, const struct restrictions *restrictions)
{
	struct buffer text = { 0 };

	for (enum allergen a = 0; a < ALLERGENS; a++)
		if (restrictions->avoids[a])
			buffer_printf(&text, "%s%s", text.length > 0 ? ", " : "",
				arena_printf(req->arena, _("no %s"), allergen_label(req, a)));
	for (enum diet d = 0; d < DIETS; d++)
		if (restrictions->keeps[d])
			buffer_printf(&text, "%s%s", text.length > 0 ? ", " : "",
				diet_label(req, d));
	return buffer_keep(&text, req->arena);
}

const char *restriction_label(const struct request *req, const char *word)
{
	struct restrictions one = { 0 };

	return restrictions_add(&one, word) ? listed(req, &one) :
		_("something that we cannot read");
}

/* ---- a dish ---- */

/* What that fact is stated of. */
static struct restrictions stated(const struct dish *dish, enum fact fact)
{
	struct restrictions set = { 0 };

	for (enum allergen a = 0; a < ALLERGENS; a++)
		set.avoids[a] = dish_contains(dish, a) == fact;
	for (enum diet d = 0; d < DIETS; d++)
		set.keeps[d] = dish_suits(dish, d) == fact;
	return set;
}

static bool is_free_of_all(const struct dish *dish)
{
	for (enum allergen a = 0; a < ALLERGENS; a++)
		if (dish_contains(dish, a) != NO)
			return false;
	return true;
}

const char *dish_contains_listed(const struct request *req, const struct dish *dish)
{
	struct restrictions set = stated(dish, YES);

	if (is_free_of_all(dish))
		return _("none of the nine allergens we ask about");
	return avoided_listed(req, &set);
}

const char *dish_suits_listed(const struct request *req, const struct dish *dish)
{
	struct restrictions set = stated(dish, YES);

	return kept_listed(req, &set);
}

const char *dish_unstated_listed(const struct request *req, const struct dish *dish)
{
	struct restrictions set = stated(dish, NOT_STATED);

	return listed(req, &set);
}

const char *conflict_text(const struct request *req, const struct conflict *conflict)
{
	bool known = conflict->fact != NOT_STATED;

	if (conflict->allergen < ALLERGENS)
		return arena_printf(req->arena,
			known ? _("contains %s") : _("not stated whether it contains %s"),
			allergen_label(req, conflict->allergen));
	if (conflict->diet == DIETS)
		return _("we cannot read all of what you told us");
	return arena_printf(req->arena, known ? _("not %s") : _("not stated whether it is %s"),
		diet_label(req, conflict->diet));
}

const char *conflicts_listed(const struct request *req, const struct dish *dish,
	const struct restrictions *restrictions)
{
	struct conflict conflicts[CONFLICTS_MOST];
	size_t count = dish_conflicts(dish, restrictions, conflicts);
	struct buffer text = { 0 };

	for (size_t i = 0; i < count; i++)
		buffer_printf(&text, "%s%s", i > 0 ? "; " : "", conflict_text(req, &conflicts[i]));
	return buffer_keep(&text, req->arena);
}
