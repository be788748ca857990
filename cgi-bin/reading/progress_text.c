/* How pages tell how far somebody is in a book. */
#include "reading/progress_text.h"

static const char *const names[READING_STATES] = {
	[READING_OPEN] = N_("Being read"),
	[READING_FINISHED] = N_("Finished"),
	[READING_STOPPED] = N_("Put aside"),
	[READING_DISMISSED] = N_("Not for you"),
};

const char *reading_state_name(const struct request *req, enum reading_state state)
{
	return state < READING_STATES ? _(names[state]) : "";
}

static const char *page_text(const struct request *req, const struct reading *reading,
	const struct book *book)
{
	intmax_t page = reading->page, pages = reading_pages(reading, book);

	if (pages > 0)
		return arena_printf(req->arena, _("Page %jd of %jd"), page, pages);
	return page > 0 ? arena_printf(req->arena, _("Page %jd"), page) :
		arena_printf(req->arena, "%jd%%", (intmax_t)reading_percent(reading, book));
}

const char *reading_place_text(const struct request *req, const struct reading *reading,
	const struct book *book)
{
	const char *text = page_text(req, reading, book);

	return reading->chapter == 0 ? text : arena_printf(req->arena, _("%s, chapter %jd"),
		text, (intmax_t)reading->chapter);
}
