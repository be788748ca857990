/* What a reader said and did: how it is kept, how days in a row are counted, and signing in. */
#include "visitor.h"

#include "auth/login.h"
#include "model/clock.h"
#include "model/reading.h"
#include "visitor/memory.h"
#include "visitor/reader.h"

static const struct user *budi;

/* A guest comes; budi could, too. */
static void begin(void)
{
	come(&visit, "POST", NULL);
	visit.req.user_known = true;
	user_insert(&visit.db, "budi", "hash of budi");
	budi = user_find_by_name(&visit.db, "budi");
}

/* What is kept: of a member in the database, of a guest in the session. */
static const char *kept(void)
{
	static const char *const all[] = { "", NULL };
	struct pairs pairs = memory_read(&visit.req, all);

	if (visit.req.user != NULL)
		assert_string_equal(user_find(&visit.db, budi->id)->memory,
			visit.req.user->memory);
	return shown(&pairs);
}

static void keep(struct reader reader)
{
	assert_true(reader_write(&visit.req, &reader));
}

static void test_reader_is_the_same_for_guest_and_member(void **state)
{
	struct reader reader = { .genres.has = { [HORROR] = true, [NOVEL] = true }, .goal = 999,
		.is_private = true, .streak = 5, .last_day = 20000 };

	(void)state;
	begin();
	for (int i = 0; i < 2; i++) {
		visit.req.user = i == 0 ? NULL : budi;
		assert_string_equal(kept(), "");
		keep(reader);
		assert_string_equal(kept(), "reading.genre=novel|reading.genre=horror|"
			"reading.goal=999|reading.private=1|reading.streak=5|reading.day=20000");
		assert_memory_equal(reader_read(&visit.req).genres.has, reader.genres.has,
			sizeof reader.genres.has);
		assert_int_equal(reader_read(&visit.req).goal, 999);
		assert_true(reader_read(&visit.req).is_private);
		assert_int_equal(reader_read(&visit.req).streak, 5);
		assert_int_equal(reader_read(&visit.req).last_day, 20000);
		reader_forget(&visit.req);
		assert_string_equal(kept(), "reading.private=1");
	}
}

static void test_reader_leaves_the_rest_alone(void **state)
{
	(void)state;
	begin();
	assert_int_equal(reader_read(&visit.req).goal, 0);
	assert_false(session_is_modified(&visit.req));
	session_set(&visit.req, "readings", "1");
	session_set(&visit.req, "book.7", "reading");
	keep((struct reader){ .goal = 3 });
	reader_forget(&visit.req);
	assert_string_equal(kept(), "readings=1|book.7=reading");
}

/* A database that somebody repaired by hand may say anything. */
static void test_reader_believes_only_what_it_wrote(void **state)
{
	static const char *const broken[] = { "", "-1", "+1", "1.0", "abc", " 1", "1000",
		"99999999999999999999" };

	(void)state;
	begin();
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		session_set(&visit.req, "reading.goal", broken[i]);
		session_add(&visit.req, "reading.genre", broken[i]);
		session_set(&visit.req, "reading.private", broken[i]);
		assert_int_equal(reader_read(&visit.req).goal, 0);
		assert_false(reader_read(&visit.req).is_private);
	}
	session_set(&visit.req, "reading.streak", "2147483648");
	session_set(&visit.req, "reading.day", "-3");
	session_add(&visit.req, "reading.genre", "satire");
	session_add(&visit.req, "reading.genre", "Novel");
	keep(reader_read(&visit.req));
	assert_string_equal(kept(), "reading.genre=satire");
}

static const char *streak_of(struct reader reader)
{
	return arena_printf(&arena, "%jd up to %jd", (intmax_t)reader.streak,
		(intmax_t)reader.last_day);
}

