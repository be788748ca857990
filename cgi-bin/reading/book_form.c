/* The form in which a reader says how far it goes. */
#include "reading/book_form.h"

/* Nothing but the number of pages stands in it: what is not typed stays as it is. */
void book_form_begin(struct book_form *form, struct request *req, const struct book *book,
	const struct reading *reading)
{
	struct field number = { .type = "text", .inputmode = "numeric", .value = "" };

	form->page = form->chapter = form->percent = form->pages = number;
	form->page.name = "page";
	form->page.label = _("Page");
	form->chapter.name = "chapter";
	form->chapter.label = _("Chapter");
	form->percent.name = "percent";
	form->percent.label = _("Percent");
	form->pages.name = "pages";
	form->pages.label = _("Pages of your edition");
	if (book->pages > 0)
		form->pages.help = arena_printf(req->arena,
			_("Leave this empty if it has %jd, like ours."), (intmax_t)book->pages);
	if (reading->pages > 0)
		form->pages.value = arena_integer(req->arena, reading->pages);
	form->fields[0] = &form->page;
	form->fields[1] = &form->chapter;
	form->fields[2] = &form->percent;
	form->fields[3] = &form->pages;
	form->fields[4] = NULL;
}

/* A script that knows nothing of editions leaves them alone. */
static int64_t read_pages(struct book_form *form, struct request *req)
{
	if (pairs_find(&req->form, form->pages.name) == NULL)
		return NOT_GIVEN;
	return field_integer(req, &form->pages, 1, READING_PAGES_HIGHEST, 0);
}

/* The last page, as far as anybody knows. */
static int64_t last_page(const struct book_form *form, const struct book *book,
	const struct reading *reading, const struct reading_place *place)
{
	struct reading then = *reading;

	if (place->pages != NOT_GIVEN && form->pages.n_errors == 0)
		then.pages = place->pages;
	return reading_pages(&then, book) > 0 ? reading_pages(&then, book) : READING_PAGES_HIGHEST;
}

static void check(struct book_form *form, struct request *req, const struct reading *reading,
	const struct reading_place *place, int64_t last)
{
	bool is_elsewhere = place->page != NOT_GIVEN || place->percent != NOT_GIVEN;
	bool has_other_pages = place->pages != NOT_GIVEN && place->pages != reading->pages;

	if (!is_elsewhere && place->chapter == NOT_GIVEN && !has_other_pages)
		field_error(&form->page, _("Type the page, the chapter or the percent."));
	else if (!is_elsewhere && reading->percent == 0 && reading->page > last)
		field_error(&form->pages, arena_printf(req->arena,
			_("You are on page %jd already."), (intmax_t)reading->page));
}

bool book_form_read(struct book_form *form, struct request *req, const struct book *book,
	const struct reading *reading, struct reading_place *place)
{
	int64_t last;

	place->pages = read_pages(form, req);
	last = last_page(form, book, reading, place);
	place->page = field_integer(req, &form->page, 0, last, NOT_GIVEN);
	place->chapter = field_integer(req, &form->chapter, 0, READING_CHAPTER_HIGHEST, NOT_GIVEN);
	place->percent = field_integer(req, &form->percent, 0, 100, NOT_GIVEN);
	if (!fields_have_errors(form->fields))
		check(form, req, reading, place, last);
	return !fields_have_errors(form->fields);
}
