/* The shop in numbers, counted by hand beside; and the doctor, on one fault after the other. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "db/create.h"
#include "model/consistency.h"
#include "model/order.h"
#include "model/setting.h"
#include "model/statistics.h"
#include "owner/doctor.h"
#include "owner/error_log.h"
#include "owner/health.h"

static struct db db;

static int shop_begin(void **state)
{
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	db_number(&db, "SELECT 0", BIND_NOTHING);
	return result;
}

static int shop_end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define shop(function) cmocka_unit_test_setup_teardown(function, shop_begin, shop_end)

/* ---- numbers ---- */

static struct date at(const char *text)
{
	struct date date;

	assert_true(date_parse(text, &date));
	return date;
}

static void order(const char *placed, int64_t total, const char *state)
{
	static int64_t count;

	db_run(&db, "INSERT INTO orders (buyer, seller, phone, token, state, total, placed) "
		"VALUES ('budi', 'siti', '', $1, $2, $3, $4)",
		BIND(arena_integer(&arena, ++count), state, total, at(placed).us));
}

static void paid(int64_t total, const char *when)
{
	db_run(&db, "UPDATE orders SET paid = $1 WHERE total = $2", BIND(at(when).us, total));
}

static void ticket(const char *placed, int64_t total, const char *state)
{
	static int64_t count;

	db_run(&db, "INSERT INTO ticket (guest, token, state, lines, total, placed, changed) "
		"VALUES ('budi', $1, $2, '', $3, $4, 0)",
		BIND(arena_integer(&arena, ++count), state, total, at(placed).us));
}

/* "COUNT/TAKINGS" of each day from the first on with any, then of the week. */
static const char *days(const struct sales_days *sales)
{
	char *text = arena_string(&arena, "");

	for (size_t i = 0; i < STATISTICS_DAYS; i++)
		if (sales->day[i].count > 0 || sales->day[i].takings.minor > 0)
			text = arena_printf(&arena, "%s-%zu:%jd/%jd ", text,
				STATISTICS_DAYS - 1 - i, (intmax_t)sales->day[i].count,
				(intmax_t)sales->day[i].takings.minor);
	return arena_printf(&arena, "%sweek:%jd/%jd", text, (intmax_t)sales->week.count,
		(intmax_t)sales->week.takings.minor);
}

/* 2026-11-18 is a Wednesday. */
static const char *orders_at(int64_t minutes, const char *now)
{
	struct sales_days sales = statistics_orders(&db, clock_at(minutes), at(now));

	return days(&sales);
}

static void test_sales_of_no_shop(void **state)
{
	(void)state;
	assert_string_equal(orders_at(0, "2026-11-18T12:00:00Z"), "week:0/0");
}

static void test_sales_by_day(void **state)
{
	(void)state;
	order("2026-11-18T00:00:00Z", 1, "placed");
	order("2026-11-18T11:59:59Z", 10, "done"); /* by the seller, who never saw the money */
	order("2026-11-18T11:59:59Z", 7000, "cancelled");
	order("2026-11-17T23:59:59.999Z", 100, "paid");
	order("2026-11-16T00:00:00Z", 1000, "ready");
	order("2026-11-15T23:59:59Z", 10000, "done");
	order("2026-11-05T00:00:00Z", 100000, "done");
	order("2026-11-04T23:59:59Z", 1000000, "done");
	assert_string_equal(orders_at(0, "2026-11-18T12:00:00Z"),
		"-13:1/0 -3:1/0 -2:1/0 -1:1/0 -0:2/0 week:4/0");
	paid(7000, "2026-11-18T11:00:00Z");
	paid(100, "2026-11-18T00:00:00Z");
	paid(1000, "2026-11-17T12:00:00Z");
	paid(10000, "2026-11-15T23:59:59Z");
	paid(100000, "2026-11-18T11:00:00Z");
	paid(1000000, "2026-11-05T00:00:00Z");
	assert_string_equal(orders_at(0, "2026-11-18T12:00:00Z"),
		"-13:1/1000000 -3:1/10000 -2:1/0 -1:1/1000 -0:2/100100 week:4/101100");
}

static void test_week_begins_on_monday(void **state)
{
	(void)state;
	order("2026-11-15T12:00:00Z", 1, "done");
	order("2026-11-16T12:00:00Z", 10, "done");
	paid(10, "2026-11-16T12:00:00Z");
	assert_string_equal(orders_at(0, "2026-11-15T13:00:00Z"), "-0:1/0 week:1/0");
	assert_string_equal(orders_at(0, "2026-11-16T13:00:00Z"), "-1:1/0 -0:1/10 week:1/10");
	assert_string_equal(orders_at(0, "2026-11-22T13:00:00Z"), "-7:1/0 -6:1/10 week:1/10");
}

