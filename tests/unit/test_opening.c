/* Opening hours: how they are written, and when the kitchen is open by them. */
#include "unit.h"

#include "model/history.h"
#include "model/opening.h"
#include "model/setting.h"

enum { DAY = 1440, WEEK = 7 * DAY, RANDOM_WEEKS = 300 };
static const int64_t MINUTE = 60 * DATE_SECOND;

/* Monday 1970-01-05, 00:00 by the shop's clock. */
static const int64_t MONDAY = 4 * 86400 * DATE_SECOND;

static struct db db;

static int shop_begin(void **state)
{
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	return result;
}

static int shop_end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define shop(function) cmocka_unit_test_setup_teardown(function, shop_begin, shop_end)

/* ---- hours as text ---- */

static void reads(const char *text, const char *expected)
{
	struct opening_day day;

	if (!opening_day_parse(text, &day))
		fail_msg("\"%s\" is not understood", text);
	assert_string_equal(opening_day_text(&arena, &day), expected);
}

static void test_a_day_is_read_as_people_write_it(void **state)
{
	(void)state;
	reads("", "");
	reads("  ", "");
	reads("08:00-14:00", "08:00-14:00");
	reads(" 8:00 - 14.00 ,17:00–21:30 ", "08:00-14:00, 17:00-21:30");
	reads("00:00-24:00", "00:00-24:00");
	reads("18:00-00:00", "18:00-24:00");
	reads("18:00-02:00", "18:00-02:00");
	reads("00:01-00:00", "00:01-24:00");
	reads("23:59-23:58", "23:59-23:58");
	reads("1:00-2:00,2:00-3:00,3:00-4:00,4:00-5:00,5:00-6:00,6:00-7:00,7:00-8:00,8:00-9:00",
		"01:00-02:00, 02:00-03:00, 03:00-04:00, 04:00-05:00, 05:00-06:00, "
		"06:00-07:00, 07:00-08:00, 08:00-09:00");
}

static void test_a_day_is_nothing_else(void **state)
{
	static const char *const rubbish[] = {
		"8", "8-14", "08:00", "08:00-", "-14:00", "08:00-14:00,", ",08:00-14:00",
		"08:00-14:00 17:00-21:00", "08:00-14:00;17:00-21:00", "08:00-08:00", "24:00-02:00",
		"08:00-24:01", "08:60-09:00", "25:00-26:00", "008:00-14:00", "08:0-14:00",
		"08:00--14:00", "closed", "08:00-14:00x", "08:00\n-14:00", "-08:00-14:00",
		"1:00-2:00,2:00-3:00,3:00-4:00,4:00-5:00,5:00-6:00,6:00-7:00,7:00-8:00,8:00-9:00,"
		"9:00-10:00",
	};
	struct opening_day day;

	(void)state;
	for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++)
		if (opening_day_parse(rubbish[i], &day))
			fail_msg("\"%s\" is understood", rubbish[i]);
}

/* ---- the setting ---- */

static void set(const char *name, const char *value)
{
	db_run(&db, "INSERT INTO setting (name, value) VALUES ($1, $2) "
		"ON CONFLICT (name) DO UPDATE SET value = $2", BIND(name, value));
}

/* "mon 08:00-14:00|tue ..." as it is understood. */
static const char *week(void)
{
	struct opening_hours hours = opening_hours_read(&db);
	struct buffer text = { 0 };

	buffer_text(&text, "");
	for (size_t i = 0; i < WEEKDAYS; i++)
		if (hours.day[i].count > 0)
			buffer_printf(&text, "%s%s %s", text.length > 0 ? "|" : "",
				weekday_words[i], opening_day_text(&arena, &hours.day[i]));
	return taken(&text);
}

static const char always[] = "mon 00:00-24:00|tue 00:00-24:00|wed 00:00-24:00|thu 00:00-24:00|"
	"fri 00:00-24:00|sat 00:00-24:00|sun 00:00-24:00";

