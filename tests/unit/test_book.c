/* The shelf, what is kept of a reader's books, and what a reader may do with one. */
#include "unit.h"

#include "model/book.h"
#include "model/reading.h"
#include "model/reading_step.h"
#include "model/user.h"

static struct db db;
static int64_t siti, budi;
static const struct clock utc;

static int shelf_begin(void **state)
{
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	user_insert(&db, "siti", "hash of siti");
	user_insert(&db, "budi", "hash of budi");
	siti = user_find_by_name(&db, "siti")->id;
	budi = user_find_by_name(&db, "budi")->id;
	return result;
}

static int shelf_end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define shelf(function) cmocka_unit_test_setup_teardown(function, shelf_begin, shelf_end)

static int64_t put(const char *title, const char *author, const char *genres, int64_t pages)
{
	return book_insert(&db, &(struct book){ .title = title, .author = author, .year = 1900,
		.pages = pages, .genres = genres_parse(genres), .copies = 1 });
}

/* ---- genres ---- */

static void test_genres(void **state)
{
	struct genres genres = genres_parse("satire novel  nove novels NOVEL short-stories "),
		none = genres_parse(""), other = genres_parse("poetry satire");

	(void)state;
	assert_string_equal(genres_text(&arena, &genres), "novel short-stories satire");
	assert_string_equal(genres_text(&arena, &none), "");
	assert_int_equal(genres_shared(&genres, &other), 1);
	assert_int_equal(genres_shared(&genres, &none), 0);
	assert_false(genres_add(&none, ""));
	assert_false(genres_add(&none, "novel satire"));
	assert_true(genres_add(&none, "horror"));
	assert_int_equal(genres_shared(&genres, &genres), 3);
	for (size_t i = 0; i < GENRES; i++)
		assert_true(genres_add(&none, genre_words[i]));
}

/* ---- the shelf ---- */

static void test_book_comes_back_as_it_went(void **state)
{
	const struct book kept = { .title = "Odyssey <\"é😀>", .author = "Homer & 'co'",
		.year = -700, .pages = 416, .genres = genres_parse("poetry adventure") };
	const struct book *book = book_find(&db, book_insert(&db, &kept));

	(void)state;
	assert_string_equal(book->title, kept.title);
	assert_string_equal(book->author, kept.author);
	assert_int_equal(book->year, -700);
	assert_int_equal(book->pages, 416);
	assert_int_equal(book->copies, 0);
	assert_string_equal(genres_text(&arena, &book->genres), "poetry adventure");
	assert_null(book_find(&db, book->id + 1));
	assert_null(book_find(&db, 0));
}

/* The titles that are found: "Bumi, Max+", with a "+" when there are more. */
static const char *titles(const struct book_search *search, size_t most)
{
	struct book_list list = books_search(&db, search, most);
	const char *text = "";

	for (size_t i = 0; i < list.count; i++)
		text = arena_printf(&arena, "%s%s%s", text, i > 0 ? ", " : "", list.book[i].title);
	return arena_printf(&arena, "%s%s", text, list.more ? "+" : "");
}

static const char *found(const char *words, enum genre genre)
{
	return titles(&(struct book_search){ .words = words, .genre = genre }, 9);
}

static void test_books_are_found(void **state)
{
	(void)state;
	put("Bumi Manusia", "A", "novel history", 500);
	put("Élégie 100%", "Zola_b", "poetry", 50);
	put("bumi", "Z", "novel", 200);
	assert_string_equal(found(NULL, GENRES), "bumi, Bumi Manusia, Élégie 100%");
	assert_string_equal(found("", GENRES), "bumi, Bumi Manusia, Élégie 100%");
	assert_string_equal(found(" \t", GENRES), "bumi, Bumi Manusia, Élégie 100%");
	assert_string_equal(found("éLÉGIE zola", GENRES), "Élégie 100%");
	assert_string_equal(found("manusia BUMI", GENRES), "Bumi Manusia");
	assert_string_equal(found("%", GENRES), "Élégie 100%");
	assert_string_equal(found("a_b", GENRES), "Élégie 100%");
	assert_string_equal(found("_u", GENRES), "");
	assert_string_equal(found("' OR 1=1 --", GENRES), "");
	assert_string_equal(found(NULL, NOVEL), "bumi, Bumi Manusia");
	assert_string_equal(found("m", HISTORY), "Bumi Manusia");
	assert_string_equal(found(NULL, HORROR), "");
}

