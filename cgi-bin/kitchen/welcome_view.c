/* What the kitchen says when somebody comes in. */
#include "kitchen/welcome_view.h"

#include <string.h>

#include "auth/login.h"
#include "base/text.h"
#include "kitchen/welcome_status.h"

/* A favourite is what somebody typed, not what stands on the menu to the letter. */
static const struct dish *find_favorite(struct request *req, const char *name)
{
	const char *folded = text_fold(req->arena, name);
	struct dish_list dishes = { 0 };

	if (*name != '\0')
		dishes = dishes_on_menu(req->db);
	for (size_t i = 0; i < dishes.count; i++)
		if (strcmp(text_fold(req->arena, dishes.dish[i].name), folded) == 0)
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
		.is_of_today = profile->name != NULL && welcome_status_is_set(req),
		.opening = opening_read(req->db, date_now()),
	};

	if (view.name == NULL && user != NULL)
		view.name = user->username;
	else if (view.name == NULL)
		view.name = last_visitor(req, &view.last_visit);
	if (view.last_visit.us != 0)
		view.last_visit = clock_local(view.opening.clock, view.last_visit);
	return view;
}