static void test_the_setting(void **state)
{
	static const struct {
		const char *value, *understood;
	} settings[] = {
		{ "always", always },
		{ "", "" },
		{ "mon 08:00-14:00, 17:00-21:00; fri 18:00-02:00",
		  "mon 08:00-14:00, 17:00-21:00|fri 18:00-02:00" },
		{ " Sun 8:00-9:00 ;; mon 8:00-9:00;", "mon 08:00-09:00|sun 08:00-09:00" },
		{ "mon 08:00-14:00; monday 09:00-10:00; tue nothing; never; wed",
		  "mon 08:00-14:00" },
		{ "Always", "" },
	};

	(void)state;
	assert_string_equal(week(), always);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		set("opening_hours", settings[i].value);
		assert_string_equal(week(), settings[i].understood);
	}
}

static void test_what_is_written_is_read(void **state)
{
	struct opening_hours hours = { 0 };

	(void)state;
	opening_hours_write(&db, &hours, "siti");
	assert_string_equal(week(), "");
	opening_day_parse("08:00-14:00, 17:00-21:00", &hours.day[0]);
	opening_day_parse("18:00-02:00", &hours.day[6]);
	opening_hours_write(&db, &hours, "siti");
	assert_string_equal(week(), "mon 08:00-14:00, 17:00-21:00|sun 18:00-02:00");
}

static struct opening at(int64_t minute)
{
	return opening_read(&db, (struct date){ MONDAY + minute * MINUTE });
}

static void test_the_clock_of_the_shop_counts(void **state)
{
	(void)state;
	set("opening_hours", "mon 08:00-14:00");
	assert_false(at(7 * 60 + 59).is_open);
	assert_true(at(8 * 60).is_open);
	opening_set_clock(&db, 420, "siti");
	assert_false(at(8 * 60).is_open);
	assert_true(at(1 * 60).is_open);
	assert_int_equal(at(1 * 60).now.us, MONDAY + 8 * 60 * MINUTE);
	assert_int_equal(at(1 * 60).changes.us, MONDAY + 14 * 60 * MINUTE);
	assert_int_equal(at(0).clock.offset, 420 * MINUTE);
	opening_set_clock(&db, -600, "siti");
	assert_true(at(18 * 60).is_open);
	set("utc_offset", "rubbish");
	assert_true(at(8 * 60).is_open);
}

static void test_it_is_closed_by_hand(void **state)
{
	(void)state;
	assert_true(at(0).is_open);
	assert_int_equal(at(0).changes.us, 0);
	opening_close(&db, true, "siti");
	assert_false(at(0).is_open);
	assert_true(at(0).by_hand);
	assert_int_equal(at(0).changes.us, 0);
	opening_close(&db, false, "siti");
	assert_true(at(0).is_open);
	assert_false(at(0).by_hand);
	set("opening_hours", "");
	assert_false(at(0).is_open);
	assert_false(at(0).by_hand);
}

static const char *changed_by(const char *name)
{
	struct history history = history_of(&db, "setting", name, 10);

	return history.count == 0 ? "" : arena_printf(&arena, "%s %zu", history.entry[0].made_by,
		history.count);
}

static void test_the_history_has_it(void **state)
{
	struct opening_hours hours = opening_hours_read(&db);

	(void)state;
	opening_hours_write(&db, &hours, "siti");
	opening_close(&db, false, "siti");
	opening_set_clock(&db, 0, "siti");
	assert_int_equal(db_number(&db, "SELECT count(*) FROM setting", BIND_NOTHING), 0);
	assert_int_equal(db_number(&db, "SELECT count(*) FROM history", BIND_NOTHING), 0);
	opening_day_parse("08:00-14:00", &hours.day[0]);
	for (int i = 0; i < 2; i++) {
		opening_hours_write(&db, &hours, "ani");
		opening_close(&db, true, "budi");
		opening_set_clock(&db, 420, "siti");
	}
	assert_string_equal(changed_by("opening_hours"), "ani 1");
	assert_string_equal(changed_by("kitchen_closed"), "budi 1");
	assert_string_equal(changed_by("utc_offset"), "siti 1");
	set("utc_offset", "7");
	opening_set_clock(&db, 7, "siti");
	assert_string_equal(setting_get(&db, "utc_offset"), "7");
}

/* ---- open or closed ---- */

static uint32_t seed = 20260709;

static int below(int limit)
{
	seed = seed * 1664525 + 1013904223;
	return (int)(seed >> 16) % limit;
}