static void test_shelf_has_pages(void **state)
{
	int64_t third = put("c", "x", "", 1), first = put("a", "x", "", 1),
		second = put("a", "x", "", 1);
	struct book_search search = { .genre = GENRES };

	(void)state;
	assert_string_equal(titles(&search, 2), "a, a+");
	assert_string_equal(titles(&search, 3), "a, a, c");
	assert_string_equal(titles(&search, 0), "+");
	search.after = first;
	assert_int_equal(books_search(&db, &search, 1).book->id, second);
	assert_string_equal(titles(&search, 2), "a, c");
	search.after = third;
	assert_string_equal(titles(&search, 2), "");
	search.after = 999;
	assert_string_equal(titles(&search, 1), "a+");
}

/* ---- what is kept ---- */

static void assert_same(const struct reading *one, const struct reading *other)
{
	assert_non_null(one);
	assert_int_equal(one->book_id, other->book_id);
	assert_int_equal(one->state, other->state);
	assert_int_equal(one->page, other->page);
	assert_int_equal(one->chapter, other->chapter);
	assert_int_equal(one->percent, other->percent);
	assert_int_equal(one->pages, other->pages);
	assert_int_equal(one->started.us, other->started.us);
	assert_int_equal(one->finished.us, other->finished.us);
	assert_int_equal(one->updated.us, other->updated.us);
	assert_string_equal(one->before, other->before);
}

static void test_reading_comes_back_as_it_went(void **state)
{
	struct reading kept = { .book_id = put("a", "x", "", 9), .state = READING_STOPPED,
		.page = 1, .chapter = 2, .percent = 3, .pages = 4, .started = { 5 },
		.finished = { 6 }, .updated = { 7 }, .before = "8 9" };

	(void)state;
	assert_null(reading_find(&db, siti, kept.book_id));
	reading_put(&db, siti, &kept, true);
	assert_same(reading_find(&db, siti, kept.book_id), &kept);
	assert_null(reading_find(&db, budi, kept.book_id));
	assert_int_equal(readings_of_user(&db, budi).count, 0);

	kept = (struct reading){ .book_id = kept.book_id, .state = READING_FINISHED, .page = 9,
		.chapter = 8, .percent = 7, .pages = 6, .started = { 5 }, .finished = { 4 },
		.updated = { 3 }, .before = "" };
	reading_put(&db, siti, &kept, false);
	assert_same(reading_find(&db, siti, kept.book_id), &kept);
	assert_int_equal(db_number(&db, "SELECT sum(shared) FROM reading", BIND_NOTHING), 0);
	readings_share(&db, siti, true);
	assert_int_equal(db_number(&db, "SELECT sum(shared) FROM reading", BIND_NOTHING), 1);
	db_run(&db, "UPDATE reading SET state = 'eaten'", BIND_NOTHING);
	assert_fails(500, reading_find(&db, siti, kept.book_id));
}

static void test_readings_are_each_members_own(void **state)
{
	struct reading reading = { .state = READING_OPEN, .before = "" };
	struct reading_list list;
	int64_t book[3];

	(void)state;
	for (int i = 0; i < 3; i++) {
		reading.book_id = book[i] = put("a", "x", "", 9);
		reading.updated.us = i == 1 ? 10 : i;
		reading_put(&db, siti, &reading, true);
		reading_put(&db, budi, &reading, true);
	}
	list = readings_of_user(&db, siti);
	assert_int_equal(list.count, 3);
	assert_int_equal(list.reading[0].book_id, book[1]);
	assert_int_equal(list.reading[1].book_id, book[2]);
	assert_int_equal(list.reading[2].book_id, book[0]);
	readings_share(&db, siti, false);
	assert_int_equal(db_number(&db, "SELECT sum(shared) FROM reading", BIND_NOTHING), 3);
	reading_delete(&db, siti, book[1]);
	reading_delete(&db, siti, book[1]);
	assert_int_equal(readings_of_user(&db, siti).count, 2);
	readings_delete(&db, siti);
	assert_int_equal(readings_of_user(&db, siti).count, 0);
	assert_int_equal(readings_of_user(&db, budi).count, 3);
}

