/* Guessing passwords: who has to wait how long, and what a sign-in answers and leaves behind. */
#include "visit.h"

#include <unistd.h>

#include "auth/authenticate.h"
#include "auth/password.h"
#include "auth/recovery.h"
#include "auth/throttle.h"
#include "base/file.h"
#include "db/create.h"
#include "model/attempt.h"
#include "model/device.h"
#include "session/signed.h"

enum { SECOND = 1000000 /* us */, MINUTE = 60, HOUR = 3600, DAY = 86400 };

static struct visit visit;
static struct request *const req = &visit.req;
static struct db *const db = &visit.db;

/* ---- who asks ---- */

/* A POST from that address with these cookies; what the one before did not commit is gone. */
static void come_with(const char *address, const char *cookies)
{
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", "CONTENT_LENGTH=0",
		arena_printf(&arena, "REMOTE_ADDR=%s", address),
		arena_printf(&arena, "HTTP_COOKIE=%s", cookies)));
}

static void come(const char *address)
{
	come_with(address, "");
}

static void fail_times(int times, const char *username)
{
	for (int i = 0; i < times; i++)
		throttle_failed(req, username);
	db_commit(db);
}

/* As many seconds as that, or less by what the test itself took. */
static void assert_waits(const char *username, int64_t seconds)
{
	int64_t wait = throttle_wait(req, username);

	if (wait > seconds || wait < seconds - 3 || (wait == 0) != (seconds == 0))
		fail_msg("%s waits %jd s, not %jd", username, (intmax_t)wait, (intmax_t)seconds);
}

/* Time passes: every failure was so many seconds earlier. */
static void later(int64_t seconds)
{
	db_run(db, "UPDATE attempt SET since = since - $1", BIND(seconds * SECOND));
	db_commit(db);
}

static int64_t number(const char *sql)
{
	struct statement rows = db_query(db, sql, BIND_NOTHING);
	int64_t result = db_next(&rows) ? db_integer(&rows, 0) : -1;

	db_finish(&rows);
	return result;
}

static int64_t most_failures(void)
{
	return number("SELECT max(failures) FROM attempt");
}

/* ---- an account and an address ---- */

static void test_five_failures_are_free(void **state)
{
	static const int64_t waits[] = { 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900 };

	(void)state;
	come("192.0.2.1");
	assert_waits("siti", 0);
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		fail_times(1, "siti");
		assert_waits("siti", waits[i]);
	}
	db_run(db, "UPDATE attempt SET failures = 9000000000000000000", BIND_NOTHING);
	assert_waits("siti", 900);
}

static void test_the_wait_is_over(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_times(7, "siti");
	later(15);
	assert_waits("siti", 5);
	later(5);
	assert_waits("siti", 0);
	fail_times(1, "siti");
	assert_waits("siti", 40);
}

/* A second that has only begun must be waited for, too. */
static void test_seconds_are_rounded_up(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_times(13, "siti");
	assert_int_equal(throttle_wait(req, "siti"), 900);
}

static void test_each_account_and_address_for_itself(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_times(6, "siti");
	assert_waits("siti", 10);
	assert_waits("SITI", 10);
	assert_waits("ｓｉｔｉ", 10);
	assert_waits("siti ", 0);
	assert_waits("budi", 0);
	assert_waits("nobody", 0);
	come("192.0.2.10");
	assert_waits("siti", 0);
	come("192.0.2.1 siti");
	assert_waits("", 0);
}