/* Each minute of the week for itself, as the hours say it: what opening_at is measured by. */
static void draw(bool open[WEEK], const struct opening_hours *hours)
{
	memset(open, 0, WEEK * sizeof *open);
	for (int i = 0; i < WEEKDAYS; i++)
		for (size_t j = 0; j < hours->day[i].count; j++)
			for (int m = hours->day[i].slot[j].from; m < hours->day[i].slot[j].to; m++)
				open[(i * DAY + m) % WEEK] = true;
}

/* Minutes from one until it changes; -1: it never does. */
static int until_change(const bool open[WEEK], int minute)
{
	for (int i = 1; i <= WEEK; i++)
		if (open[(minute + i) % WEEK] != open[minute])
			return i;
	return -1;
}

static void check(const struct opening_hours *hours, const bool open[WEEK], int minute)
{
	int64_t begins = MONDAY + (below(4000) - 2000) * WEEK * MINUTE + minute * MINUTE;
	struct date local = { begins + below(60) * DATE_SECOND + below(1000000) };
	struct opening opening = opening_at(hours, local);
	int until = until_change(open, minute);

	assert_int_equal(opening.is_open, open[minute]);
	assert_int_equal(opening.changes.us, until < 0 ? 0 : begins + until * MINUTE);
	assert_int_equal(opening.now.us, local.us);
}

/* Many a boundary falls on another one, on midnight, and on the end of the week. */
static struct opening_hours random_hours(void)
{
	struct opening_hours hours = { 0 };

	for (int i = 0; i < WEEKDAYS; i++)
		for (int j = below(4); j > 0; j--) {
			int grain = below(2) == 0 ? 360 : 1;
			int from = below(DAY / grain) * grain;
			int to = (1 + below(DAY / grain)) * grain;

			if (from == to)
				continue;
			hours.day[i].slot[hours.day[i].count++] =
				(struct opening_slot){ from, to > from ? to : to + DAY };
		}
	return hours;
}

static void test_it_is_open_as_the_hours_say(void **state)
{
	static bool open[WEEK];

	(void)state;
	for (int i = 0; i < RANDOM_WEEKS; i++) {
		struct opening_hours hours = random_hours();

		draw(open, &hours);
		for (int j = 0; j < 100; j++)
			check(&hours, open, below(WEEK));
		for (int j = 0; j < 4 * WEEKDAYS; j++)
			check(&hours, open, (j * 360 + WEEK - 1) % WEEK);
	}
}

static void test_around_the_clock(void **state)
{
	static bool open[WEEK];
	struct opening_hours hours = opening_hours_read(&db), none = { 0 };

	(void)state;
	draw(open, &hours);
	for (int i = 0; i < WEEK; i += 60)
		check(&hours, open, i);
	draw(open, &none);
	check(&none, open, 0);
}

/* What a person would say of some moments. */
static void test_over_midnight_and_the_end_of_the_week(void **state)
{
	struct opening_hours hours = { 0 };
	struct opening opening;

	(void)state;
	opening_day_parse("18:00-02:00", &hours.day[6]);
	opening_day_parse("02:00-03:00, 08:00-14:00, 17:00-21:00", &hours.day[0]);
	opening = opening_at(&hours, (struct date){ MONDAY - 60 * MINUTE });
	assert_true(opening.is_open); /* Sunday 23:00, until Monday 03:00 */
	assert_int_equal(opening.changes.us, MONDAY + 180 * MINUTE);
	opening = opening_at(&hours, (struct date){ MONDAY + 15 * 60 * MINUTE });
	assert_false(opening.is_open); /* Monday 15:00, until 17:00 */
	assert_int_equal(opening.changes.us, MONDAY + 17 * 60 * MINUTE);
	opening = opening_at(&hours, (struct date){ MONDAY + 21 * 60 * MINUTE });
	assert_false(opening.is_open); /* Monday 21:00, until Sunday 18:00 */
	assert_int_equal(opening.changes.us, MONDAY + (6 * DAY + 18 * 60) * MINUTE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		unit(test_a_day_is_read_as_people_write_it),
		unit(test_a_day_is_nothing_else),
		shop(test_the_setting),
		shop(test_what_is_written_is_read),
		shop(test_the_clock_of_the_shop_counts),
		shop(test_it_is_closed_by_hand),
		shop(test_the_history_has_it),
		unit(test_it_is_open_as_the_hours_say),
		shop(test_around_the_clock),
		unit(test_over_midnight_and_the_end_of_the_week),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
