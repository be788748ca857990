/* reading: what a reader reads, may like, has read, and wants to be asked; and the shelf. */
#include "route/route.h"

#include <string.h>

#include "reading/reading_form.h"
#include "reading/reading_view.h"
#include "reading/reading.html.h"
#include "visitor/progress.h"

static void show_page(struct request *req, struct response *res, const struct reading_form *form)
{
	struct reading_view view = reading_view(req, form);

	reading_page(req, res, &view);
}

static void show(struct request *req, struct response *res)
{
	struct reading_form form;

	reading_form_begin(&form, req);
	show_page(req, res, &form);
}

/* What a reader likes and wants is not history. */
static bool forget(struct reading_form *form, struct request *req)
{
	progress_forget_all(req);
	form->reader.streak = form->reader.last_day = 0;
	return true;
}

/* Without a word of what to do, it is the genres. */
static const struct action {
	const char *name;
	bool (*work)(struct reading_form *form, struct request *req);
	const char *done;
} actions[] = {
	{ "genres", reading_form_read_genres, N_("Your favourite genres are noted.") },
	{ "goal", reading_form_read_goal, N_("Your goal is noted.") },
	{ "privacy", reading_form_read_privacy, N_("Your choice is noted.") },
	{ "forget", forget, N_("Your reading history is forgotten.") },
};

static const struct action *asked_action(const struct request *req)
{
	const char *name = pairs_get(&req->form, "action");

	if (name == NULL)
		return actions;
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (strcmp(actions[i].name, name) == 0)
			return &actions[i];
	fail(400, "no such action: %.40s", name);
}

static void save(struct request *req, struct response *res)
{
	const struct action *action = asked_action(req);
	struct reading_form form;

	reading_form_begin(&form, req);
	if (!action->work(&form, req)) {
		show_page(req, res, &form);
		return;
	}
	if (reader_write(req, &form.reader))
		message(req, SUCCESS, _(action->done));
	else
		message(req, ERROR, _("There is no room left to remember this in your browser. "
			"Please sign in."));
	redirect(res, url(req, "reading"));
}

ROUTE(.get = show, .post = save, .never_stored = true);
