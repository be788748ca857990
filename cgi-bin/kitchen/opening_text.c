/* Whether the kitchen is open. */
#include "kitchen/opening_text.h"

static const char *const weekdays[WEEKDAYS] = {
	N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"),
	N_("Saturday"), N_("Sunday"),
};

const char *weekday_label(const struct request *req, size_t day)
{
	return _(weekdays[day]);
}

/* It opens within a week, and no day of a month comes twice in that. */
static const char *closed_text(const struct request *req, const struct opening *opening)
{
	struct civil now = date_civil(opening->now), then = date_civil(opening->changes);
	const char *clock = date_clock(req->arena, opening->changes);

	if (then.day == now.day)
		return arena_printf(req->arena,
			_("The kitchen is closed. It opens again at %s."), clock);
	return arena_printf(req->arena, _("The kitchen is closed. It opens again on %s at %s."),
		weekday_label(req, (size_t)(then.weekday + 6) % WEEKDAYS), clock);
}

const char *opening_text(const struct request *req, const struct opening *opening)
{
	if (opening->by_hand)
		return _("The kitchen is closed for now.");
	if (opening->changes.us == 0)
		return opening->is_open ? _("The kitchen is open.") : _("The kitchen is closed.");
	if (!opening->is_open)
		return closed_text(req, opening);
	return arena_printf(req->arena, _("The kitchen is open until %s."),
		date_clock(req->arena, opening->changes));
}
