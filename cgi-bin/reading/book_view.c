/* What the page of a book shows. */
#include "reading/book_view.h"

/* What is said stands behind the title. */
static const struct {
	const char *label, *done;
} steps[READING_STEPS] = {
	[STEP_START] = { N_("Start reading"), N_("Happy reading!") },
	[STEP_FINISH] = { N_("I have just finished it"), N_("Finished. Congratulations!") },
	[STEP_KNOWN] = { N_("I read it before"), N_("Noted: you have read it.") },
	[STEP_STOP] = { N_("Put it aside"), N_("Put aside. Your place is kept.") },
	[STEP_AGAIN] = { N_("Read it again"), N_("Happy reading once more!") },
	[STEP_DISMISS] = { N_("Not for me"), N_("It will not be recommended to you.") },
	[STEP_UNDISMISS] = { N_("Recommend it again"),
		N_("It may be recommended to you again.") },
	[STEP_FORGET] = { N_("Forget it"), N_("What you read of it is forgotten.") },
};

/* Why something cannot be done now, and what can. */
static const char *const refused[READING_STATES + 1] = {
	[READING_OPEN] = N_("You are reading this book now. You can finish it or put it aside."),
	[READING_FINISHED] = N_("You have finished this book: read it again?"),
	[READING_STOPPED] = N_("You have put this book aside. You can go on reading it."),
	[READING_DISMISSED] =
		N_("You said that this book is not for you. You can still start it."),
	[READING_STATES] = N_("You have not started this book yet."),
};

struct url book_url(const struct request *req, const struct book *book)
{
	return url_id(req, "book", arena_integer(req->arena, book->id));
}

const char *book_year(const struct request *req, const struct book *book)
{
	return book->year < 0 ? arena_printf(req->arena, _("%jd BC"), (intmax_t)-book->year) :
		arena_integer(req->arena, book->year);
}

const char *book_step_label(const struct request *req, enum reading_step step,
	const struct reading *reading)
{
	if (step == STEP_START && reading->state == READING_STOPPED)
		return _("Go on reading");
	if (step == STEP_FINISH && reading->state == READING_OPEN)
		return _("I have finished it");
	return _(steps[step].label);
}

const char *book_step_done(const struct request *req, enum reading_step step,
	const struct book *book)
{
	return arena_printf(req->arena, "“%s”: %s", book->title, _(steps[step].done));
}

const char *book_step_refused(const struct request *req, const struct reading *reading)
{
	return _(refused[reading->state]);
}

const char *book_read_before(const struct request *req, const struct book_view *view)
{
	const char *at = view->reading.before, *dates = "";
	unsigned long times = 0;
	int64_t day;

	while (reading_day(&at, &day)) {
		struct date date = clock_local(view->clock, clock_day_begins(view->clock, day));

		dates = arena_printf(req->arena, "%s%s%s", dates, times++ > 0 ? ", " : "",
			html_date_text(req->arena, req->language, date));
	}
	return times == 0 ? NULL : arena_printf(req->arena,
		_n("%lu time (%s)", "%lu times (%s)", times), times, dates);
}