/* The same moments, where it is already tomorrow, and where it is still yesterday. */
static void test_days_of_the_shops_clock(void **state)
{
	(void)state;
	order("2026-11-18T09:59:59Z", 1, "done");    /* 23:59:59 with +14, 21:59:59 with -12 */
	order("2026-11-18T10:00:00Z", 10, "done");   /* 00:00 of the 19th; 22:00 of the 17th */
	order("2026-11-18T11:59:59Z", 100, "done");  /* 01:59 of the 19th; 23:59 of the 17th */
	order("2026-11-18T12:00:00Z", 1000, "done"); /* 02:00 of the 19th; 00:00 of the 18th */
	db_run(&db, "UPDATE orders SET paid = placed", BIND_NOTHING);
	assert_string_equal(orders_at(14 * 60, "2026-11-18T12:30:00Z"),
		"-1:1/1 -0:3/1110 week:4/1111");
	assert_string_equal(orders_at(-12 * 60, "2026-11-18T12:30:00Z"),
		"-1:3/111 -0:1/1000 week:4/1111");
	assert_string_equal(orders_at(0, "2026-11-18T12:30:00Z"), "-0:4/1111 week:4/1111");
}

static void test_tickets(void **state)
{
	struct sales_days sales;

	(void)state;
	ticket("2026-11-18T10:00:00Z", 5, "new");
	ticket("2026-11-18T10:00:00Z", 50, "handed over");
	ticket("2026-11-18T10:00:00Z", 500, "discarded");
	ticket("2026-11-16T23:00:00Z", 5000, "handed over");
	db_run(&db, "UPDATE ticket SET changed = $1", BIND(at("2026-11-17T01:00:00Z").us));
	setting_set(&db, "currency_decimals", "2");
	sales = statistics_tickets(&db, clock_at(0), at("2026-11-18T12:00:00Z"));
	assert_string_equal(days(&sales), "-2:1/0 -1:0/5050 -0:2/0 week:3/5050");
	assert_int_equal(sales.day[0].takings.decimals, 2);
	assert_int_equal(sales.week.takings.decimals, 2);
}

/* Two orders of so much, both paid at noon. */
static void paid_twice(int64_t total, const char *day)
{
	const char *noon = arena_printf(&arena, "%sT12:00:00Z", day);

	order(noon, total, "done");
	order(noon, total, "done");
	paid(total, noon);
}

/* What one order may cost is exact however often: a floating-point number has no odd ones here. */
static void test_much_is_exact(void **state)
{
	(void)state;
	paid_twice(ORDER_TOTAL_HIGHEST, "2026-11-18");
	paid_twice(ORDER_TOTAL_HIGHEST - 1, "2026-11-17");
	order("2026-11-17T12:00:00Z", 1, "done");
	paid(1, "2026-11-17T12:00:00Z");
	assert_string_equal(orders_at(0, "2026-11-18T13:00:00Z"),
		"-1:3/18014398509481981 -0:2/18014398509481982 week:5/36028797018963963");
}

/* An older shop sold that: in one sum, of two groups of one day, and of the days of a week. */
static void test_more_than_can_be_counted(void **state)
{
	struct sales_days sales;

	(void)state;
	paid_twice(INT64_MAX, "2026-11-17");
	order("2026-11-15T12:00:00Z", INT64_MAX - 1, "done");
	order("2026-11-16T12:00:00Z", INT64_MAX - 1, "done");
	paid(INT64_MAX - 1, "2026-11-18T12:00:00Z");
	assert_string_equal(orders_at(0, "2026-11-18T13:00:00Z"),
		"-3:1/0 -2:1/0 -1:2/9223372036854775807 -0:0/9223372036854775807 "
		"week:3/9223372036854775807");
	ticket("2026-11-18T12:00:00Z", INT64_MAX, "handed over");
	ticket("2026-11-18T12:00:00Z", INT64_MAX, "handed over");
	db_run(&db, "UPDATE ticket SET changed = placed", BIND_NOTHING);
	sales = statistics_tickets(&db, clock_at(0), at("2026-11-18T13:00:00Z"));
	assert_string_equal(days(&sales),
		"-0:2/9223372036854775807 week:2/9223372036854775807");
}

