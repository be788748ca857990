/* The menu as one guest should see it. */
#include "kitchen/menu_view.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "kitchen/dish_words.h"

/* Between the two stands, plus one, the distance from the spice level that the guest likes. */
enum { FAVORITE = 0, LEFT_OUT = 1 + SPICES };

static int spice_distance(const struct profile *profile, const struct dish *dish)
{
	return profile->spice == SPICES ? 0 : abs((int)dish->spice - (int)profile->spice);
}

static int rank_of(struct request *req, const struct profile *profile, const char *favorite,
	const struct dish *dish)
{
	struct conflict conflicts[CONFLICTS_MOST];

	if (dish_conflicts(dish, &profile->restrictions, conflicts) > 0)
		return LEFT_OUT;
	if (*favorite != '\0' && strstr(text_fold(req->arena, dish->name), favorite) != NULL)
		return FAVORITE;
	return 1 + spice_distance(profile, dish);
}

/* The dishes come by name, one behind the other in memory. */
static int compare(const void *one, const void *other)
{
	const struct menu_dish *a = one, *b = other;

	return a->rank != b->rank ? a->rank - b->rank : (a->dish > b->dish) - (a->dish < b->dish);
}

/* Without a profile nobody avoids anything, and all is recommended. */
static struct profile read_profile(struct request *req)
{
	struct profile profile = profile_read(req);

	return profile.name != NULL ? profile :
		(struct profile){ .favorite_dish = "", .spice = SPICES };
}

struct menu_view menu_view(struct request *req)
{
	struct dish_list list = dishes_on_menu(req->db);
	struct menu_dish *table = arena_array(req->arena, list.count, sizeof *table);
	struct menu_view view = { .profile = read_profile(req), .dish = table,
		.opening = opening_read(req->db, date_now()), .count = list.count };
	const char *favorite = text_fold(req->arena,
		text_strip(req->arena, view.profile.favorite_dish));

	for (size_t i = 0; i < list.count; i++) {
		const struct dish *dish = &list.dish[i];
		int rank = rank_of(req, &view.profile, favorite, dish);

		table[i] = (struct menu_dish){ dish, rank };
		view.recommended += rank != LEFT_OUT;
	}
	qsort(table, list.count, sizeof *table, compare);
	return view;
}

bool menu_is_favorite(const struct menu_dish *dish)
{
	return dish->rank == FAVORITE;
}

const char *menu_whose(const struct request *req, const struct profile *profile)
{
	const char *wished = restrictions_wished(req, &profile->restrictions);

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
			else
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

const char *menu_reasons(const struct request *req, const struct menu_view *view,
	const struct dish *dish)
{
	struct conflict conflicts[CONFLICTS_MOST];
	size_t count = dish_conflicts(dish, &view->profile.restrictions, conflicts);
	struct buffer text = { 0 };

	for (size_t i = 0; i < count; i++)
		buffer_printf(&text, "%s%s", i > 0 ? "; " : "", conflict_text(req, &conflicts[i]));
	return buffer_keep(&text, req->arena);
}
