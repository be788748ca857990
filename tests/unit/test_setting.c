/* The settings of the site: judged, kept, published, and amounts that follow the decimals. */
#include "unit.h"

#include <fcntl.h>
#include <glob.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/file.h"
#include "html/language.h"
#include "model/clock.h"
#include "model/history.h"
#include "model/setting.h"

static struct db db;

static int begin(void **state)
{
	int begun = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	return begun;
}

static int end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define shop(function) cmocka_unit_test_setup_teardown(function, begin, end)

static const char *problem(const char *name, const char *value)
{
	return setting_problem(&db, setting_find(name), value);
}

/* What the programs understand now. */
static struct config understood(void)
{
	struct config config;

	setenv("WARUNG_DATA", folder, 1);
	config_load(&config, &arena);
	return config;
}

static const char *published(void)
{
	return file_read(&arena, in_folder(CONFIG_SITE), 1 << 20, NULL);
}

static void test_the_table_is_whole(void **state)
{
	(void)state;
	for (const struct setting *s = site_settings; s->field.name != NULL; s++) {
		assert_ptr_equal(setting_find(s->field.name), s);
		assert_non_null(s->group);
		assert_non_null(s->field.label);
		assert_non_null(s->field.help);
		assert_non_null(s->otherwise);
		for (size_t i = 0; i < s->field.word_count; i++)
			assert_true(s->field.words[i] != NULL && s->field.labels[i] != NULL);
		assert_null(problem(s->field.name, setting_get(&db, s->field.name)));
	}
	assert_null(setting_find("rubbish"));
}

static void test_clocks_say_what_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < CLOCKS; i++) {
		long minutes = strtol(clock_words[i], NULL, 10);
		const char *said = arena_printf(&arena, "UTC%c%02ld:%02ld", minutes < 0 ? '-' : '+',
			labs(minutes) / 60, labs(minutes) % 60);

		assert_memory_equal(clock_labels[i], said, strlen(said));
	}
}

static const struct {
	const char *name, *value;
	bool good;
} values[] = {
	{ "site_name", "Warung Bu Siti", true }, { "site_name", "", false },
	{ "language", "id", true }, { "language", "fr", false },
	{ "currency", "€", true }, { "currency", "CHF", true }, { "currency", "", false },
	{ "currency", "Rp.", false }, { "currency", "1", false }, { "currency", "<b>", false },
	{ "currency", "abcde", false },
	{ "currency_decimals", "2", true }, { "currency_decimals", "1", false },
	{ "utc_offset", "480", true }, { "utc_offset", "481", false },
	{ "session_store", "cookie", true }, { "session_store", "redis", false },
	{ "session_idle", "3600", true }, { "session_idle", "-1", false },
	{ "session_idle", "0", true }, { "session_idle", "300", true },
	{ "session_idle", "299", false }, { "session_absolute", "1", false },
	{ "session_idle", "2147483648", false }, { "session_idle", "x", false },
	{ "session_save_every_request", "yes", true }, { "session_save_every_request", "1", false },
	{ "opening_hours", "always", true }, { "opening_hours", "", true },
	{ "opening_hours", "mon 08:00-14:00, 17:00-21:00; sat 18:00-02:00", true },
	{ "opening_hours", "mon 08:00-14:00; noon", false }, { "opening_hours", "8 to 5", false },
	{ "kitchen_closed", "yes", true }, { "kitchen_closed", "maybe", false },
};

static void test_values_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if ((problem(values[i].name, values[i].value) == NULL) != values[i].good)
			fail_msg("%s = \"%s\"", values[i].name, values[i].value);
}

static void test_what_is_set_holds(void **state)
{
	(void)state;
	assert_string_equal(setting_get(&db, "site_name"), "Warung");
	assert_false(setting_is_set(&db, "site_name"));
	assert_string_equal(setting_get(&db, "currency"), "Rp");
	setting_set(&db, "currency_decimals", "2");
	assert_string_equal(setting_get(&db, "currency"), "$");
	setting_set(&db, "site_name", "Bu Siti");
	assert_string_equal(setting_get(&db, "site_name"), "Bu Siti");
	assert_true(setting_is_set(&db, "site_name"));
	setting_unset(&db, "site_name");
	assert_string_equal(setting_get(&db, "site_name"), "Warung");
	assert_null(setting_get(&db, "rubbish"));
}

/* ---- published ---- */

