/* What genres are called on pages. */
#include "route/genre_words.h"

static const char *const labels[GENRES] = {
	[NOVEL] = N_("Novel"),
	[SHORT_STORIES] = N_("Short stories"),
	[POETRY] = N_("Poetry"),
	[DRAMA] = N_("Drama"),
	[ADVENTURE] = N_("Adventure"),
	[FANTASY] = N_("Fantasy"),
	[MYSTERY] = N_("Mystery"),
	[ROMANCE] = N_("Romance"),
	[SATIRE] = N_("Satire"),
	[SCIENCE_FICTION] = N_("Science fiction"),
	[HISTORY] = N_("History"),
	[PHILOSOPHY] = N_("Philosophy"),
	[MEMOIR] = N_("Memoir"),
	[FOLKLORE] = N_("Folk tales"),
	[CHILDREN] = N_("For children"),
	[HORROR] = N_("Horror"),
};

const char *genre_label(const struct request *req, enum genre genre)
{
	return _(labels[genre]);
}

const char *genre_labels(const struct request *req, const struct genres *genres)
{
	const char *text = "";

	for (enum genre i = 0; i < GENRES; i++)
		if (genres->has[i])
			text = arena_printf(req->arena, "%s%s%s", text,
				*text != '\0' ? ", " : "", genre_label(req, i));
	return text;
}