static void test_an_address_of_version_6_is_its_network(void **state)
{
	static const struct {
		const char *one, *other;
		int64_t wait;
	} cases[] = {
		{ "2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", 10 },
		{ "2001:db8:1:2::1", "2001:DB8:0001:2::1", 10 },
		{ "2001:db8:1:2::1", "2001:db8:1:3::1", 0 },
		{ "::ffff:192.0.2.1", "::ffff:192.0.2.2", 0 },
		{ "::ffff:192.0.2.1", "::ffff:192.0.2.1", 10 },
		{ "192.0.2.1", "192.0.2.2", 0 },
		{ "", "", 10 },
		{ "unix:", "unix:", 10 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		come(cases[i].one);
		fail_times(6, "siti");
		come(cases[i].other);
		assert_waits("siti", cases[i].wait);
		db_run(db, "DELETE FROM attempt", BIND_NOTHING);
		db_commit(db);
	}
}

static void test_a_success_forgets(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_times(6, "siti");
	fail_times(6, "budi");
	throttle_succeeded(req, "Siti");
	db_commit(db);
	assert_waits("siti", 0);
	assert_waits("budi", 10);
	fail_times(4, "siti");
	assert_waits("siti", 0);
	throttle_succeeded(req, "nobody");
	db_commit(db);
	assert_int_equal(most_failures(), 16);
}

static void test_a_day_forgets(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_times(13, "siti");
	later(DAY - 60);
	assert_waits("siti", 0);
	fail_times(1, "siti");
	assert_int_equal(most_failures(), 14);
	assert_waits("siti", 900);
	later(DAY + 1);
	fail_times(1, "siti");
	assert_int_equal(most_failures(), 1);
	fail_times(3, "siti");
	assert_waits("siti", 0);
}

/* ---- an address ---- */

/* So many names, each of which fails once. */
static void fail_names(int from, int to)
{
	for (int i = from; i < to; i++)
		fail_times(1, arena_printf(&arena, "name%d", i));
}

static void test_a_hundred_of_an_address(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_names(0, 99);
	assert_waits("new", 0);
	fail_names(99, 100);
	assert_waits("new", 15 * MINUTE);
	assert_waits("name0", 15 * MINUTE);
	come("192.0.2.2");
	assert_waits("new", 0);
	assert_waits("name0", 0);
}

static void test_the_window_of_an_address(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_names(0, 1);
	later(14 * MINUTE);
	fail_names(1, 101);
	assert_int_equal(most_failures(), 101);
	assert_waits("new", MINUTE);
	later(MINUTE);
	assert_waits("new", 0);
	fail_names(101, 200);
	assert_int_equal(most_failures(), 99);
	assert_waits("new", 0);
	fail_names(200, 201);
	assert_waits("new", 15 * MINUTE);
}

/* The address waits longer than the account, or the account than the address. */
static void test_the_longer_wait(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_names(0, 100);
	fail_times(5, "siti");
	assert_waits("siti", 15 * MINUTE);
	later(14 * MINUTE + 58);
	fail_times(1, "siti");
	assert_waits("siti", 10);
}

static void test_a_success_does_not_free_the_address(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_names(0, 100);
	throttle_succeeded(req, "name0");
	db_commit(db);
	assert_waits("name0", 15 * MINUTE);
}

/* ---- known devices ---- */

/*
 * The cookie that is left when somebody signs in or out, so many seconds ago: for that name, with
 * the mark of that stored password.
 */
static const char *summary(const char *name, const char *password, const char *site_secret,
	int64_t ago)
{
	const char *secret = arena_printf(&arena, "django.http.cookies%s", site_secret);
	const char *text = arena_printf(&arena, "name=%s&when=2024-10-02T05:06:07Z&mark=%s", name,
		signed_hex(&arena, "warung.known_device", site_secret, password));

	return arena_printf(&arena, "last_visit_summary=%s", signed_make(&arena, secret,
		"django.http.cookies.v2:18:last_visit_summarylast_visit_summary", text,
		date_now().us / SECOND - ago));
}

/* Two members whose sign-ins have failed; the site's secret. */
static const char *begin_with_failures(void)
{
	come("192.0.2.1");
	user_insert(db, "siti", "hash of siti");
	user_insert(db, "budi", "hash of budi");
	fail_times(9, "siti");
	fail_times(9, "budi");
	return db_secret(folder, &arena);
}

static void test_a_known_device_never_waits(void **state)
{
	const char *secret = begin_with_failures();

	(void)state;
	fail_names(0, 100);
	come_with("192.0.2.1", summary("siti", "hash of siti", secret, 0));
	assert_waits("siti", 0);
	assert_waits("budi", 15 * MINUTE);
	assert_waits("SITI", 15 * MINUTE);
	assert_waits("sit", 15 * MINUTE);
	come_with("192.0.2.1", summary("siti", "hash of siti", secret, 29 * DAY));
	assert_waits("siti", 0);
	fail_times(1, "siti");
	assert_waits("siti", 0);
	user_set_password(db, user_find_by_name(db, "siti")->id, "another hash");
	assert_waits("siti", 15 * MINUTE);
}

static void test_devices_that_are_not_known(void **state)
{
	const char *secret = begin_with_failures();
	const char *longer = arena_printf(&arena, "%sx", secret);

	(void)state;
	for (int i = 0; i < 5; i++) {
		const char *const cookies[] = {
			summary("siti", "hash of siti", secret, 30 * DAY + 60),
			summary("siti", "hash of siti", longer, 0),
			summary("budi", "hash of siti", secret, 0),
			summary("siti", "hash of old", secret, 0),
			"last_visit_summary=name=siti",
		};

		come_with("192.0.2.1", cookies[i]);
		assert_waits("siti", 80);
	}
}

/* Who is signed in, and asked once more, is held by the failures of that browser only. */
static void test_who_is_asked_once_more(void **state)
{
	const char *secret = begin_with_failures();

	(void)state;
	fail_names(0, 100);
	come_with("192.0.2.1", summary("siti", "hash of siti", secret, 0));
	req->user = user_find_by_name(db, "siti");
	req->device = &(struct device){ .id = 7 };
	assert_waits("siti", 0);
	assert_waits("budi", 15 * MINUTE);
	fail_times(6, "siti");
	assert_waits("siti", 10);
	req->device = &(struct device){ .id = 8 };
	assert_waits("siti", 0);
}

/* ---- clocks, and many at once ---- */

/* The clock was set back: nobody waits for a day that may be years ahead; all is still known. */
static void test_failures_that_are_to_come(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_times(9, "siti");
	later(-HOUR);
	assert_waits("siti", 0);
	fail_times(1, "siti");
	assert_waits("siti", 160);
	fail_names(0, 90);
	assert_waits("new", 15 * MINUTE);
	later(-DAY);
	assert_waits("new", 0);
	fail_names(90, 91);
	assert_waits("new", 15 * MINUTE);
}

static void fail_once(void *unused)
{
	(void)unused;
	come("192.0.2.1");
	throttle_failed(req, "siti");
	db_commit(db);
	db_close(db);
}

static void test_failures_at_once_all_count(void **state)
{
	(void)state;
	come("192.0.2.1");
	fail_times(1, "siti");
	db_close(db);
	start_many(30, fail_once);
	come("192.0.2.1");
	assert_int_equal(number("SELECT count(*) FROM attempt"), 2);
	assert_int_equal(number("SELECT min(failures) FROM attempt"), 31);
	assert_int_equal(most_failures(), 31);
}

/* ---- the table ---- */

static void test_the_table_tells_nothing(void **state)
{
	struct statement rows;
	int count = 0;

	(void)state;
	come("192.0.2.1");
	fail_times(1, "siti");
	rows = db_query(db, "SELECT key FROM attempt", BIND_NOTHING);
	for (; db_next(&rows); count++) {
		assert_int_equal(strlen(db_text(&rows, 0)), 64);
		assert_int_equal(strspn(db_text(&rows, 0), "0123456789abcdef"), 64);
	}
	assert_int_equal(count, 2);
	assert_true(file_replace(in_folder("secret.key"), letters(50), 50));
	come("192.0.2.1");
	fail_times(1, "siti");
	assert_int_equal(number("SELECT count(*) FROM attempt"), 4);
}

/* Old rows behind a key go, twenty rows at a time; others stay. */
static void test_old_rows_are_deleted(void **state)
{
	struct date now = date_now(), yesterday = { now.us - DAY * (int64_t)SECOND };

	(void)state;
	come("192.0.2.1");
	for (int i = 0; i < 50; i++)
		attempt_failed(db, arena_printf(&arena, "k%02d", i),
			i % 5 == 0 ? now : yesterday, yesterday);
	attempt_clean(db, "k09", yesterday);
	assert_int_equal(number("SELECT count(*) FROM attempt"), 50 - 16);
	assert_int_equal(number("SELECT count(*) FROM attempt "
		"WHERE key BETWEEN 'k10' AND 'k29'"), 4);
	attempt_clean(db, "k40", yesterday);
	assert_int_equal(number("SELECT count(*) FROM attempt WHERE key > 'k40'"), 1);
	attempt_clean(db, "k49", yesterday);
	attempt_clean(db, "z", yesterday);
	assert_int_equal(number("SELECT count(*) FROM attempt"), 50 - 16 - 8);
}

/* Guesses from everywhere: what is a day old does not heap up. */
static void test_the_table_stays_small(void **state)
{
	(void)state;
	for (int i = 0; i < 40; i++) {
		come(arena_printf(&arena, "192.0.2.%d", i));
		fail_times(1, "siti");
	}
	later(DAY);
	for (int i = 40; i < 80; i++) {
		come(arena_printf(&arena, "192.0.2.%d", i));
		fail_times(1, "siti");
	}
	assert_in_range(number("SELECT count(*) FROM attempt"), 80, 110);
}

/* ---- signing in ---- */

#define KEY_1000 "ABPNVLVV1vRC5OnBCpgwRvsTOJaXds28OSzNig3GR2M="
#define KEY_1500000 "xWKIh704updzhxL+vMfPbhVsHljK62FyE988AtcoHU4="

/* siti's password is "secret", lama's account is closed, made and slow come from Django. */
static int signing_begin(void **state)
{
	int result = visiting_begin(state);
	const char *hash = password_hash(&arena, "secret");

	come("192.0.2.1");
	user_insert(db, "siti", hash);
	user_insert(db, "lama", hash);
	user_insert(db, "made", "pbkdf2_sha256$1000$seasalt2$" KEY_1000);
	user_insert(db, "slow", "pbkdf2_sha256$1500000$seasalt2$" KEY_1500000);
	user_insert(db, "none", "!");
	db_run(db, "UPDATE user SET is_active = 0 WHERE username = 'lama'", BIND_NOTHING);
	db_commit(db);
	return result;
}

#define signing(function) \
	cmocka_unit_test_setup_teardown(function, signing_begin, visiting_end)

/* As a route asks that reads first; `address` is the visitor's. */
static struct authentication try_from(const char *address, const char *username,
	const char *password)
{
	struct authentication result;

	come(address);
	db->mode = DB_READ;
	result = authenticate(req, username, password);
	if (result.user != NULL)
		db_commit(db);
	return result;
}

/* "" refused, "wait", the name of who is signed in, with "!" by a recovery code. */
static const char *try(const char *username, const char *password)
{
	struct authentication result = try_from("192.0.2.1", username, password);

	if (result.wait > 0)
		return result.user == NULL ? "wait" : "?";
	if (result.user == NULL)
		return result.by_recovery_code ? "?" : "";
	return arena_printf(&arena, "%s%s", result.user->username,
		result.by_recovery_code ? "!" : "");
}

static const char *stored_password(const char *username)
{
	come("192.0.2.1");
	return user_find_by_name(db, username)->password;
}

static void test_who_may_come_in(void **state)
{
	static const struct {
		const char *username, *password, *result;
	} cases[] = {
		{ "siti", "secret", "siti" }, { "siti", "Secret", "" }, { "siti", "", "" },
		{ "Siti", "secret", "" }, { "nobody", "secret", "" }, { "", "", "" },
		{ "lama", "secret", "" }, { "lama", "x", "" },
		{ "none", "!", "" }, { "none", "", "" },
		{ "made", "lètmein", "made" }, { "made", "letmein", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *result = try(cases[i].username, cases[i].password);

		if (strcmp(result, cases[i].result) != 0)
			fail_msg("%s with \"%s\": \"%s\"", cases[i].username, cases[i].password,
				result);
	}
	assert_string_equal(try("siti", letters(PASSWORD_LONGEST + 1)), "");
}

/* Whoever it is: two rows, one failure, on the disk although nobody commits afterwards. */
static void test_every_failure_is_counted_alike(void **state)
{
	static const char *const names[] = { "siti", "nobody", "lama", "none", "made", "", NULL };

	(void)state;
	for (size_t i = 0; names[i] != NULL; i++) {
		assert_string_equal(try(names[i], "wrong"), "");
		come("192.0.2.1");
		assert_int_equal(number("SELECT count(*) FROM attempt WHERE failures = 1"), 2);
		db_run(db, "DELETE FROM attempt", BIND_NOTHING);
		db_commit(db);
	}
}

static void test_who_waits_is_not_looked_at(void **state)
{
	static const char *const names[] = { "siti", "nobody", "lama", NULL };

	(void)state;
	for (size_t i = 0; names[i] != NULL; i++) {
		for (int failures = 0; failures < 5; failures++)
			assert_string_equal(try(names[i], "wrong"), "");
		assert_string_equal(try(names[i], "wrong"), "wait");
		assert_string_equal(try(names[i], "secret"), "wait");
	}
	come("192.0.2.1");
	assert_int_equal(number("SELECT count(*) FROM attempt WHERE failures = 5"), 3);
	assert_int_equal(most_failures(), 15);
	later(5);
	assert_string_equal(try("siti", "secret"), "siti");
	come("192.0.2.1");
	assert_int_equal(number("SELECT count(*) FROM attempt WHERE failures = 5"), 2);
}

static void test_outdated_hashes_are_replaced(void **state)
{
	struct authentication result = try_from("192.0.2.1", "made", "lètmein");
	const char *stored = stored_password("made");

	(void)state;
	assert_memory_equal(stored, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_string_equal(result.user->password, stored);
	assert_string_equal(try("made", "lètmein"), "made");
	assert_string_equal(stored_password("made"), stored);

	stored = stored_password("siti");
	assert_string_equal(try("siti", "secret"), "siti");
	assert_string_equal(stored_password("siti"), stored);
	assert_string_equal(try("slow", "wrong"), "");
	assert_memory_equal(stored_password("slow"), "pbkdf2", 6);
}

/* All of them are right, whoever replaces the hash first. */
static void sign_in_made(void *unused)
{
	(void)unused;
	insist(strcmp(try("made", "lètmein"), "made") == 0);
	db_close(db);
}

static void test_many_replace_the_same_hash(void **state)
{
	(void)state;
	db_close(db);
	start_many(10, sign_in_made);
}

static void sign_in_slow(void *unused)
{
	(void)unused;
	insist(strcmp(try("slow", "lètmein"), "") == 0);
	insist(strcmp(try("slow", "secret"), "slow") == 0);
	db_close(db);
}

/* Whose password is changed while the old one is checked does not come in with the old one. */
static void test_the_password_changes_meanwhile(void **state)
{
	const char *hash = password_hash(&arena, "secret");
	pid_t process;

	(void)state;
	db_close(db);
	process = start(sign_in_slow, NULL);
	usleep(150000);
	come("192.0.2.1");
	user_set_password(db, user_find_by_name(db, "slow")->id, hash);
	db_commit(db);
	db_close(db);
	assert_well_done(process);
	assert_string_equal(stored_password("slow"), hash);
}

static void test_recovery_codes(void **state)
{
	const char *siti[RECOVERY_CODES], *lama[RECOVERY_CODES], *none[RECOVERY_CODES], *stored;

	(void)state;
	come("192.0.2.1");
	recovery_codes_make(db, user_find_by_name(db, "siti")->id, siti);
	recovery_codes_make(db, user_find_by_name(db, "lama")->id, lama);
	recovery_codes_make(db, user_find_by_name(db, "none")->id, none);
	stored = user_recovery_codes(db, user_find_by_name(db, "lama")->id);
	fail_times(4, "siti");
	assert_string_equal(try("siti", siti[1]), "siti!");
	assert_string_equal(try("siti", siti[1]), "");
	assert_string_equal(try("siti", "secret"), "siti");
	assert_string_equal(try("none", none[0]), "none!");
	assert_string_equal(try("none", siti[0]), "");
	assert_string_equal(try("nobody", siti[0]), "");
	assert_string_equal(try("lama", lama[0]), "");
	come("192.0.2.1");
	assert_string_equal(user_recovery_codes(db, user_find_by_name(db, "lama")->id), stored);
}

/* A code that is not committed is not spent. */
static void test_a_sign_in_that_fails_spends_nothing(void **state)
{
	const char *codes[RECOVERY_CODES];

	(void)state;
	come("192.0.2.1");
	recovery_codes_make(db, user_find_by_name(db, "siti")->id, codes);
	db_commit(db);
	come("192.0.2.1");
	assert_true(authenticate(req, "siti", codes[0]).by_recovery_code);
	assert_string_equal(try("siti", codes[0]), "siti!");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		visiting(test_five_failures_are_free),
		visiting(test_the_wait_is_over),
		visiting(test_seconds_are_rounded_up),
		visiting(test_each_account_and_address_for_itself),
		visiting(test_an_address_of_version_6_is_its_network),
		visiting(test_a_success_forgets),
		visiting(test_a_day_forgets),
		visiting(test_a_hundred_of_an_address),
		visiting(test_the_window_of_an_address),
		visiting(test_the_longer_wait),
		visiting(test_a_success_does_not_free_the_address),
		visiting(test_a_known_device_never_waits),
		visiting(test_devices_that_are_not_known),
		visiting(test_who_is_asked_once_more),
		visiting(test_failures_that_are_to_come),
		visiting(test_failures_at_once_all_count),
		visiting(test_the_table_tells_nothing),
		visiting(test_old_rows_are_deleted),
		visiting(test_the_table_stays_small),
		signing(test_who_may_come_in),
		signing(test_every_failure_is_counted_alike),
		signing(test_who_waits_is_not_looked_at),
		signing(test_outdated_hashes_are_replaced),
		signing(test_many_replace_the_same_hash),
		signing(test_the_password_changes_meanwhile),
		signing(test_recovery_codes),
		signing(test_a_sign_in_that_fails_spends_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
