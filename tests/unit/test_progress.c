/* How far a visitor is: how it is kept, what of it is believed, and what becomes of it at login. */
#include "visitor.h"

#include "auth/login.h"
#include "model/loan.h"
#include "visitor/progress.h"
#include "visitor/reader.h"

static int64_t day(int64_t number)
{
	return number * 86400 * DATE_SECOND + 1;
}

static int64_t put_book(void)
{
	return book_insert(&visit.db, &(struct book){ .title = "a", .author = "b", .pages = 300 });
}

/* Somebody is known from now on. */
static const struct user *become(const char *name)
{
	if (name != NULL && user_find_by_name(&visit.db, name) == NULL)
		user_insert(&visit.db, name, "hash");
	visit.req.user = name != NULL ? user_find_by_name(&visit.db, name) : NULL;
	visit.req.user_known = true;
	return visit.req.user;
}

static void begin(void)
{
	come(&visit, "POST", NULL);
	become(NULL);
}

static struct reading reading_of(int64_t book_id, int64_t page, int64_t updated)
{
	return (struct reading){ .book_id = book_id, .state = READING_OPEN, .page = page,
		.updated = { updated }, .before = "" };
}

static bool put(int64_t book_id, int64_t page, int64_t updated)
{
	struct reading reading = reading_of(book_id, page, updated);

	return progress_put(&visit.req, &reading);
}

/* All that is known: "BOOK STATE PAGE (DAYS), ...". */
static const char *known(void)
{
	struct reading_list list = progress_all(&visit.req);
	const char *text = "";

	for (size_t i = 0; i < list.count; i++) {
		const struct reading *reading = &list.reading[i];

		text = arena_printf(&arena, "%s%s%jd %s %jd (%s)", text, i > 0 ? ", " : "",
			(intmax_t)reading->book_id, reading_state_words[reading->state],
			(intmax_t)reading->page, reading->before);
	}
	return text;
}

/* The entries of the session. */
static const char *entries(void)
{
	struct pairs pairs = { .arena = &arena };
	const struct pair *entry;

	for (size_t at = 0; (entry = session_each(&visit.req, &at)) != NULL;)
		pairs_add(&pairs, entry->name, entry->value);
	return shown(&pairs);
}

static void test_guest_and_member_have_the_same(void **state)
{
	const struct reading kept = { .state = READING_FINISHED, .page = 310, .chapter = 9,
		.percent = 100, .pages = 310, .started = { 5 }, .finished = { 6 },
		.updated = { 7 }, .before = "19876 20011" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct reading reading = kept;
		const struct reading *found;

		begin();
		become(i == 0 ? NULL : "siti");
		reading.book_id = put_book();
		assert_null(progress_find(&visit.req, reading.book_id));
		assert_int_equal(progress_all(&visit.req).count, 0);
		progress_forget(&visit.req, reading.book_id);
		progress_forget_all(&visit.req);
		assert_false(session_is_modified(&visit.req));

		assert_true(progress_put(&visit.req, &reading));
		found = progress_find(&visit.req, reading.book_id);
		assert_non_null(found);
		assert_int_equal(found->book_id, reading.book_id);
		assert_int_equal(found->state, READING_FINISHED);
		assert_int_equal(found->page, 310);
		assert_int_equal(found->chapter, 9);
		assert_int_equal(found->percent, 100);
		assert_int_equal(found->pages, 310);
		assert_int_equal(found->started.us, 5);
		assert_int_equal(found->finished.us, 6);
		assert_int_equal(found->updated.us, 7);
		assert_string_equal(found->before, "19876 20011");
		assert_int_equal(session_is_modified(&visit.req), i == 0);

		assert_true(put(reading.book_id, 3, 8));
		assert_string_equal(known(), arena_printf(&arena, "%jd reading 3 ()",
			(intmax_t)reading.book_id));
		progress_forget(&visit.req, reading.book_id);
		assert_string_equal(known(), "");
		put(reading.book_id, 3, 8);
		progress_forget_all(&visit.req);
		assert_string_equal(known(), "");
		assert_string_equal(entries(), "");
	}
}