static void test_it_is_published_with_the_commit(void **state)
{
	struct stat is;

	(void)state;
	setting_set(&db, "site_name", "A & B");
	setting_set(&db, "payment_instructions", "secret");
	assert_null(published());
	db_commit(&db);
	assert_string_equal(published(), "site_name=A%20%26%20B");
	assert_int_equal(stat(in_folder(CONFIG_SITE), &is), 0);
	assert_int_equal(is.st_mode & 07777, 0600);
	assert_true(settings_are_published(&db));
	setting_set(&db, "site_name", "C");
	setting_set(&db, "utc_offset", "420");
	db_commit(&db);
	assert_string_equal(published(), "site_name=C&utc_offset=420");
	setting_unset(&db, "site_name");
	setting_unset(&db, "utc_offset");
	db_commit(&db);
	assert_string_equal(published(), "");
}

static void test_nothing_is_published_without_it(void **state)
{
	(void)state;
	setting_set(&db, "site_name", "A");
	db_commit(&db);
	setting_set(&db, "site_name", "B");
	db_rollback(&db);
	assert_string_equal(published(), "site_name=A");
	setting_set(&db, "site_name", "B");
	db_close(&db);
	assert_string_equal(published(), "site_name=A");
	assert_string_equal(setting_get(&db, "site_name"), "A");
	assert_int_equal(glob(in_folder(CONFIG_SITE ".*"), 0, NULL, &(glob_t){ 0 }), GLOB_NOMATCH);
}

/* Whoever was killed between the two. */
static void test_what_is_stale_is_seen(void **state)
{
	(void)state;
	setting_set(&db, "site_name", "A");
	db_commit(&db);
	db_run(&db, "UPDATE setting SET value = 'B'", BIND_NOTHING);
	assert_false(settings_are_published(&db));
	settings_publish(&db);
	assert_true(settings_are_published(&db));
	assert_string_equal(published(), "site_name=B");
	unlink(in_folder(CONFIG_SITE));
	assert_false(settings_are_published(&db));
	db_close(&db);
	db.mode = DB_READ;
	assert_string_equal(setting_get(&db, "site_name"), "B");
	settings_publish(&db);
	assert_string_equal(published(), "site_name=B");
}

static void test_what_cannot_be_written_is_not_kept(void **state)
{
	(void)state;
	setting_set(&db, "site_name", "A");
	db_commit(&db);
	db.directory = "/nowhere";
	assert_fails(503, setting_set(&db, "site_name", "B"));
	db_rollback(&db);
	db.directory = folder;
	assert_string_equal(setting_get(&db, "site_name"), "A");
}

enum { WRITERS = 6, CHANGES = 5 };

static void change_often(void *number)
{
	struct arena own = { 0 };
	struct db mine = { .directory = folder, .arena = &own, .mode = DB_WRITE };

	for (int i = 0; i < CHANGES; i++) {
		setting_set(&mine, "site_name",
			arena_printf(&own, "%d-%d", *(const int *)number, i));
		db_commit(&mine);
	}
	db_close(&mine);
	arena_free(&own);
}

static void test_many_write_and_the_last_one_is_published(void **state)
{
	(void)state;
	setting_set(&db, "site_name", "A");
	db_commit(&db);
	db_close(&db);
	start_many(WRITERS, change_often);
	assert_true(settings_are_published(&db));
	assert_string_not_equal(setting_get(&db, "site_name"), "A");
}

static void change_once(void *unused)
{
	struct arena own = { 0 };
	struct db mine = { .directory = folder, .arena = &own, .mode = DB_WRITE };

	(void)unused;
	setting_set(&mine, "site_name", "B");
	db_commit(&mine);
	db_close(&mine);
	arena_free(&own);
}

/* Between the commit of one and its file nobody else commits. */
static void test_who_publishes_waits_for_the_other(void **state)
{
	int directory;
	pid_t other;

	(void)state;
	setting_set(&db, "site_name", "A");
	db_commit(&db);
	db_close(&db);
	db.mode = DB_READ;
	directory = open(folder, O_RDONLY | O_DIRECTORY);
	assert_int_equal(flock(directory, LOCK_EX), 0);
	other = start(change_once, NULL);
	usleep(300000);
	assert_string_equal(setting_get(&db, "site_name"), "A");
	db_close(&db);
	assert_int_equal(flock(directory, LOCK_UN), 0); /* the other one has the descriptor, too */
	close(directory);
	assert_well_done(other);
	assert_string_equal(published(), "site_name=B");
}

/* ---- understood ---- */

static void publish_text(const char *text)
{
	assert_true(file_replace(in_folder(CONFIG_SITE), text, strlen(text)));
}

static void test_the_published_file_is_understood(void **state)
{
	struct config config = understood();

	(void)state;
	assert_string_equal(config.site_name, "Warung");
	assert_null(config.currency);
	publish_text("site_name=Bu+Siti&language=id&currency=%E2%82%AC&utc_offset=-210"
		"&session_store=cookie&session_idle=300&session_absolute=700"
		"&session_save_every_request=yes");
	config = understood();
	assert_string_equal(config.site_name, "Bu Siti");
	assert_string_equal(config.language, "id");
	assert_string_equal(config.currency, "€");
	assert_int_equal(config.utc_offset, -210);
	assert_string_equal(config.session_store, "cookie");
	assert_int_equal(config.session_idle, 300);
	assert_int_equal(config.session_absolute, 700);
	assert_true(config.session_save_every_request);
}