static void test_both_rooms_together(void **state)
{
	static const struct {
		int64_t one, other, both;
	} cases[] = {
		{ 15, -20, -5 },
		{ INT64_MAX, 1, INT64_MAX },
		{ INT64_MAX, INT64_MIN, -1 },
		{ INT64_MIN, -1, INT64_MIN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct money both = takings_of_both((struct money){ cases[i].one, 2 },
			(struct money){ cases[i].other, 2 });

		assert_int_equal(both.minor, cases[i].both);
		assert_int_equal(both.decimals, 2);
	}
}

static void product(const char *name, int64_t stock, int64_t available)
{
	db_run(&db, "INSERT INTO user (id, username, username_key, password, date_joined) "
		"VALUES (1, 'siti', 'siti', '', 0) ON CONFLICT DO NOTHING", BIND_NOTHING);
	db_run(&db, "INSERT INTO product (id, user_id, name, name_key, price, stock, available, "
		"date_added, description, search) VALUES ($1, 1, $1, $1, 1, $2, $3, 0, '', '')",
		BIND(name, stock, available));
}

static void test_low_stock(void **state)
{
	const struct low_stock *low;

	(void)state;
	product("tea", 4, 1);
	product("milk", 0, 1);
	product("rice", 5, 1);
	product("cake", 0, 0);
	product("apple", 4, 1);
	low = statistics_low_stock(&db);
	assert_int_equal(low->count, 3);
	assert_int_equal(low->total, 3);
	assert_string_equal(low->product[0].name, "milk");
	assert_int_equal(low->product[0].stock, 0);
	assert_string_equal(low->product[1].name, "apple");
	assert_string_equal(low->product[2].id, "tea");
	for (int i = 0; i < 12; i++)
		product(arena_printf(&arena, "p%d", i), 1, 1);
	low = statistics_low_stock(&db);
	assert_int_equal(low->count, STATISTICS_LOW_MOST);
	assert_int_equal(low->total, 15);
}

static void test_books_and_people(void **state)
{
	struct date now = at("2026-11-18T12:00:00Z");

	(void)state;
	product("tea", 1, 1);
	db_run(&db, "INSERT INTO book (id, title, author, year, pages, genres, copies, search) "
		"VALUES (1, 't', 'a', 1, 1, '', 9, '')", BIND_NOTHING);
	db_run(&db, "INSERT INTO loan (book_id, borrower, asked, lent, due, returned) VALUES "
		"(1, 'late', 0, 0, $1 - 1, NULL), (1, 'due now', 0, 0, $1, NULL), "
		"(1, 'back', 0, 0, $1 - 1, $1), (1, 'waits', 0, NULL, NULL, NULL)", BIND(now.us));
	assert_int_equal(statistics_overdue(&db, now), 1);
	db_run(&db, "INSERT INTO device (id, user_id, signed_in, last_seen, expires, address, "
		"last_address, user_agent) VALUES (1, 1, 0, 0, $1, '', '', ''), "
		"(2, 1, 0, 0, $1 + 1, '', '', '')", BIND(now.us));
	assert_int_equal(statistics_devices(&db, now), 1);
	assert_int_equal(statistics_signed_in(&db, now), 0);
	db_run(&db, "UPDATE user SET last_login = $1 + 1", BIND(now.us));
	assert_int_equal(statistics_signed_in(&db, now), 1);
}

/* ---- the doctor ---- */

static const struct request *asking;

/* What he finds in the folder, a line each, "!" before a problem, "[SETTING]" behind. */
static const char *diagnosis(void)
{
	struct doctor doctor = { .arena = &arena, .language = languages[0], .data = folder,
		.db = &db, .req = asking };
	char *text = arena_string(&arena, "");
	size_t problems = 0;

	db_commit(&db);
	chmod(folder, 0700);
	doctor_examine(&doctor);
	for (size_t i = 0; i < doctor.count; i++) {
		const struct finding *found = &doctor.finding[i];

		if (strstr(found->text, "belongs to root") != NULL)
			continue; /* so it does, when root tests */
		problems += found->is_problem;
		text = arena_printf(&arena, "%s%s%s[%s]\n", text, found->is_problem ? "!" : "",
			found->text, found->setting != NULL ? found->setting : "");
	}
	assert_true(problems <= doctor.problems);
	return text;
}

static void run(const char *sql)
{
	db_run(&db, sql, BIND_NOTHING);
}

static void boss(const char *name, const char *password)
{
	db_run(&db, "INSERT INTO user (username, username_key, password, is_superuser, is_staff, "
		"last_login, date_joined) VALUES ($1, $1, $2, 1, 1, 1, 0)", BIND(name, password));
}

static const char GOOD[] = "$argon2id$v=19$m=19456,t=2,p=1$5XXOrLZxWj4Bl+4txpwEbg"
	"$5mxYuTV3dFJaIICMugk205nS3g/X4Zg/jjwbFMkl3gE";

#define assert_found(part) do { \
	const char *found = diagnosis(); \
	if (strstr(found, (part)) == NULL) \
		fail_msg("not found: %s\nbut: %s", (part), found); \
} while (0)

