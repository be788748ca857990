/* The forms of the reading page. */
#include "reading/reading_form.h"

#include <string.h>

#include "route/genre_words.h"

void reading_form_begin(struct reading_form *form, struct request *req)
{
	struct reader reader = reader_read(req);

	*form = (struct reading_form){
		.reader = reader,
		.genres = { .name = "genres", .label = _("Favourite genres") },
		.goal = { .name = "goal", .label = _("Books in a year"), .type = "text",
			.inputmode = "numeric", .value = "",
			.help = _("Leave it empty for no goal.") },
		.fields = { &form->genres, &form->goal },
		.groups = { { _("What do you like to read?"), form->choices, form->chosen } },
	};
	if (reader.goal > 0)
		form->goal.value = arena_integer(req->arena, reader.goal);
	memcpy(form->chosen, reader.genres.has, sizeof form->chosen);
	for (enum genre genre = 0; genre < GENRES; genre++)
		form->choices[genre] = (struct choice){
			genre_words[genre], genre_label(req, genre) };
}

bool reading_form_read_genres(struct reading_form *form, struct request *req)
{
	choices_read(req, &form->genres, form->groups);
	if (form->genres.n_errors > 0)
		return false;
	memcpy(form->reader.genres.has, form->chosen, sizeof form->chosen);
	return true;
}

bool reading_form_read_goal(struct reading_form *form, struct request *req)
{
	int64_t goal = field_integer(req, &form->goal, 0, READER_GOAL_HIGHEST, 0);

	if (form->goal.n_errors > 0)
		return false;
	form->reader.goal = goal;
	return true;
}

/* A box that is not ticked is not sent. */
bool reading_form_read_privacy(struct reading_form *form, struct request *req)
{
	form->reader.is_private = pairs_get(&req->form, "private") != NULL;
	return true;
}
