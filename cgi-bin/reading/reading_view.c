/* What the reading page shows of its reader and of the shelf. */
#include "reading/reading_view.h"

#include "auth/login.h"
#include "base/text.h"
#include "route/genre_words.h"
#include "session/session.h"
#include "visitor/profile.h"
#include "visitor/progress.h"

enum {
	SHELF = 24,
	RECOMMENDED = 6,
	PLACES_SHOWN = 10,
	PLACES_MOST = PROGRESS_BOOKS_MOST, /* shown when all are asked for */
	COLOURS = 6,
};

/* ---- who it is ---- */

/* Who made a profile has said what to be called; of a guest the browser may know who was here. */
static void recognise(struct reading_view *view, struct request *req)
{
	const struct user *user = current_user(req);
	struct date summary = { 0 };
	const char *visitor = user != NULL ? user->username : last_visitor(req, &summary);

	view->name = profile_read(req).name;
	if (view->name == NULL)
		view->name = visitor;
	view->last_visit = session_visits(req).last;
	if (view->last_visit.us == 0 && visitor != NULL)
		view->last_visit = summary;
}

const char *reading_greeting(const struct request *req, const struct reading_view *view)
{
	bool is_back = view->has_read || view->last_visit.us != 0;

	if (view->name == NULL)
		return view->has_read ? _("Welcome back") : _("Reading room");
	return arena_printf(req->arena, is_back ? _("Welcome back, %s") : _("Welcome, %s"),
		view->name);
}

static const char *open_text(const struct request *req, const struct places *open)
{
	unsigned long count = open->count;

	if (count == 0)
		return _("Books for everybody: read one here, and we keep your place.");
	return open->more ? _("You have many books open.") : arena_printf(req->arena,
		_n("You have %lu book open.", "You have %lu books open.", count), count);
}

const char *reading_summary(const struct request *req, const struct reading_view *view)
{
	const char *text = open_text(req, &view->open);

	if (view->last_visit.us == 0)
		return text;
	return arena_printf(req->arena, "%s %s %s", text, _("Your last visit:"),
		html_date_text(req->arena, req->language,
			clock_local(view->clock, view->last_visit)));
}

/* ---- what was read, and what may be ---- */

static void look_back(struct reading_view *view, struct request *req,
	const struct reading_list *readings)
{
	size_t most = view->shows_all ? PLACES_MOST : PLACES_SHOWN;
	struct date now = date_now();

	view->open = history_places(req, readings, READING_OPEN, READING_OPEN, most);
	view->history = history_places(req, readings, READING_FINISHED, READING_STOPPED, most);
	view->has_read = view->open.count + view->history.count > 0;
	view->finished = history_finished_in(readings, view->clock,
		history_year(view->clock, now));
	view->streak = reader_streak(&view->form->reader, clock_day(view->clock, now));
}

const char *reading_year_text(const struct request *req, const struct reading_view *view)
{
	unsigned long finished = (unsigned long)view->finished;
	intmax_t goal = view->form->reader.goal;

	return goal > 0 ? arena_printf(req->arena, _("%lu of %jd this year"),
			finished, goal) :
		arena_printf(req->arena, _n("%lu book finished this year",
			"%lu books finished this year", finished), finished);
}

/* Nothing is known of a newcomer's taste. */
static void look_ahead(struct reading_view *view, struct request *req,
	const struct reading_list *readings)
{
	const struct user *user = current_user(req);
	const struct genres *favourites = &view->form->reader.genres;

	view->has_taste = view->has_read || genres_shared(favourites, favourites) > 0;
	if (view->has_taste)
		view->recommended = recommend(req->db, user != NULL ? user->id : 0, readings,
			favourites, RECOMMENDED);
}

const char *recommendation_reason(const struct request *req,
	const struct recommendation *recommendation)
{
	return recommendation->because != NULL ?
		arena_printf(req->arena, _("Because you read %s"),
			recommendation->because->title) :
		arena_printf(req->arena, _("Because you like: %s"),
			genre_label(req, recommendation->genre));
}

/* ---- the shelf ---- */

/* A genre that there is not is none. */
static enum genre asked_genre(const struct request *req)
{
	return (enum genre)text_find_word(genre_words, GENRES, pairs_get(&req->query, "genre"));
}

static struct book_search read_search(const struct request *req)
{
	const char *words = pairs_get(&req->query, "q");

	return (struct book_search){
		.words = words != NULL && *words != '\0' ? words : NULL,
		.genre = asked_genre(req),
		.after = text_number(pairs_get(&req->query, "after"), INT64_MAX, 0),
	};
}

unsigned shelf_colour(const struct book *book)
{
	enum genre genre = 0;

	while (genre < GENRES && !book->genres.has[genre])
		genre++;
	return genre % COLOURS + 1;
}

struct url shelf_url(const struct request *req, const struct book_search *search, int64_t after)
{
	struct pairs query = { .arena = req->arena };

	if (search->words != NULL)
		pairs_add(&query, "q", search->words);
	if (search->genre < GENRES)
		pairs_add(&query, "genre", genre_words[search->genre]);
	if (after != 0)
		pairs_add(&query, "after", arena_integer(req->arena, after));
	return url_query(req, "reading", &query);
}

struct reading_view reading_view(struct request *req, const struct reading_form *form)
{
	const struct user *user = current_user(req);
	struct reading_list readings = progress_all(req);
	struct reading_view view = {
		.form = form,
		.clock = clock_read(req->db),
		.shows_all = pairs_get(&req->query, "all") != NULL,
		.search = read_search(req),
		.may_forget = user != NULL || readings.count > 0,
	};

	if (user != NULL)
		view.borrowed = loans_open_of_user(req->db, user->id);
	recognise(&view, req);
	look_back(&view, req, &readings);
	look_ahead(&view, req, &readings);
	view.shelf = books_search(req->db, &view.search, SHELF);
	return view;
}
