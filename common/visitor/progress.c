/* How far whoever is asking is in which books. */
#include "visitor/progress.h"

#include <stdlib.h>
#include <string.h>

#include "auth/login.h"
#include "base/text.h"
#include "model/clock.h"
#include "model/loan.h"
#include "model/reading_step.h"
#include "session/session.h"
#include "visitor/memory.h"
#include "visitor/reader.h"

#define BOOK "book."

static const char *const BOOKS[] = { BOOK, NULL };

/*
 * ---- an entry of a session ----
 *
 * "STATE.PAGE.CHAPTER.PERCENT.PAGES.STARTED.FINISHED.UPDATED", and the days of `before`.  Dots are
 * not encoded, and a cookie has little room.
 */

static const char *entry_name(struct request *req, int64_t book_id)
{
	return arena_printf(req->arena, BOOK "%s", arena_integer(req->arena, book_id));
}

static const char *entry_value(struct request *req, const struct reading *reading)
{
	char *text = arena_printf(req->arena, "%s.%jd.%jd.%jd.%jd.%jd.%jd.%jd%s%s",
		reading_state_words[reading->state], (intmax_t)reading->page,
		(intmax_t)reading->chapter, (intmax_t)reading->percent, (intmax_t)reading->pages,
		(intmax_t)reading->started.us, (intmax_t)reading->finished.us,
		(intmax_t)reading->updated.us, *reading->before != '\0' ? "." : "",
		reading->before);

	for (char *space = text; (space = strchr(space, ' ')) != NULL;)
		*space = '.';
	return text;
}

/* The next part of the text, a number; false when it is none. */
static bool next_number(char **text, int64_t most, int64_t *number)
{
	const char *word = strsep(text, ".");
	uint64_t read;

	if (word == NULL || !text_to_unsigned(word, (uint64_t)most, &read))
		return false;
	*number = (int64_t)read;
	return true;
}

/* False: we did not write that. */
static bool read_value(struct arena *arena, const char *value, struct reading *reading)
{
	char *text = arena_string(arena, value);
	int64_t day;

	reading->state = reading_state_find(strsep(&text, "."));
	if (reading->state == READING_STATES ||
	    !next_number(&text, READING_PAGES_HIGHEST, &reading->page) ||
	    !next_number(&text, READING_CHAPTER_HIGHEST, &reading->chapter) ||
	    !next_number(&text, 100, &reading->percent) ||
	    !next_number(&text, READING_PAGES_HIGHEST, &reading->pages) ||
	    !next_number(&text, INT64_MAX, &reading->started.us) ||
	    !next_number(&text, INT64_MAX, &reading->finished.us) ||
	    !next_number(&text, INT64_MAX, &reading->updated.us))
		return false;
	for (reading->before = ""; text != NULL;) {
		if (!next_number(&text, INT32_MAX, &day))
			return false;
		reading->before = reading_add_day(arena, reading->before, day);
	}
	return true;
}

static bool read_entry(struct arena *arena, const struct pair *entry, struct reading *reading)
{
	uint64_t id;

	if (!text_to_unsigned(entry->name + strlen(BOOK), INT64_MAX, &id))
		return false;
	reading->book_id = (int64_t)id;
	return read_value(arena, entry->value, reading);
}

static int newest_first(const void *one, const void *other)
{
	int64_t a = ((const struct reading *)one)->updated.us;
	int64_t b = ((const struct reading *)other)->updated.us;

	return (a < b) - (a > b);
}

static struct reading_list guest_all(struct request *req)
{
	struct pairs pairs = memory_read_session(req, BOOKS);
	struct reading *table = arena_array(req->arena, pairs.count, sizeof *table);
	struct reading_list list = { .reading = table };

	for (size_t i = 0; i < pairs.count; i++)
		list.count += read_entry(req->arena, &pairs.pair[i], &table[list.count]);
	qsort(table, list.count, sizeof *table, newest_first);
	return list;
}