static void test_days(void **state)
{
	const char *days = reading_add_day(&arena, "", 19876), *at;
	int64_t day;

	(void)state;
	days = reading_add_day(&arena, days, 0);
	days = reading_add_day(&arena, days, 20011);
	days = reading_add_day(&arena, days, 19876);
	days = reading_add_day(&arena, days, 1987);
	assert_string_equal(days, "19876 0 20011 1987");
	at = days;
	assert_true(reading_day(&at, &day));
	assert_int_equal(day, 19876);
	assert_true(reading_day(&at, &day) && reading_day(&at, &day) && reading_day(&at, &day));
	assert_int_equal(day, 1987);
	assert_false(reading_day(&at, &day));
}

/* ---- how far it is ---- */

static const struct book novel = { .id = 7, .title = "a", .author = "b", .pages = 300 };
static const struct book unknown = { .id = 7, .title = "a", .author = "b" };

/* With so many pages in the reader's edition. */
static struct reading in_state(enum reading_state state, int64_t pages)
{
	return (struct reading){ .book_id = 7, .state = state, .pages = pages, .before = "" };
}

/* Of page, chapter, percent and pages those that are given. */
#define NO NOT_GIVEN
#define at(...) &(struct reading_place){ __VA_ARGS__ }

static void assert_place(const struct reading *reading, const struct book *book, int64_t page,
	int64_t percent)
{
	assert_int_equal(reading->page, page);
	assert_int_equal(reading_percent(reading, book), percent);
}

/* Whatever the number of pages, the percent that somebody gave is the one that is shown. */
static void test_percent_stays_what_was_given(void **state)
{
	(void)state;
	for (int64_t pages = 0; pages <= 1000; pages += 1 + pages / 9)
		for (int64_t percent = 0; percent <= 100; percent++) {
			struct reading reading = in_state(READING_STATES, pages);

			assert_true(reading_move(&reading, at(NO, NO, percent, NO), &unknown));
			assert_place(&reading, &unknown, pages * percent / 100, percent);
			assert_int_equal(reading.state,
				percent == 100 ? READING_FINISHED : READING_OPEN);
		}
}

static void test_page_gives_the_percent(void **state)
{
	static const int64_t percents[][2] = { { 0, 0 }, { 1, 0 }, { 2, 0 }, { 3, 1 }, { 150, 50 },
		{ 298, 99 }, { 299, 99 }, { 300, 100 } };

	(void)state;
	for (size_t i = 0; i < sizeof percents / sizeof *percents; i++) {
		struct reading reading = in_state(READING_STOPPED, 0);

		reading.percent = 37;
		assert_true(reading_move(&reading, at(percents[i][0], NO, NO, NO), &novel));
		assert_place(&reading, &novel, percents[i][0], percents[i][1]);
		assert_int_equal(reading.state,
			percents[i][0] == 300 ? READING_FINISHED : READING_OPEN);
		assert_int_equal(reading.finished.us != 0, percents[i][0] == 300);
		assert_true(reading.started.us > 0 && reading.updated.us >= reading.started.us);
	}
}

static void test_page_counts_more_than_percent(void **state)
{
	struct reading reading = in_state(READING_STATES, 0);

	(void)state;
	assert_true(reading_move(&reading, at(30, 2, 90, NO), &novel));
	assert_place(&reading, &novel, 30, 10);
	assert_true(reading_move(&reading, at(NO, 3, NO, NO), &novel));
	assert_place(&reading, &novel, 30, 10);
	assert_int_equal(reading.chapter, 3);
	assert_true(reading_move(&reading, at(NO, NO, 0, NO), &novel));
	assert_place(&reading, &novel, 0, 0);
	assert_int_equal(reading.chapter, 3);
}

static void test_without_pages(void **state)
{
	struct reading reading = in_state(READING_STATES, 0);

	(void)state;
	assert_true(reading_move(&reading, at(20000, NO, NO, NO), &unknown));
	assert_place(&reading, &unknown, 20000, 0);
	assert_int_equal(reading.state, READING_OPEN);
	assert_true(reading_move(&reading, at(0, NO, NO, NO), &unknown));
	assert_int_equal(reading.state, READING_OPEN);
	assert_true(reading_move(&reading, at(NO, NO, 50, NO), &unknown));
	assert_place(&reading, &unknown, 0, 50);
	assert_true(reading_move(&reading, at(NO, NO, 100, NO), &unknown));
	assert_place(&reading, &unknown, 0, 100);
	assert_int_equal(reading.state, READING_FINISHED);
}