static void test_newest_comes_first(void **state)
{
	(void)state;
	begin();
	for (int i = 1; i <= 4; i++)
		put(put_book(), i, i == 2 ? 99 : i);
	assert_string_equal(known(), "2 reading 2 (), 4 reading 4 (), 3 reading 3 (), "
		"1 reading 1 ()");
}

static void test_only_what_was_written_is_believed(void **state)
{
	static const char *const rubbish[][2] = {
		{ "book.", "reading.1.0.0.0.1.0.1" },
		{ "book.x", "reading.1.0.0.0.1.0.1" },
		{ "book.-1", "reading.1.0.0.0.1.0.1" },
		{ "book.9223372036854775808", "reading.1.0.0.0.1.0.1" },
		{ "book.1", "" }, { "book.1", "reading" }, { "book.1", "eaten.1.0.0.0.1.0.1" },
		{ "book.1", "reading.1.0.0.0.1.0" }, { "book.1", "reading.1.0.0.0.1.0." },
		{ "book.1", "reading.20001.0.0.0.1.0.1" },
		{ "book.1", "reading.1.1000.0.0.1.0.1" },
		{ "book.1", "reading.1.0.101.0.1.0.1" },
		{ "book.1", "reading.1.0.0.20001.1.0.1" },
		{ "book.1", "reading.-1.0.0.0.1.0.1" },
		{ "book.1", "reading.1.0.0.0.1.0.9223372036854775808" },
		{ "book.1", "reading.1.0.0.0.1.0.1.x" }, { "book.1", "reading.1.0.0.0.1.0.1." },
		{ "book.1", "reading.1.0.0.0.1.0.1.1.-1" }, { "book.1", ".1.0.0.0.1.0.1" },
		{ "book.1", "reading 1 0 0 0 1 0 1" }, { "books.1", "reading.1.0.0.0.1.0.1" },
	};

	(void)state;
	begin();
	put_book();
	for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++) {
		session_set(&visit.req, rubbish[i][0], rubbish[i][1]);
		assert_string_equal(known(), "");
		assert_null(progress_find(&visit.req, 1));
		session_pop(&visit.req, rubbish[i][0]);
	}
	session_set(&visit.req, "book.1", "stopped.20000.999.100.20000.0.0.1.7.7.8");
	assert_string_equal(known(), "1 stopped 20000 (7 8)");
	assert_non_null(progress_find(&visit.req, 1));
}

/* As many as there is room for, and nothing is lost by one more. */
static void test_there_is_an_end(void **state)
{
	int64_t book_id = 1000000000, count = 0;

	(void)state;
	begin();
	while (put(book_id + count, 20000, day(20000) + count))
		count++;
	assert_true(ability()->longest < 5000 ? count > 40 && count < PROGRESS_BOOKS_MOST :
		count == PROGRESS_BOOKS_MOST);
	assert_int_equal(progress_all(&visit.req).count, count);
	assert_true(put(book_id, 1, day(20000)));
	progress_forget(&visit.req, book_id);
	assert_true(put(1, 1, day(20000)));
	assert_false(put(2, 1, day(20000)));
	leave(&visit);
}

static void test_stays_in_the_session(void **state)
{
	const char *id;

	(void)state;
	begin();
	put(put_book(), 12, day(20000));
	leave(&visit);
	id = id_given(&visit);
	come(&visit, "GET", id);
	assert_string_equal(known(), "1 reading 12 ()");
}

/* ---- signing in ---- */

/* The account has the one, the guest the other; what the account has then. */
static const char *merged(const struct reading *account, const struct reading *guest)
{
	const char *once;

	begin();
	put_book();
	progress_put(&visit.req, guest);
	become("siti");
	progress_put(&visit.req, account);
	progress_move_into_account(&visit.req);
	assert_string_equal(entries(), "");
	once = known();
	become(NULL);
	assert_string_equal(known(), "");

	progress_put(&visit.req, guest); /* the session outlived a sign-in that died */
	become("siti");
	progress_move_into_account(&visit.req);
	assert_string_equal(known(), once);
	progress_forget_all(&visit.req);
	leave(&visit);
	return once;
}