static void assert_defaults(const struct config *config)
{
	assert_string_equal(config->site_name, "Warung");
	assert_null(config->currency);
	assert_int_equal(config->utc_offset, 0);
	assert_string_equal(config->session_store, "file");
	assert_int_equal(config->session_idle, 0);
	assert_int_equal(config->session_absolute, 0);
	assert_false(config->session_save_every_request);
	assert_string_equal(config->data, folder);
}

static void test_rubbish_closes_no_shop(void **state)
{
	static const char *const rubbish[] = {
		"site_name=&currency=&utc_offset=841&session_store=redis&session_idle=-1",
		"utc_offset=&session_idle=x&session_save_every_request=1&data=/etc&media=/etc",
		"session_idle=1&session_absolute=299",
		"utc_offset=--1", "utc_offset=-", "site_name=%ff", "%00=1", "&&&=&", "\x01\x02" };
	struct config config;

	(void)state;
	for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++) {
		publish_text(rubbish[i]);
		config = understood();
		assert_defaults(&config);
	}
	unlink(in_folder(CONFIG_SITE));
	assert_int_equal(mkdir(in_folder(CONFIG_SITE), 0700), 0);
	config = understood();
	assert_defaults(&config);
	assert_int_equal(rmdir(in_folder(CONFIG_SITE)), 0);
}

/* ---- changed by staff ---- */

static const char *change(const char *name, const char *value)
{
	return setting_change(&db, setting_find(name), value, "siti");
}

static void test_staff_change_it(void **state)
{
	struct history history;

	(void)state;
	assert_null(change("site_name", "Bu Siti"));
	assert_string_equal(setting_get(&db, "site_name"), "Bu Siti");
	assert_non_null(change("site_name", ""));
	assert_string_equal(setting_get(&db, "site_name"), "Bu Siti");
	assert_null(change("site_name", NULL));
	assert_false(setting_is_set(&db, "site_name"));
	history = history_of(&db, "setting", "site_name", 10);
	assert_int_equal(history.count, 2);
	assert_string_equal(history.entry[0].made_by, "siti");
	assert_int_equal(history.entry[0].action, HISTORY_CHANGED);
}

static size_t changes(const char *name)
{
	return history_of(&db, "setting", name, 10).count;
}

/* Nobody changed it, so that nobody is said to: but it is published, should it not be. */
static void test_what_stays_as_it_is_was_not_changed(void **state)
{
	(void)state;
	assert_null(change("site_name", "Warung"));
	assert_null(change("utc_offset", NULL));
	assert_false(setting_is_set(&db, "site_name"));
	assert_null(change("site_name", "Bu Siti"));
	assert_null(change("site_name", "Bu Siti"));
	assert_int_equal(changes("site_name"), 1);
	assert_int_equal(changes("utc_offset"), 0);
	db_commit(&db);
	unlink(in_folder(CONFIG_SITE));
	db_write(&db);
	assert_null(change("site_name", "Bu Siti"));
	db_commit(&db);
	assert_string_equal(published(), "site_name=Bu%20Siti");
}

/* What warung.conf may say otherwise is set even to what holds without both. */
static void test_a_default_overrules_the_file(void **state)
{
	(void)state;
	assert_null(change("session_store", "file"));
	assert_null(change("session_store", "file"));
	assert_true(setting_is_set(&db, "session_store"));
	assert_int_equal(changes("session_store"), 1);
	assert_null(change("session_store", NULL));
	assert_int_equal(changes("session_store"), 2);
}

static void fill_shop(void)
{
	db_run(&db, "INSERT INTO user (id, username, username_key, password, date_joined) "
		"VALUES (1, 'siti', 'siti', '', 0)", BIND_NOTHING);
	db_run(&db, "INSERT INTO product (id, user_id, name, name_key, price, stock, date_added, "
		"description, search) VALUES ('p', 1, 'Kopi', 'kopi', 12500, 1, 0, '', '')",
		BIND_NOTHING);
	db_run(&db, "INSERT INTO dish (name, description, price, spice, contains, suits, "
		"available, sold_out) VALUES ('Rawon', '', 30000, 0, '', '', 1, 0)", BIND_NOTHING);
	db_run(&db, "INSERT INTO orders (id, buyer, seller, phone, token, state, total, placed) "
		"VALUES (1, 'budi', 'siti', '', 't', 'placed', 25000, 0)", BIND_NOTHING);
	db_run(&db, "INSERT INTO order_line (order_id, number, product_id, name, price, quantity) "
		"VALUES (1, 1, 'p', 'Kopi', 12500, 2)", BIND_NOTHING);
	db_run(&db, "INSERT INTO ticket (guest, token, state, lines, total, placed, changed) "
		"VALUES ('', 'u', 'new', 'Rawon=30000%20less%20salt&Rawon=30000%20', 60000, 0, 0)",
		BIND_NOTHING);
}