/* Of page and percent that one stays which was given. */
static void test_own_number_of_pages(void **state)
{
	struct reading reading = in_state(READING_STATES, 0);

	(void)state;
	assert_true(reading_move(&reading, at(150, NO, NO, 400), &novel));
	assert_place(&reading, &novel, 150, 37);
	assert_true(reading_move(&reading, at(NO, NO, NO, 200), &novel));
	assert_place(&reading, &novel, 150, 75);
	assert_true(reading_move(&reading, at(NO, NO, NO, 0), &novel));
	assert_place(&reading, &novel, 150, 50);
	assert_true(reading_move(&reading, at(NO, NO, 25, 1000), &novel));
	assert_place(&reading, &novel, 250, 25);
	assert_true(reading_move(&reading, at(NO, NO, NO, 0), &novel));
	assert_place(&reading, &novel, 75, 25);
	assert_true(reading_move(&reading, at(200, NO, NO, 200), &novel));
	assert_int_equal(reading.state, READING_FINISHED);
	assert_true(reading_move(&reading, at(NO, NO, NO, 500), &novel));
	assert_place(&reading, &novel, 500, 100);
	assert_int_equal(reading.state, READING_FINISHED);
}

/* The book has fewer pages than it was thought to have. */
static void test_page_behind_the_end(void **state)
{
	struct reading reading = in_state(READING_OPEN, 0);

	(void)state;
	reading.page = 310;
	assert_place(&reading, &novel, 310, 100);
}

/* ---- what may be done ---- */

/* Which steps may be done in each state, and which are as if they were done: "y" and "=". */
static void test_steps(void **state)
{
	static const char *const may[READING_STATES + 1] = {
		[READING_OPEN] =      "=y.y=..y",
		[READING_FINISHED] =  ".==.y..y",
		[READING_STOPPED] =   "yy.=...y",
		[READING_DISMISSED] = "yyy..=yy",
		[READING_STATES] =    "yyy..y==",
	};

	(void)state;
	for (enum reading_state from = 0; from <= READING_STATES; from++)
		for (enum reading_step step = 0; step < READING_STEPS; step++) {
			struct reading reading = in_state(from, 0);

			assert_int_equal(reading_may(&reading, step), may[from][step] == 'y');
			assert_int_equal(reading_is_done(&reading, step), may[from][step] == '='
				|| (from == READING_OPEN && step == STEP_AGAIN));
		}
}

static void test_life_of_a_reading(void **state)
{
	struct reading reading = in_state(READING_STATES, 320);
	struct date started, finished;

	(void)state;
	reading_do(&reading, STEP_START, &novel, utc, &arena);
	assert_int_equal(reading.state, READING_OPEN);
	started = reading.started;
	assert_true(started.us > 0 && reading.updated.us == started.us);
	assert_true(reading_move(&reading, at(100, 4, NO, NO), &novel));
	reading_do(&reading, STEP_STOP, &novel, utc, &arena);
	assert_int_equal(reading.state, READING_STOPPED);
	assert_place(&reading, &novel, 100, 31);
	reading_do(&reading, STEP_START, &novel, utc, &arena);
	assert_int_equal(reading.state, READING_OPEN);
	assert_place(&reading, &novel, 100, 31);
	assert_int_equal(reading.started.us, started.us);
	reading_do(&reading, STEP_STOP, &novel, utc, &arena);
	assert_true(reading_move(&reading, at(101, NO, NO, NO), &novel));
	assert_int_equal(reading.state, READING_OPEN);

	reading_do(&reading, STEP_FINISH, &novel, utc, &arena);
	assert_int_equal(reading.state, READING_FINISHED);
	assert_place(&reading, &novel, 320, 100);
	finished = reading.finished;
	assert_true(finished.us >= started.us && reading.started.us == started.us);
	assert_string_equal(reading.before, "");
	assert_true(reading_move(&reading, at(NO, 30, NO, NO), &novel));
	assert_true(reading_move(&reading, at(320, NO, NO, NO), &novel));
	assert_int_equal(reading.finished.us, finished.us);
	assert_int_equal(reading.state, READING_FINISHED);
}

