/* What a reader has read, and in which year of the shop's calendar. */
#include "visit.h"

#include "base/instant.h"
#include "db/create.h"
#include "reading/history.h"

static struct date at(const char *text)
{
	struct date date = { 0 };

	assert_true(date_parse(text, &date));
	return date;
}

static int64_t finished(const struct reading *reading, int minutes_east, int year)
{
	struct clock clock = { minutes_east * 60 * DATE_SECOND };

	return history_finished_in(&(struct reading_list){ reading, 1 }, clock, year);
}

/* In Jakarta the year begins seven hours before it does in Greenwich. */
static void test_the_year_turns_in_the_shop(void **state)
{
	static const struct {
		const char *finished;
		int minutes_east, year;
	} cases[] = {
		{ "2026-12-31T23:59:59Z", 0, 2026 },
		{ "2027-01-01T00:00:00Z", 0, 2027 },
		{ "2026-12-31T16:59:59Z", 420, 2026 },
		{ "2026-12-31T17:00:00Z", 420, 2027 },
		{ "2027-01-01T04:59:59Z", -300, 2026 },
		{ "2027-01-01T05:00:00Z", -300, 2027 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct reading reading = { .state = READING_FINISHED, .before = "",
			.finished = at(cases[i].finished) };

		for (int year = 2025; year <= 2028; year++)
			assert_int_equal(finished(&reading, cases[i].minutes_east, year),
				year == cases[i].year);
	}
}

static void test_what_counts_in_a_year(void **state)
{
	struct reading reading = { .finished = at("2026-07-01T00:00:00Z") };
	/* the first and the last day of 2026, and the days around it */
	const char *const before[] = { "20454 20818", "20453 20819" };

	(void)state;
	reading.before = "";
	for (enum reading_state i = 0; i < READING_STATES; i++) {
		reading.state = i;
		assert_int_equal(finished(&reading, 0, 2026), i == READING_FINISHED);
	}
	reading.state = READING_FINISHED;
	for (int minutes = -840; minutes <= 840; minutes += 420) {
		reading.before = before[0];
		assert_int_equal(finished(&reading, minutes, 2026), 3);
		reading.before = before[1];
		assert_int_equal(finished(&reading, minutes, 2026), 1);
		assert_int_equal(finished(&reading, minutes, 2025), 1);
		assert_int_equal(finished(&reading, minutes, 2027), 1);
	}
	reading = (struct reading){ .state = READING_FINISHED, .before = "" };
	assert_int_equal(finished(&reading, 0, 1970), 0); /* nobody knows when */
}

static const char *places(struct request *req, const struct reading_list *readings, size_t most)
{
	struct places found = history_places(req, readings, READING_FINISHED, READING_STOPPED,
		most);
	const char *text = "";

	for (size_t i = 0; i < found.count; i++)
		text = arena_printf(&arena, "%s%s ", text, found.place[i].book->title);
	return arena_printf(&arena, "%s%s", text, found.more ? "..." : "");
}

static void test_places(void **state)
{
	struct db db = { .directory = folder, .arena = &arena, .mode = DB_WRITE };
	struct request req = { .arena = &arena, .db = &db };
	const struct reading reading[] = {
		{ .book_id = 3, .state = READING_STOPPED }, { .book_id = 2 },
		{ .book_id = 9, .state = READING_FINISHED }, /* it is gone */
		{ .book_id = 1, .state = READING_FINISHED },
		{ .book_id = 4, .state = READING_DISMISSED },
	};
	struct reading_list readings = { reading, sizeof reading / sizeof *reading };

	(void)state;
	db_create(folder, &arena);
	for (int64_t id = 1; id <= 4; id++)
		assert_int_equal(book_insert(&db, &(struct book){ .author = "x", .title =
			arena_printf(&arena, "Book%jd", (intmax_t)id) }), id);
	assert_string_equal(places(&req, &readings, 9), "Book3 Book1 ");
	assert_string_equal(places(&req, &readings, 2), "Book3 Book1 ");
	assert_string_equal(places(&req, &readings, 1), "Book3 ...");
	assert_string_equal(places(&req, &(struct reading_list){ 0 }, 9), "");
	db_close(&db);
}

static void test_end(void **state)
{
	struct reading reading = { .updated = { 7 } };

	(void)state;
	reading.state = READING_STOPPED;
	assert_int_equal(history_end(&reading).us, 7);
	reading.state = READING_FINISHED;
	assert_int_equal(history_end(&reading).us, 0); /* nobody knows when */
	reading.finished.us = 5;
	assert_int_equal(history_end(&reading).us, 5);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		visiting(test_the_year_turns_in_the_shop),
		visiting(test_what_counts_in_a_year),
		visiting(test_places),
		visiting(test_end),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