static void test_a_good_shop(void **state)
{
	(void)state;
	assert_string_equal(diagnosis(), "");
	boss("siti", GOOD);
	assert_string_equal(diagnosis(), "");
	product("tea", 0, 1);
	run("INSERT INTO dish (name, description, price, spice, contains, suits, available, "
		"sold_out) VALUES ('soto', '', 1, 3, 'peanuts -milk', 'halal -vegan', 1, 0)");
	run("INSERT INTO book (id, title, author, year, pages, genres, copies, search) "
		"VALUES (1, 't', 'a', -700, 1, 'novel poetry', 1, '')");
	run("INSERT INTO loan (book_id, borrower, asked, lent, due, returned) "
		"VALUES (1, 'b', 0, 1, 2, NULL), (1, 'back', 0, 1, 2, 2), "
		"(1, 'waits', 0, NULL, NULL, NULL)");
	run("INSERT INTO ticket (guest, token, state, lines, total, placed, changed) "
		"VALUES ('', 't', 'new', 'soto=15+no+onions&tea=5+', 20, 0, 0)");
	run("INSERT INTO reading (user_id, book_id, state, page, chapter, percent, pages, started, "
		"finished, updated, before, shared) "
		"VALUES (1, 1, 'reading', 1, 0, 100, 0, 0, 0, 0, '', 1)");
	assert_string_equal(diagnosis(), "");
}

static void test_rows_that_cannot_be(void **state)
{
	static const struct {
		const char *spoil, *found;
	} faults[] = {
		{ "UPDATE dish SET spice = 4", "or the spice is unknown, of dish 1:" },
		{ "UPDATE dish SET price = -1", "or the spice is unknown, of dish 1:" },
		{ "UPDATE dish SET contains = 'soy stones'", "no word of the menu, of dish 1:" },
		{ "UPDATE dish SET suits = 'peanuts'", "no word of the menu, of dish 1:" },
		{ "UPDATE book SET copies = -1", "numbers are less than 0, of book 1:" },
		{ "UPDATE book SET copies = 0", "more copies are lent than there are, of book 1:" },
		{ "UPDATE book SET genres = 'novel -poetry'", "is unknown, of book 1:" },
		{ "UPDATE loan SET due = NULL WHERE id = 1", "does not go together, of loan 1:" },
		{ "UPDATE loan SET due = 0 WHERE id = 1", "does not go together, of loan 1:" },
		{ "UPDATE ticket SET total = 21", "sum of the lines, of ticket 1:" },
		{ "UPDATE ticket SET lines = '%00=1'", "sum of the lines, of ticket 1:" },
		{ "UPDATE ticket SET state = 'eaten'", "is unknown, of ticket 1:" },
		{ "UPDATE reading SET state = 'lost'", "of what is read of book 1:" },
		{ "UPDATE reading SET percent = 101", "numbers are less than 0, of what is read" },
		{ "INSERT INTO orders (buyer, seller, phone, token, state, total, placed) "
			"VALUES ('', '', '', '', 'eaten', 0, 0)", "is unknown, of order 1:" },
		{ "UPDATE product SET stock = 1", "sum of its changes, of product tea:" },
		{ "UPDATE user SET password = 'plain'", "1 in all, the first of siti, who cannot" },
	};

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		shop_end(state);
		shop_begin(state);
		test_a_good_shop(state);
		run(faults[i].spoil);
		assert_found(faults[i].found);
	}
}

static void test_more_than_one(void **state)
{
	(void)state;
	product("tea", 1, 1);
	product("milk", 1, 1);
	product("rice", 1, 1);
	run("UPDATE user SET is_superuser = 1");
	assert_found("of product milk and 2 more: bring");
}

