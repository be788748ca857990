/* What the kitchen says when somebody comes in. */
#include "kitchen/welcome_view.h"

#include "auth/login.h"
#include "kitchen/favorite.h"
#include "kitchen/welcome_status.h"
#include "route/dish_words.h"
#include "session/session.h"

static const struct dish *find_favorite(struct request *req, const char *name)
{
	struct dish_list dishes = { 0 };

	if (*name != '\0')
		dishes = dishes_on_menu(req->db);
	for (size_t i = 0; i < dishes.count; i++)
		if (favorite_is(req->arena, name, &dishes.dish[i]))
			return &dishes.dish[i];
	return NULL;
}

struct welcome_view welcome_view(struct request *req, const struct profile *profile)
{
	const struct user *user = current_user(req);
	struct welcome_view view = {
		.profile = *profile,
		.name = profile->name,
		.last_visit = profile->last_visit,
		.favorite = find_favorite(req, profile->favorite_dish),
		.conflicts = "",
		.is_lost = profile_is_none(profile) && session_is_lost(req),
		.is_of_today = profile->name != NULL && welcome_status_is_set(req),
		.opening = opening_read(req->db, date_now()),
	};

	if (view.favorite != NULL)
		view.conflicts = conflicts_listed(req, view.favorite, &profile->restrictions);
	if (view.name == NULL && user != NULL)
		view.name = user->username;
	else if (view.name == NULL)
		view.name = last_visitor(req, &view.last_visit);
	if (view.last_visit.us != 0)
		view.last_visit = clock_local(view.opening.clock, view.last_visit);
	return view;
}