static void assert_amounts(const char *expected)
{
	struct statement rows = db_query(&db, "SELECT (SELECT price FROM product) || ' ' || "
		"(SELECT price FROM dish) || ' ' || (SELECT total FROM orders) || ' ' || "
		"(SELECT price FROM order_line) || ' ' || (SELECT total FROM ticket) || ' ' || "
		"(SELECT lines FROM ticket)", BIND_NOTHING);

	assert_true(db_next(&rows));
	assert_string_equal(db_text(&rows, 0), expected);
	db_finish(&rows);
}

static void test_amounts_follow_the_decimals(void **state)
{
	static const char whole[] = "12500 30000 25000 12500 60000 "
		"Rawon=30000%20less%20salt&Rawon=30000%20";
	static const char minor[] = "1250000 3000000 2500000 1250000 6000000 "
		"Rawon=3000000%20less%20salt&Rawon=3000000%20";

	(void)state;
	fill_shop();
	assert_null(change("currency_decimals", "0"));
	assert_amounts(whole);
	assert_null(change("currency_decimals", "2"));
	assert_amounts(minor);
	assert_null(change("currency_decimals", "2"));
	assert_amounts(minor);
	assert_null(change("currency_decimals", NULL));
	assert_amounts(whole);
}

/* "Rp48,000" is not "$48,000.00". */
static void test_the_sign_stays_when_decimals_come(void **state)
{
	(void)state;
	assert_null(change("currency_decimals", "0"));
	assert_false(setting_is_set(&db, "currency"));
	assert_null(change("currency_decimals", "2"));
	assert_string_equal(setting_get(&db, "currency"), "Rp");
	assert_int_equal(changes("currency"), 1);
	assert_null(change("currency", "€"));
	assert_null(change("currency_decimals", "0"));
	assert_string_equal(setting_get(&db, "currency"), "€");
	assert_int_equal(changes("currency"), 2);
}

static void assert_refused_with(const char *sql, const char *from, const char *to,
	const char *why)
{
	const char *problem_told;

	setting_set(&db, "currency_decimals", from);
	fill_shop();
	db_run(&db, sql, BIND_NOTHING);
	problem_told = change("currency_decimals", to);
	assert_non_null(problem_told);
	if (strstr(problem_told, why) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", problem_told, why);
	assert_false(setting_is_set(&db, "currency"));
	assert_int_equal(setting_currency_decimals(&db), strtol(from, NULL, 10));
	assert_int_equal(history_of(&db, "setting", "currency_decimals", 1).count, 0);
	db_rollback(&db);
}

static void test_no_amount_is_lost(void **state)
{
	(void)state;
	assert_refused_with("UPDATE product SET price = 12550", "2", "0", "make all prices whole");
	assert_refused_with("UPDATE dish SET price = 1", "2", "0", "make all prices whole");
	assert_refused_with("UPDATE orders SET total = 99", "2", "0", "There are orders");
	assert_refused_with("UPDATE order_line SET price = 101", "2", "0", "There are orders");
	assert_refused_with("UPDATE ticket SET total = 60001", "2", "0", "There are orders");
	assert_refused_with("UPDATE ticket SET lines = 'Rawon=30050+&Rawon=29950+'", "2", "0",
		"There are orders");
	assert_refused_with("UPDATE orders SET total = 92233720368547759", "0", "2", "too large");
	assert_refused_with("UPDATE ticket SET total = 92233720368547759", "0", "2", "too large");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		shop(test_the_table_is_whole),
		unit(test_clocks_say_what_they_are),
		shop(test_values_are_judged),
		shop(test_what_is_set_holds),
		shop(test_it_is_published_with_the_commit),
		shop(test_nothing_is_published_without_it),
		shop(test_what_is_stale_is_seen),
		shop(test_what_cannot_be_written_is_not_kept),
		shop(test_many_write_and_the_last_one_is_published),
		shop(test_who_publishes_waits_for_the_other),
		unit(test_the_published_file_is_understood),
		unit(test_rubbish_closes_no_shop),
		shop(test_staff_change_it),
		shop(test_what_stays_as_it_is_was_not_changed),
		shop(test_a_default_overrules_the_file),
		shop(test_amounts_follow_the_decimals),
		shop(test_the_sign_stays_when_decimals_come),
		shop(test_no_amount_is_lost),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