static void test_people(void **state)
{
	static const struct request here = { .host = "localhost:8080",
		.config = { .session_idle = 60 } };

	(void)state;
	asking = &here;
	run("INSERT INTO user (username, username_key, password, date_joined) "
		"VALUES ('budi', 'budi', '!', 0)");
	assert_string_equal(diagnosis(), "!There are members, but no superuser who may look "
		"after the shop: say `warung createsuperuser NAME`.[]\n");
	boss("siti", GOOD);
	assert_string_equal(diagnosis(), "");
	run("UPDATE user SET is_staff = 0 WHERE username = 'siti'");
	assert_found("!There are members, but no superuser");
	run("DELETE FROM user WHERE username = 'budi'");
	assert_found("!There are members, but no superuser");
	run("UPDATE user SET is_staff = 1");
	assert_string_equal(diagnosis(), "");
	run("INSERT INTO user (username, username_key, password, is_staff, date_joined) "
		"VALUES ('budi', 'budi', '!', 1, 0)");
	assert_found("By the way: budi is staff, but has never signed in");
	run("UPDATE user SET is_active = 0 WHERE username = 'budi'");
	assert_string_equal(diagnosis(), "");
	boss("b", GOOD);
	boss("c", GOOD);
	assert_string_equal(diagnosis(), "");
	boss("d", "$argon2id$v=19$m=19456,t=1,p=1$5XXOrLZxWj4Bl+4txpwEbg"
		"$5mxYuTV3dFJaIICMugk205nS3g/X4Zg/jjwbFMkl3gE");
	assert_found("By the way: 4 people are superusers");
	assert_found("the password of the superuser d is kept in an old way");
	asking = NULL;
}

static void test_the_site(void **state)
{
	struct request req = { .host = "localhost", .config = { .session_idle = 60 } };

	(void)state;
	asking = &req;
	assert_string_equal(diagnosis(), "");
	req.host = "localhost.example.org";
	assert_found("!This page came without encryption");
	req.host = NULL;
	assert_found("!This page came without encryption");
	req.https = true;
	assert_string_equal(diagnosis(), "");
	req.config.session_idle = 0;
	assert_found("on shared devices less is safer.[session_idle]");
	req.config.session_absolute = 1;
	assert_string_equal(diagnosis(), "");
	setenv("DOCUMENT_ROOT", folder, 1);
	assert_found("which the web server shows to everybody");
	setenv("DOCUMENT_ROOT", arena_printf(&arena, "%s-not", folder), 1);
	assert_string_equal(diagnosis(), "");
	unsetenv("DOCUMENT_ROOT");
	asking = NULL;
}

static void test_settings(void **state)
{
	(void)state;
	setting_set(&db, "utc_offset", "420");
	assert_string_equal(diagnosis(), "");
	setting_set(&db, "utc_offset", "much");
	assert_found("cannot be understood: set it anew.[utc_offset]");
	setting_set(&db, "utc_offset", "420");
	run("UPDATE setting SET value = '480'");
	assert_string_equal(diagnosis(), "!Pages do not know the settings as they stand in the "
		"database: save one of them again.[site_name]\n");
}

/* There is no room for it: nothing else is mended by its setting. */
static void test_too_many_findings(void **state)
{
	struct doctor doctor = { .arena = &arena, .language = languages[0] };

	(void)state;
	while (doctor.count == doctor.problems)
		doctor_problem(&doctor, "this is wrong");
	doctor_mended_by(&doctor, "site_name");
	assert_int_equal(doctor.problems, doctor.count + 1);
	assert_null(doctor.finding[doctor.count - 1].setting);
}

/* ---- health ---- */

static const char *health(void)
{
	struct health is = health_look(&arena, folder);

	assert_int_equal(is.is_well, strcmp(is.database, "ok") == 0);
	assert_string_equal(is.disk, "ok");
	return is.database;
}

static void test_health(void **state)
{
	(void)state;
	db_commit(&db);
	assert_string_equal(health(), "ok");
	run("UPDATE user SET phone = ''");
	assert_string_equal(health(), "ok");
	db_commit(&db);
	run("PRAGMA user_version = 4");
	db_commit(&db);
	assert_string_equal(health(), "other version");
	db_close(&db);
	assert_int_equal(truncate(in_folder("warung.db"), 5000), 0);
	assert_string_equal(health(), "unreadable");
	assert_int_equal(unlink(in_folder("warung.db")), 0);
	assert_string_equal(health(), "missing");
	assert_string_equal(health_look(&arena, "/nowhere/at/all").disk, "unknown");
}

/* ---- the log ---- */

