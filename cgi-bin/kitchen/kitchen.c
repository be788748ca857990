/* kitchen: the page of whoever cooks. */
#include "route/route.h"

#include <string.h>

#include "base/text.h"
#include "kitchen/hours.html.h"
#include "kitchen/kitchen.html.h"
#include "kitchen/kitchen_view.h"
#include "kitchen/opening_form.h"
#include "kitchen/ticket_text.h"

/* Below the kitchen there are only its hours. */
static bool asks_for_hours(const struct request *req)
{
	if (*req->path != '\0' && strcmp(req->path, "hours") != 0)
		fail(404, "nothing in the kitchen is %.40s", req->path);
	return *req->path != '\0';
}

static void show_hours(struct request *req, struct response *res)
{
	struct opening_form form;

	opening_form_begin(&form, req);
	hours_page(req, res, &form);
}

/* A page that looks again by itself does so because somebody wants it to. */
static void show_kitchen(struct request *req, struct response *res)
{
	struct kitchen_view view = kitchen_view(req);

	if (view.refreshes)
		response_header(res, "Refresh", arena_integer(req->arena, KITCHEN_REFRESH));
	kitchen_page(req, res, &view);
}

static void show(struct request *req, struct response *res)
{
	(asks_for_hours(req) ? show_hours : show_kitchen)(req, res);
}

static int64_t sent_id(const struct request *req, const char *name)
{
	return text_number(pairs_get(&req->form, name), INT64_MAX, 0);
}

/* The ticket that was sent, and the state in which it was shown. */
static const struct ticket *sent_ticket(const struct request *req, enum ticket_state *shown)
{
	int64_t id = sent_id(req, "ticket");
	const char *word = pairs_get(&req->form, "state");
	const struct ticket *ticket = ticket_find(req->db, id);

	if (ticket == NULL || word == NULL || !ticket_state_parse(word, shown))
		fail(404, "no such ticket: %jd", (intmax_t)id);
	return ticket;
}

static void tell_ticket(struct request *req, const struct ticket *ticket, bool is_moved)
{
	const char *title = ticket_title(req, ticket);

	if (is_moved)
		message(req, SUCCESS, arena_printf(req->arena, "%s: %s", title,
			ticket_state_text(req, ticket_find(req->db, ticket->id)->state)));
	else
		message(req, WARNING, arena_printf(req->arena,
			_("%s was moved on already: %s"), title,
			ticket_state_text(req, ticket->state)));
}

static void advance(struct request *req)
{
	enum ticket_state shown;
	const struct ticket *ticket = sent_ticket(req, &shown);

	tell_ticket(req, ticket, ticket_advance(req->db, ticket->id, shown));
}

static void discard(struct request *req)
{
	enum ticket_state shown;
	const struct ticket *ticket = sent_ticket(req, &shown);

	tell_ticket(req, ticket, ticket_discard(req->db, ticket->id, shown));
}

static void set_sold_out(struct request *req, bool sold_out)
{
	int64_t id = sent_id(req, "dish");
	const struct dish *dish = dish_find(req->db, id);

	if (dish == NULL)
		fail(404, "no such dish: %jd", (intmax_t)id);
	dish_set_sold_out(req->db, id, sold_out);
	message(req, SUCCESS, arena_printf(req->arena, sold_out ?
		_("“%s” is sold out today.") : _("“%s” is available again."), dish->name));
}

static void sell_out(struct request *req)
{
	set_sold_out(req, true);
}

static void sell_again(struct request *req)
{
	set_sold_out(req, false);
}

static void close_kitchen(struct request *req)
{
	opening_close(req->db, true, req->user->username);
	message(req, SUCCESS, _("The kitchen is closed until you open it again."));
}

static void open_kitchen(struct request *req)
{
	opening_close(req->db, false, req->user->username);
	message(req, SUCCESS, _("The kitchen keeps its opening hours again."));
}

static const struct {
	const char *name;
	void (*work)(struct request *req);
} actions[] = {
	{ "advance", advance }, { "discard", discard }, { "sold_out", sell_out },
	{ "there_is", sell_again }, { "close", close_kitchen }, { "open", open_kitchen },
};

static void work(struct request *req, struct response *res)
{
	const char *action = pairs_get(&req->form, "action");
	size_t i = 0;

	while (i < sizeof actions / sizeof *actions &&
	       (action == NULL || strcmp(actions[i].name, action) != 0))
		i++;
	if (i == sizeof actions / sizeof *actions)
		fail(400, "no such action: %.40s", action != NULL ? action : "");
	actions[i].work(req);
	redirect(res, kitchen_url(req, kitchen_refreshes(req)));
}

static void save_hours(struct request *req, struct response *res)
{
	struct opening_form form;

	opening_form_begin(&form, req);
	if (!opening_form_read(&form, req)) {
		hours_page(req, res, &form);
		return;
	}
	opening_hours_write(req->db, &form.hours, req->user->username);
	opening_set_clock(req->db, form.utc_minutes, req->user->username);
	message(req, SUCCESS, _("The opening hours have been changed."));
	redirect(res, url(req, "kitchen"));
}

static void act(struct request *req, struct response *res)
{
	(asks_for_hours(req) ? save_hours : work)(req, res);
}

ROUTE(.get = show, .post = act, .permission = "change_dish", .takes_path = 1);