/* The same, more closely: "STATE PAGE of PAGES, CHAPTER, PERCENT%, since STARTED". */
static const char *joined(struct reading account, struct reading guest)
{
	const struct reading *now;
	const char *once;

	begin();
	account.book_id = guest.book_id = put_book();
	account.before = account.before != NULL ? account.before : "";
	guest.before = guest.before != NULL ? guest.before : "";
	progress_put(&visit.req, &guest);
	become("siti");
	progress_put(&visit.req, &account);
	progress_move_into_account(&visit.req);
	once = known();
	become(NULL);
	progress_put(&visit.req, &guest);
	become("siti");
	progress_move_into_account(&visit.req);
	assert_string_equal(known(), once);
	now = progress_find(&visit.req, guest.book_id);
	assert_non_null(now);
	return arena_printf(&arena, "%s %jd of %jd, %jd, %jd%%, since %jd",
		reading_state_words[now->state], (intmax_t)now->page, (intmax_t)now->pages,
		(intmax_t)now->chapter, (intmax_t)now->percent, (intmax_t)now->started.us);
}

static void test_newer_side_wins(void **state)
{
	struct reading early = reading_of(1, 10, 5), late = reading_of(1, 20, 6),
		at_once = reading_of(1, 30, 6);

	(void)state;
	assert_string_equal(merged(&early, &late), "1 reading 20 ()");
	assert_string_equal(merged(&late, &early), "1 reading 20 ()");
	assert_string_equal(merged(&late, &at_once), "1 reading 20 ()");
	assert_string_equal(merged(&at_once, &late), "1 reading 30 ()");
}

