/* What the page of the running order shows. */
#include "kitchen/running_view.h"

#include "auth/login.h"
#include "route/dish_words.h"
#include "kitchen/own_tickets.h"

/* By what name the visitor is known already. */
static const char *known_name(struct request *req, const struct profile *profile)
{
	const struct user *user = current_user(req);

	if (profile->name != NULL)
		return profile->name;
	return user != NULL ? user->username : "";
}

void running_view_begin(struct running_view *view, struct request *req)
{
	*view = (struct running_view){
		.order = running_order_read(req),
		.opening = opening_read(req->db, date_now()),
		.profile = profile_read(req),
		.tickets = own_tickets(req),
		.name = { .name = "name", .label = _("Your name or table"), .type = "text",
			.longest = TICKET_GUEST_LONGEST,
			.help = _("So that we know whom to call.") },
		.fields = { &view->name },
	};
	view->token = running_order_token(req, &view->order, &view->profile.restrictions);
	view->name.value = known_name(req, &view->profile);
}

const char *running_line_trouble(const struct request *req, const struct running_line *line)
{
	if (running_line_can_be_had(line))
		return NULL;
	return line->dish != NULL && line->dish->available ?
		_("This is sold out today. Please remove it.") :
		_("This is not on the menu any more. Please remove it.");
}

const char *running_line_conflict(const struct request *req, const struct profile *profile,
	const struct running_line *line, size_t number)
{
	struct conflict conflicts[CONFLICTS_MOST];
	size_t count = line->dish == NULL ? 0 :
		dish_conflicts(line->dish, &profile->restrictions, conflicts);

	return number >= count ? "" : arena_printf(req->arena,
		_("This does not suit what you told us: %s."),
		conflict_text(req, &conflicts[number]));
}

const char *running_line_name(const struct request *req, const struct running_line *line)
{
	return arena_integer(req->arena, line->gathered.us);
}

const char *running_line_clock(const struct request *req, const struct running_view *view,
	const struct running_line *line)
{
	return date_clock(req->arena, clock_local(view->opening.clock, line->gathered));
}