static void write_log(const char *name, const char *bytes, size_t length)
{
	FILE *file = fopen(in_folder(name), "a");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	fclose(file);
}

#define put_log(name, text) write_log(name, text, sizeof(text) - 1)

/* "TIME|ID|TEXT" of each line. */
static const char *log_shown(const char *id, int64_t page)
{
	struct log_page list = error_log_read(&arena, folder, id, page);
	char *text = arena_string(&arena, "");

	for (size_t i = 0; i < list.count; i++)
		text = arena_printf(&arena, "%s%s|%s|%s\n", text, list.line[i].time,
			list.line[i].id, list.line[i].text);
	return text;
}

static void test_log(void **state)
{
	(void)state;
	assert_string_equal(log_shown(NULL, 1), "");
	put_log("warung.log.1", "2026-11-17T10:00:00.123Z 500-aaaaaaaa /shop 192.0.2.1: old\n");
	put_log("warung.log", "2026-11-18T10:00:00Z 404-bbbbbbbb /x 192.0.2.1: <b> \\x0a\n"
		"2026-11-18T10:00:01Z no memory\n");
	assert_string_equal(log_shown(NULL, 1), "2026-11-18T10:00:01Z||no memory\n"
		"2026-11-18T10:00:00Z|404-bbbbbbbb|/x 192.0.2.1: <b> \\x0a\n"
		"2026-11-17T10:00:00.123Z|500-aaaaaaaa|/shop 192.0.2.1: old\n");
	assert_string_equal(log_shown("500-aaaaaaaa", 1),
		"2026-11-17T10:00:00.123Z|500-aaaaaaaa|/shop 192.0.2.1: old\n");
	assert_string_equal(log_shown("aaaa", 7),
		"2026-11-17T10:00:00.123Z|500-aaaaaaaa|/shop 192.0.2.1: old\n");
	assert_string_equal(log_shown("cccc", 1), "");
}

static void test_hostile_log(void **state)
{
	char *line = arena_alloc(&arena, 300000);
	struct log_page list;

	(void)state;
	put_log("warung.log", "\0\x1b[2J\xff 12\n\n\nZ\n2026-11-18T10:00:00Z \0\nno end");
	assert_string_equal(log_shown(NULL, 1), "||no end\n2026-11-18T10:00:00Z||?\n||Z\n||\n||\n"
		"||??[2J? 12\n");
	memset(line, 'x', 300000);
	write_log("warung.log", line, 300000);
	list = error_log_read(&arena, folder, NULL, 1);
	assert_int_equal(list.count, 6);
	assert_in_range(strlen(list.line[0].text), 1000, 4000);
}

static void test_large_log(void **state)
{
	struct log_page list;

	(void)state;
	for (int i = 0; i < 250; i++) {
		const char *line = arena_printf(&arena, "2026-11-18T10:00:00Z line %d\n", i);

		write_log("warung.log", line, strlen(line));
	}
	list = error_log_read(&arena, folder, NULL, 1);
	assert_int_equal(list.count, 100);
	assert_int_equal(list.pages, 3);
	assert_string_equal(list.line[0].text, "line 249");
	assert_string_equal(list.line[99].text, "line 150");
	list = error_log_read(&arena, folder, NULL, 99);
	assert_int_equal(list.page, 3);
	assert_int_equal(list.count, 50);
	assert_string_equal(list.line[49].text, "line 0");
	assert_int_equal(error_log_read(&arena, folder, NULL, -5).page, 1);

	/* As large as a disk: a hole, and a line behind it. */
	assert_int_equal(truncate(in_folder("warung.log"), INT64_C(1) << 36), 0);
	put_log("warung.log", "\nlast\n");
	list = error_log_read(&arena, folder, NULL, 1);
	assert_int_equal(list.count, 1);
	assert_string_equal(list.line[0].text, "last");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		shop(test_sales_of_no_shop),
		shop(test_sales_by_day),
		shop(test_week_begins_on_monday),
		shop(test_days_of_the_shops_clock),
		shop(test_tickets),
		shop(test_much_is_exact),
		shop(test_more_than_can_be_counted),
		cmocka_unit_test(test_both_rooms_together),
		shop(test_low_stock),
		shop(test_books_and_people),
		shop(test_a_good_shop),
		shop(test_rows_that_cannot_be),
		shop(test_more_than_one),
		shop(test_people),
		shop(test_the_site),
		shop(test_settings),
		unit(test_too_many_findings),
		shop(test_health),
		unit(test_log),
		unit(test_hostile_log),
		unit(test_large_log),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
