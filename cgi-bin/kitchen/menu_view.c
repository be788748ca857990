/* The menu as one guest should see it. */
#include "kitchen/menu_view.h"

#include <stdlib.h>

#include "kitchen/favorite.h"
#include "route/dish_words.h"
#include "session/session.h"

/* Between the two stands, plus one, the distance from the spice level that the guest likes. */
enum { FAVORITE = 0, LEFT_OUT = 1 + SPICES };

static int spice_distance(const struct profile *profile, const struct dish *dish)
{
	return profile->spice == SPICES ? 0 : abs((int)dish->spice - (int)profile->spice);
}

static int rank_of(struct request *req, const struct profile *profile, const struct dish *dish)
{
	struct conflict conflicts[CONFLICTS_MOST];

	if (dish_conflicts(dish, &profile->restrictions, conflicts) > 0)
		return LEFT_OUT;
	if (favorite_is(req->arena, profile->favorite_dish, dish))
		return FAVORITE;
	return 1 + spice_distance(profile, dish);
}

/* The dishes come by name, one behind the other in memory. */
static int compare(const void *one, const void *other)
{
	const struct menu_dish *a = one, *b = other;

	return a->rank != b->rank ? a->rank - b->rank : (a->dish > b->dish) - (a->dish < b->dish);
}

struct menu_view menu_view(struct request *req)
{
	struct dish_list list = dishes_on_menu(req->db);
	struct menu_dish *table = arena_array(req->arena, list.count, sizeof *table);
	struct menu_view view = { .profile = profile_read(req), .dish = table,
		.opening = opening_read(req->db, date_now()), .count = list.count };

	for (size_t i = 0; i < list.count; i++) {
		const struct dish *dish = &list.dish[i];
		int rank = rank_of(req, &view.profile, dish);

		table[i] = (struct menu_dish){ dish, rank };
		view.recommended += rank != LEFT_OUT;
	}
	qsort(table, list.count, sizeof *table, compare);
	view.is_lost = profile_is_none(&view.profile) && session_is_lost(req);
	return view;
}

bool menu_is_favorite(const struct menu_dish *dish)
{
	return dish->rank == FAVORITE;
}

const char *menu_whose(const struct request *req, const struct profile *profile)
{
	const char *wished = restrictions_wished(req, &profile->restrictions);

	if (profile->name == NULL)
		return *wished == '\0' ? "" : arena_printf(req->arena, _("For you: %s."), wished);
	if (*wished == '\0')
		return arena_printf(req->arena, _("For %s."), profile->name);
	return arena_printf(req->arena, _("For %s: %s."), profile->name, wished);
}

/* What of the restrictions speaks against any of the dishes. */
static struct restrictions all_reasons(const struct menu_view *view)
{
	struct restrictions reasons = { 0 };
	struct conflict conflicts[CONFLICTS_MOST];

	for (size_t i = view->recommended; i < view->count; i++) {
		size_t count = dish_conflicts(view->dish[i].dish, &view->profile.restrictions,
			conflicts);

		for (size_t j = 0; j < count; j++)
			if (conflicts[j].allergen < ALLERGENS)
				reasons.avoids[conflicts[j].allergen] = true;
			else if (conflicts[j].diet < DIETS)
				reasons.keeps[conflicts[j].diet] = true;
	}
	return reasons;
}

/* A dish is left out because of what is in it, or because of what it is not. */
const char *menu_left_out(const struct request *req, const struct menu_view *view)
{
	struct restrictions reasons = all_reasons(view);
	const char *avoided = avoided_listed(req, &reasons), *kept = kept_listed(req, &reasons);
	unsigned long n = view->count - view->recommended;

	if (view->profile.restrictions.unknown)
		return arena_printf(req->arena, _n("%lu dish left out because we cannot read all "
			"of what you told us: show it", "%lu dishes left out because we cannot "
			"read all of what you told us: show them", n), n);
	if (*kept == '\0')
		return arena_printf(req->arena, _n("%lu dish left out because of %s: show it",
			"%lu dishes left out because of %s: show them", n), n, avoided);
	if (*avoided == '\0')
		return arena_printf(req->arena, _n("%lu dish left out because it is not certain "
			"to be %s: show it", "%lu dishes left out because they are not certain "
			"to be %s: show them", n), n, kept);
	return arena_printf(req->arena, _n("%lu dish left out because of %s, or because it is "
		"not certain to be %s: show it", "%lu dishes left out because of %s, or because "
		"they are not certain to be %s: show them", n), n, avoided, kept);
}