static void test_days_in_a_row(void **state)
{
	static const struct {
		int64_t day;
		bool counts;
		const char *then;
	} days[] = {
		{ 20000, true, "1 up to 20000" },
		{ 20000, false, "1 up to 20000" },
		{ 20001, true, "2 up to 20001" },
		{ 20000, false, "2 up to 20001" }, /* the clock was put back */
		{ 20002, true, "3 up to 20002" },
		{ 20002, false, "3 up to 20002" },
		{ 20004, true, "1 up to 20004" },
		{ 20005, true, "2 up to 20005" },
		{ 20020, true, "1 up to 20020" },
		{ 20006, true, "1 up to 20006" },  /* it was days ahead: nothing counts of that */
		{ 20007, true, "2 up to 20007" },
	};
	struct reader reader = { 0 };

	(void)state;
	assert_int_equal(reader_streak(&reader, 20000), 0);
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		assert_int_equal(reader_count_day(&reader, days[i].day), days[i].counts);
		assert_string_equal(streak_of(reader), days[i].then);
	}
	assert_int_equal(reader_streak(&reader, 20005), 0);
	assert_int_equal(reader_streak(&reader, 20006), 2);
	assert_int_equal(reader_streak(&reader, 20007), 2);
	assert_int_equal(reader_streak(&reader, 20008), 2);
	assert_int_equal(reader_streak(&reader, 20009), 0);
}

/* The day is that of the shop, where it may be tomorrow already. */
static void test_the_day_is_the_shops(void **state)
{
	static const int64_t offsets[] = { -14 * 60, 0, 14 * 60 };

	(void)state;
	begin();
	for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
		struct clock clock = { offsets[i] * 60 * DATE_SECOND };
		int64_t before = clock_day(clock, date_now()), noted;

		db_run(&visit.db, "INSERT INTO setting (name, value) VALUES ('utc_offset', $1) "
			"ON CONFLICT (name) DO UPDATE SET value = excluded.value",
			BIND((const char *)arena_printf(&arena, "%jd", (intmax_t)offsets[i])));
		reader_forget(&visit.req);
		reader_note_day(&visit.req);
		noted = reader_read(&visit.req).last_day;
		assert_in_range(noted, before, clock_day(clock, date_now()));
		assert_int_equal(reader_read(&visit.req).streak, 1);
	}
}

static void test_a_day_is_noted_once(void **state)
{
	int64_t today = clock_day((struct clock){ 0 }, date_now());

	(void)state;
	begin();
	visit.req.user = budi;
	keep((struct reader){ .streak = 4, .last_day = today - 1, .goal = 2 });
	reader_note_day(&visit.req);
	reader_note_day(&visit.req);
	assert_int_equal(reader_read(&visit.req).streak, 5);
	assert_int_equal(reader_read(&visit.req).goal, 2);
}

/* ---- signing in ---- */

static struct reader after_login(struct reader account, struct reader guest)
{
	visit.req.user = budi;
	keep(account);
	budi = visit.req.user;
	visit.req.user = NULL;
	keep(guest);
	visit.req.user = budi;
	reader_move_into_account(&visit.req);
	budi = visit.req.user;
	visit.req.user = NULL;
	assert_string_equal(kept(), "");
	visit.req.user = budi;
	return reader_read(&visit.req);
}

static void test_signing_in_joins_both(void **state)
{
	struct reader both;

	(void)state;
	begin();
	both = after_login(
		(struct reader){ .genres.has = { [POETRY] = true, [SATIRE] = true }, .goal = 12 },
		(struct reader){ .genres.has = { [POETRY] = true, [DRAMA] = true }, .goal = 5 });
	assert_string_equal(genres_text(&arena, &both.genres), "poetry drama satire");
	assert_int_equal(both.goal, 12);
	assert_int_equal(after_login((struct reader){ 0 }, (struct reader){ .goal = 5 }).goal, 5);
	assert_int_equal(after_login((struct reader){ .goal = 7 }, (struct reader){ 0 }).goal, 7);
}

static void test_signing_in_keeps_the_newer_streak(void **state)
{
	struct reader old = { .streak = 9, .last_day = 100 };
	struct reader new = { .streak = 2, .last_day = 101 };
	struct reader same = { .streak = 3, .last_day = 101 };

	(void)state;
	begin();
	assert_string_equal(streak_of(after_login(old, new)), "2 up to 101");
	assert_string_equal(streak_of(after_login(new, old)), "2 up to 101");
	assert_string_equal(streak_of(after_login(new, same)), "3 up to 101");
	assert_string_equal(streak_of(after_login(same, new)), "3 up to 101");
}