static const struct reading *guest_find(struct request *req, int64_t book_id)
{
	const char *value = session_get(req, entry_name(req, book_id));
	struct reading *reading = arena_alloc(req->arena, sizeof *reading);

	reading->book_id = book_id;
	return value != NULL && read_value(req->arena, value, reading) ? reading : NULL;
}

static bool guest_put(struct request *req, const struct reading *reading)
{
	const char *name = entry_name(req, reading->book_id), *value = entry_value(req, reading);
	struct pairs pairs = memory_read_session(req, BOOKS);

	pairs_set(&pairs, name, value);
	if (pairs.count > PROGRESS_BOOKS_MOST || !memory_fits(req, BOOKS, &pairs))
		return false;
	session_set(req, name, value);
	return true;
}

static void guest_forget_all(struct request *req)
{
	memory_write_session(req, BOOKS, &(struct pairs){ .arena = req->arena });
}

/* ---- wherever it is ---- */

struct reading_list progress_all(struct request *req)
{
	const struct user *user = current_user(req);

	return user != NULL ? readings_of_user(req->db, user->id) : guest_all(req);
}

const struct reading *progress_find(struct request *req, int64_t book_id)
{
	const struct user *user = current_user(req);

	return user != NULL ? reading_find(req->db, user->id, book_id) : guest_find(req, book_id);
}

bool progress_put(struct request *req, const struct reading *reading)
{
	const struct user *user = current_user(req);

	if (user == NULL)
		return guest_put(req, reading);
	reading_put(req->db, user->id, reading, !reader_read(req).is_private);
	return true;
}

void progress_forget(struct request *req, int64_t book_id)
{
	const struct user *user = current_user(req);

	if (user != NULL)
		reading_delete(req->db, user->id, book_id);
	else
		session_pop(req, entry_name(req, book_id));
}

void progress_forget_all(struct request *req)
{
	const struct user *user = current_user(req);

	if (user == NULL) {
		guest_forget_all(req);
		return;
	}
	readings_delete(req->db, user->id);
	loans_forget(req->db, user->id);
}

/* ---- signing in ---- */

/* The days on which the older side was finished, unless they are that of the newer one. */
static const char *days_of_both(struct request *req, const struct reading *newer,
	const struct reading *older)
{
	struct clock clock = clock_read(req->db);
	int64_t last = newer->finished.us != 0 ? clock_day(clock, newer->finished) : -1;
	const char *days = newer->before, *at = older->before;
	int64_t day;

	while (reading_day(&at, &day))
		if (day != last)
			days = reading_add_day(req->arena, days, day);
	day = clock_day(clock, older->finished);
	if (older->finished.us != 0 && day != last)
		days = reading_add_day(req->arena, days, day);
	return days;
}

/* A dismissal is said of what was not opened: it gives way to what was, even to something older. */
static bool guest_counts_more(const struct reading *guest, const struct reading *account)
{
	if ((guest->state == READING_DISMISSED) != (account->state == READING_DISMISSED))
		return account->state == READING_DISMISSED;
	return guest->updated.us > account->updated.us;
}

static void merge(struct request *req, const struct reading *guest, const struct book *book)
{
	const struct reading *account = reading_find(req->db, req->user->id, book->id);
	bool is_guests = account == NULL || guest_counts_more(guest, account);
	const struct reading *older = is_guests ? account : guest;
	struct reading merged = is_guests ? *guest : *account;

	if (older != NULL) {
		reading_complete(&merged, older, book);
		merged.before = days_of_both(req, &merged, older);
	}
	progress_put(req, &merged);
}

/* Doing it twice changes nothing, should the session outlive a sign-in that died. */
void progress_move_into_account(struct request *req)
{
	struct reading_list guest = guest_all(req);

	if (guest.count == 0)
		return;
	for (size_t i = 0; i < guest.count; i++) {
		const struct book *book = book_find(req->db, guest.reading[i].book_id);

		if (book != NULL)
			merge(req, &guest.reading[i], book);
	}
	guest_forget_all(req);
}
