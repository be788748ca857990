/* What is said of a ticket. */
#include "kitchen/ticket_text.h"

/* What brings it a step on; the states that are not open have none. */
static const char *const steps[TICKET_STATES] = {
	[TICKET_NEW] = N_("Start cooking"),
	[TICKET_COOKING] = N_("It is ready"),
	[TICKET_READY] = N_("Handed over"),
};

const char *ticket_title(const struct request *req, const struct ticket *ticket)
{
	return arena_printf(req->arena, _("Number %jd"), (intmax_t)ticket->id);
}

const char *ticket_state_text(const struct request *req, enum ticket_state state)
{
	return _(ticket_state_labels[state]);
}

const char *ticket_step_text(const struct request *req, enum ticket_state state)
{
	return _(steps[state]);
}

const char *tickets_too_many(struct request *req)
{
	return tickets_open_count(req->db) < TICKETS_OPEN_MOST ? NULL :
		_("The kitchen has more orders than it can cook. Please come back a little later.");
}

const char *ticket_waiting(const struct request *req, const struct ticket *ticket,
	struct date now)
{
	int64_t seconds = date_unix(now) - date_unix(ticket->placed);
	unsigned long minutes = seconds > 0 ? (unsigned long)seconds / 60 : 0;

	return arena_printf(req->arena, _n("waiting for %lu minute",
		"waiting for %lu minutes", minutes), minutes);
}