/* On one side the clock was days ahead: the other one knows better, even if it is older. */
static void test_signing_in_believes_no_future(void **state)
{
	int64_t today = clock_day(clock_at(0), date_now());
	struct reader right = { .streak = 9, .last_day = today - 3 };
	struct reader ahead = { .streak = 1, .last_day = today + 2 };
	struct reader tomorrow = { .streak = 10, .last_day = today + 1 };

	(void)state;
	begin();
	assert_string_equal(streak_of(after_login(ahead, right)), streak_of(right));
	assert_string_equal(streak_of(after_login(right, ahead)), streak_of(right));
	assert_string_equal(streak_of(after_login(right, tomorrow)), streak_of(tomorrow));
}

static int64_t shared(void)
{
	return db_number(&visit.db, "SELECT sum(shared) FROM reading", BIND_NOTHING);
}

static void open_book(void)
{
	int64_t id = book_insert(&visit.db, &(struct book){ .title = "Emma", .author = "Austen",
		.year = 1815, .pages = 474 });

	reading_put(&visit.db, budi->id, &(struct reading){ .book_id = id, .before = "" }, true);
}

static void test_privacy_reaches_what_was_read(void **state)
{
	(void)state;
	begin();
	open_book();
	visit.req.user = budi;
	keep((struct reader){ .goal = 1 });
	assert_int_equal(shared(), 1);
	keep((struct reader){ .is_private = true });
	assert_int_equal(shared(), 0);
	keep((struct reader){ .is_private = true, .goal = 1 });
	assert_int_equal(shared(), 0);
	keep((struct reader){ .goal = 1 });
	assert_int_equal(shared(), 1);
	assert_true(after_login((struct reader){ 0 }, (struct reader){ .is_private = true })
		.is_private);
	assert_int_equal(shared(), 0);
	assert_true(after_login((struct reader){ .is_private = true }, (struct reader){ .goal = 1 })
		.is_private);
	assert_int_equal(shared(), 0);
}

/* Who does not want to be counted has said no: that is not taken back by forgetting. */
static void test_forgetting_publishes_nothing(void **state)
{
	(void)state;
	begin();
	open_book();
	visit.req.user = budi;
	keep((struct reader){ .is_private = true, .goal = 1 });
	reader_forget(&visit.req);
	assert_string_equal(kept(), "reading.private=1");
	assert_int_equal(shared(), 0);
	keep((struct reader){ .goal = 1 });
	reader_forget(&visit.req);
	assert_string_equal(kept(), "");
	assert_int_equal(shared(), 1);
}

/* All of it has room in a cookie, and what has none is told. */
static void test_reader_in_each_store(void **state)
{
	struct reader all = { .goal = 999, .is_private = true, .streak = 1000, .last_day = 30000 };
	struct reader again;
	const char *id;

	(void)state;
	memset(all.genres.has, true, sizeof all.genres.has);
	come(&visit, "POST", NULL);
	assert_true(reader_write(&visit.req, &all));
	leave(&visit);
	id = id_given(&visit);
	come(&visit, "GET", id);
	again = reader_read(&visit.req);
	assert_int_equal(again.last_day, 30000);
	assert_int_equal(genres_shared(&again.genres, &all.genres), GENRES);
	db_close(&visit.db);
	if (!store->in_cookie)
		return;
	come(&visit, "POST", NULL);
	session_set(&visit.req, "much", letters(ability()->longest - 600));
	assert_false(reader_write(&visit.req, &all));
	assert_false(reader_read(&visit.req).is_private);
	reader_note_day(&visit.req);
	leave(&visit);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		in_shop(test_reader_is_the_same_for_guest_and_member),
		in_shop(test_reader_leaves_the_rest_alone),
		in_shop(test_reader_believes_only_what_it_wrote),
		in_shop(test_days_in_a_row),
		in_shop(test_the_day_is_the_shops),
		in_shop(test_a_day_is_noted_once),
		in_shop(test_signing_in_joins_both),
		in_shop(test_signing_in_keeps_the_newer_streak),
		in_shop(test_signing_in_believes_no_future),
		in_shop(test_privacy_reaches_what_was_read),
		in_shop(test_forgetting_publishes_nothing),
		cmocka_unit_test(test_reader_in_each_store),
	};

	return on_each_store(tests);
}