/* What the newer side does not say, the older one knows, whichever of them is the guest. */
static void test_nothing_is_lost(void **state)
{
	static const struct {
		struct reading newer, older;
		const char *then;
	} cases[] = {
		{ { .page = 2 }, { .page = 300, .chapter = 9, .pages = 400, .started = { 3 } },
			"reading 2 of 400, 9, 0%, since 3" },
		{ { .page = 2, .chapter = 1, .pages = 500, .started = { 4 } },
			{ .page = 300, .chapter = 9, .pages = 400, .started = { 3 } },
			"reading 2 of 500, 1, 0%, since 4" },
		{ { .started = { 4 } }, { .page = 30, .chapter = 9 },
			"reading 30 of 0, 9, 0%, since 4" },
		{ { .chapter = 2 }, { .page = 150, .percent = 50 },
			"reading 150 of 0, 2, 50%, since 0" },
		{ { .state = READING_STOPPED, .page = 20 }, { .pages = 400 },
			"stopped 20 of 400, 0, 0%, since 0" },
		/* A percent takes the page along; a page that this edition has not stays. */
		{ { .page = 150, .percent = 50 }, { .pages = 400 },
			"reading 200 of 400, 0, 50%, since 0" },
		{ { .page = 280 }, { .page = 10, .pages = 200 },
			"reading 280 of 0, 0, 0%, since 0" },
		{ { .state = READING_FINISHED, .page = 300, .percent = 100 },
			{ .page = 10, .pages = 400, .started = { 3 } },
			"finished 400 of 400, 0, 100%, since 3" },
		{ { .pages = 200 }, { .page = 280 }, "reading 0 of 200, 0, 0%, since 0" },
		{ { .pages = 200 }, { .page = 150, .percent = 50 },
			"reading 100 of 200, 0, 50%, since 0" },
		/* A reading that is over says nothing of the place in the next one. */
		{ { .started = { 4 } }, { .state = READING_FINISHED, .page = 400, .chapter = 9,
			.percent = 100, .pages = 400, .started = { 3 } },
			"reading 0 of 400, 0, 0%, since 4" },
		{ { .started = { 4 }, .before = "19500" }, { .page = 30, .chapter = 9,
			.started = { 3 } }, "reading 0 of 0, 0, 0%, since 4" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct reading newer = cases[i].newer, older = cases[i].older;

		newer.updated.us = 7;
		older.updated.us = 6;
		assert_string_equal(joined(older, newer), cases[i].then);
		assert_string_equal(joined(newer, older), cases[i].then);
	}
}

/* "Not for me" is said of what one has not opened. */
static void test_a_dismissal_takes_nothing_away(void **state)
{
	const struct reading dismissed = { .state = READING_DISMISSED, .updated = { 9 } };
	struct reading late = { .page = 300, .pages = 400, .updated = { 5 } };
	struct reading finished = { .state = READING_FINISHED, .page = 300, .percent = 100,
		.started = { 3 }, .finished = { 4 }, .updated = { 5 } };

	(void)state;
	assert_string_equal(joined(late, dismissed), "reading 300 of 400, 0, 0%, since 0");
	assert_string_equal(joined(dismissed, late), "reading 300 of 400, 0, 0%, since 0");
	assert_string_equal(joined(finished, dismissed), "finished 300 of 0, 0, 100%, since 3");
	assert_string_equal(joined(dismissed, finished), "finished 300 of 0, 0, 100%, since 3");
	assert_string_equal(joined(dismissed, dismissed), "dismissed 0 of 0, 0, 0%, since 0");
}

static void test_days_of_both_are_kept(void **state)
{
	struct reading finished = reading_of(1, 300, 5), again = reading_of(1, 20, 6);

	(void)state;
	finished.state = READING_FINISHED;
	finished.finished.us = day(20000);
	finished.before = "19000 19500";
	again.before = "19500";
	assert_string_equal(merged(&finished, &again), "1 reading 20 (19500 19000 20000)");
	assert_string_equal(merged(&again, &finished), "1 reading 20 (19500 19000 20000)");
	finished.updated.us = 7;
	again.before = "20000";
	assert_string_equal(merged(&again, &finished), "1 finished 300 (19000 19500)");
	assert_string_equal(merged(&finished, &again), "1 finished 300 (19000 19500)");
}

static void test_all_moves(void **state)
{
	(void)state;
	begin();
	for (int i = 1; i <= 3; i++)
		put(put_book(), i, i);
	put(999, 1, 4); /* no such book any more */
	session_set(&visit.req, "book.x", "rubbish");
	session_set(&visit.req, "other", "stays");
	become("siti");
	put(put_book(), 44, 1);
	progress_move_into_account(&visit.req);
	assert_string_equal(known(), "3 reading 3 (), 2 reading 2 (), 1 reading 1 (), "
		"4 reading 44 ()");
	assert_string_equal(entries(), "other=stays");
	become("budi");
	assert_string_equal(known(), "");
	progress_move_into_account(&visit.req);
	assert_string_equal(known(), "");
}

/* What was borrowed and is back tells what was read, too. */
static void test_forgetting_takes_what_was_borrowed(void **state)
{
	const struct book *book;
	const struct user *siti;

	(void)state;
	begin();
	siti = become("siti");
	book = book_find(&visit.db, put_book());
	loan_ask(&visit.db, book, siti);
	loan_return(&visit.db, loan_of_book(&visit.db, book->id, siti->id)->id);
	loan_ask(&visit.db, book, siti);
	become(NULL);
	progress_forget_all(&visit.req);
	assert_int_equal(loans_of_user(&visit.db, siti->id).count, 2);
	become("siti");
	progress_forget_all(&visit.req);
	assert_int_equal(loans_of_user(&visit.db, siti->id).count, 1);
	assert_non_null(loan_of_book(&visit.db, book->id, siti->id));
}

static void test_private_readers_do_not_count(void **state)
{
	struct reader reader;

	(void)state;
	begin();
	become("siti");
	put(put_book(), 1, 1);
	assert_int_equal(db_number(&visit.db, "SELECT shared FROM reading", BIND_NOTHING), 1);
	reader = reader_read(&visit.req);
	reader.is_private = true;
	reader_write(&visit.req, &reader);
	put(1, 2, 2);
	assert_int_equal(db_number(&visit.db, "SELECT shared FROM reading", BIND_NOTHING), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guest_and_member_have_the_same),
		in_shop(test_newest_comes_first),
		in_shop(test_only_what_was_written_is_believed),
		cmocka_unit_test(test_there_is_an_end),
		cmocka_unit_test(test_stays_in_the_session),
		cmocka_unit_test(test_newer_side_wins),
		in_shop(test_nothing_is_lost),
		in_shop(test_a_dismissal_takes_nothing_away),
		in_shop(test_days_of_both_are_kept),
		cmocka_unit_test(test_all_moves),
		in_shop(test_forgetting_takes_what_was_borrowed),
		in_shop(test_private_readers_do_not_count),
	};

	return on_each_store(tests);
}
