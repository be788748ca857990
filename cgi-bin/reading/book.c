/* book: one book, and how far the visitor is in it. */
#include "route/route.h"

#include <string.h>

#include "base/text.h"
#include "model/id.h"
#include "reading/book.html.h"
#include "reading/book_view.h"
#include "visitor/progress.h"
#include "visitor/reader.h"

static const struct book *wanted_book(struct request *req)
{
	int64_t id = id_require(req->path);
	const struct book *book = book_find(req->db, id);

	if (book == NULL)
		fail(404, "no such book: %jd", (intmax_t)id);
	return book;
}

static struct reading own_reading(struct request *req, const struct book *book)
{
	const struct reading *reading = progress_find(req, book->id);

	return reading != NULL ? *reading : (struct reading){
		.book_id = book->id, .state = READING_STATES, .before = "" };
}

static void begin_view(struct book_view *view, struct request *req)
{
	view->book = wanted_book(req);
	view->reading = own_reading(req, view->book);
	book_form_begin(&view->form, req, view->book, &view->reading);
}

static void show_view(struct request *req, struct response *res, struct book_view *view)
{
	view->clock = clock_read(req->db);
	view->borrow = borrow_view(req, view->book);
	book_page(req, res, view);
}

static void show(struct request *req, struct response *res)
{
	struct book_view view;

	begin_view(&view, req);
	show_view(req, res, &view);
}

/* False: there is no room, and that was said. */
static bool keep(struct request *req, const struct reading *reading)
{
	if (reading->state == READING_STATES)
		progress_forget(req, reading->book_id);
	else if (!progress_put(req, reading)) {
		message(req, ERROR, _("There is no room for more books here. "
			"Forget one, or sign in: an account has room for all."));
		return false;
	}
	if (reading->state == READING_OPEN || reading->finished.us != 0)
		reader_note_day(req);
	return true;
}

static const char *noted(struct request *req, const struct book_view *before,
	const struct reading *now)
{
	if (now->state == READING_FINISHED && before->reading.state != READING_FINISHED)
		return book_step_done(req, STEP_FINISH, before->book);
	return arena_printf(req->arena, "“%s”: %s.", before->book->title,
		reading_place_text(req, now, before->book));
}

/* False: something is wrong, and the form says what. */
static bool move(struct request *req, struct book_view *view, struct reading *reading)
{
	struct reading_place place;

	*reading = view->reading;
	if (!book_form_read(&view->form, req, view->book, reading, &place))
		return false;
	if (reading_move(reading, &place, view->book))
		return true;
	field_error(&view->form.page, book_step_refused(req, &view->reading));
	return false;
}

static void update(struct request *req, struct response *res)
{
	struct book_view view;
	struct reading moved;

	begin_view(&view, req);
	if (!move(req, &view, &moved)) {
		show_view(req, res, &view);
		return;
	}
	if (keep(req, &moved))
		message(req, SUCCESS, noted(req, &view, &moved));
	redirect(res, book_url(req, view.book));
}

static void step(struct request *req, struct response *res, enum reading_step step)
{
	const struct book *book = wanted_book(req);
	struct reading reading = own_reading(req, book);
	bool is_done = reading_is_done(&reading, step);

	if (!is_done && !reading_may(&reading, step)) {
		message(req, ERROR, arena_printf(req->arena, "“%s”: %s", book->title,
			book_step_refused(req, &reading)));
	} else if (!is_done) {
		reading_do(&reading, step, book, clock_read(req->db), req->arena);
		is_done = keep(req, &reading);
	}
	if (is_done)
		message(req, SUCCESS, book_step_done(req, step, book));
	redirect(res, book_url(req, book));
}

/* A form without an action is that of the place. */
static void act(struct request *req, struct response *res)
{
	const char *action = pairs_get(&req->form, "action");
	size_t known;

	if (action == NULL || *action == '\0' || strcmp(action, "update") == 0) {
		update(req, res);
		return;
	}
	known = text_find_word(reading_step_words, READING_STEPS, action);
	if (known < READING_STEPS)
		step(req, res, (enum reading_step)known);
	else if (!borrow_action(req, res, wanted_book(req), action))
		fail(400, "no such action: %.40s", action);
}

ROUTE(.get = show, .post = act, .takes_path = 1, .never_stored = true);