/* Read before there was this shop: nobody knows when, and it was not today. */
static void test_known_has_no_day(void **state)
{
	struct reading reading = in_state(READING_STATES, 0);

	(void)state;
	reading_do(&reading, STEP_KNOWN, &novel, utc, &arena);
	assert_int_equal(reading.state, READING_FINISHED);
	assert_place(&reading, &novel, 300, 100);
	assert_int_equal(reading.started.us + reading.finished.us, 0);
	assert_true(reading.updated.us > 0);
	assert_true(reading_move(&reading, at(300, 7, NO, NO), &novel));
	assert_int_equal(reading.state, READING_FINISHED);
	assert_int_equal(reading.chapter, 7);
	assert_int_equal(reading.started.us + reading.finished.us, 0);
	reading_do(&reading, STEP_AGAIN, &novel, utc, &arena);
	assert_string_equal(reading.before, "");
}

static void test_finished_is_not_gone_back_in(void **state)
{
	struct reading finished = { .state = READING_FINISHED, .page = 300, .percent = 100,
		.finished = { 1 }, .before = "" }, reading;

	(void)state;
	reading = finished;
	assert_false(reading_move(&reading, at(299, NO, NO, NO), &novel));
	reading = finished;
	assert_false(reading_move(&reading, at(NO, NO, 99, NO), &novel));
	reading = finished;
	assert_true(reading_move(&reading, at(NO, NO, 100, NO), &novel));
}

static void test_again(void **state)
{
	static const int64_t day = 86400 * DATE_SECOND, noon = 43200 * DATE_SECOND;
	struct reading reading = { .state = READING_FINISHED, .page = 320, .chapter = 30,
		.percent = 100, .pages = 320, .started = { 5 }, .finished = { 20000 * day + noon },
		.before = "19876" };

	(void)state;
	reading_do(&reading, STEP_AGAIN, &novel, (struct clock){ noon }, &arena);
	assert_int_equal(reading.state, READING_OPEN);
	assert_string_equal(reading.before, "19876 20001");
	assert_place(&reading, &novel, 0, 0);
	assert_int_equal(reading.chapter, 0);
	assert_int_equal(reading.pages, 320);
	assert_int_equal(reading.finished.us, 0);
	assert_true(reading.started.us > 5);

	reading.state = READING_FINISHED; /* nobody knows when */
	reading_do(&reading, STEP_AGAIN, &novel, utc, &arena);
	assert_string_equal(reading.before, "19876 20001");
}

static void test_dismissed_is_not_begun(void **state)
{
	struct reading reading = in_state(READING_STATES, 0);

	(void)state;
	reading_do(&reading, STEP_DISMISS, &novel, utc, &arena);
	assert_int_equal(reading.state, READING_DISMISSED);
	assert_int_equal(reading.started.us, 0);
	assert_true(reading.updated.us > 0);
	reading_do(&reading, STEP_UNDISMISS, &novel, utc, &arena);
	assert_int_equal(reading.state, READING_STATES);
	reading_do(&reading, STEP_FINISH, &novel, utc, &arena);
	assert_int_equal(reading.started.us, 0); /* nobody knows when */
	reading_do(&reading, STEP_FORGET, &novel, utc, &arena);
	assert_int_equal(reading.state, READING_STATES);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_genres),
		shelf(test_book_comes_back_as_it_went),
		shelf(test_books_are_found),
		shelf(test_shelf_has_pages),
		shelf(test_reading_comes_back_as_it_went),
		shelf(test_readings_are_each_members_own),
		unit(test_days),
		unit(test_percent_stays_what_was_given),
		unit(test_page_gives_the_percent),
		unit(test_page_counts_more_than_percent),
		unit(test_without_pages),
		unit(test_own_number_of_pages),
		unit(test_page_behind_the_end),
		unit(test_steps),
		unit(test_life_of_a_reading),
		unit(test_known_has_no_day),
		unit(test_finished_is_not_gone_back_in),
		unit(test_again),
		unit(test_dismissed_is_not_begun),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
