/* How long sessions last, wherever they are kept, and whatever the clock does. */
#include "visitor.h"

#include <unistd.h>

#include "base/instant.h"

static const int64_t SECOND = 1000000; /* microseconds */
enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* The seconds that a session has to live, as its text says, rounded up. */
static int64_t seconds_left(const char *id)
{
	return (number_in(text_kept(id), "_expires") - date_now().us + SECOND - 1) / SECOND;
}

#define assert_lives_for(id, seconds) do { \
	assert_true(seconds_left(id) <= (seconds)); \
	assert_true(seconds_left(id) > (seconds) - 10); \
} while (0)

/* The same session, of which a number was written so many seconds ago. */
static const char *aged(const char *id, const char *name, int64_t seconds)
{
	return with_number(id, name, date_now().us - seconds * SECOND);
}

static const char *without_attributes(const char *id)
{
	return arena_printf(&arena, "%s; HttpOnly; Path=/; SameSite=Lax", id);
}

static void assert_max_age(int64_t seconds)
{
	const char *cookie = cookie_set(&visit, "sessionid");

	assert_non_null(cookie);
	assert_non_null(strstr(cookie,
		arena_printf(&arena, "; Max-Age=%jd; HttpOnly;", (intmax_t)seconds)));
}

/* ---- set_expiry ---- */

static void test_without_a_word(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	assert_max_age(14 * DAY);
	assert_lives_for(id, 14 * DAY);
	come(&visit, "GET", id);
	assert_int_equal(session_expiry_age(&visit.req), 14 * DAY);
	assert_false(session_ends_with_browser(&visit.req));
	assert_null(session_get(&visit.req, "_expires"));
	assert_null(session_get(&visit.req, "_session_expiry"));
}

static void test_so_many_seconds(void **state)
{
	const char *id;

	(void)state;
	come(&visit, "POST", new_session("a", "1"));
	session_set_expiry(&visit.req, SESSION_REMEMBERED_SECONDS);
	assert_int_equal(session_expiry_age(&visit.req), 30 * DAY);
	assert_false(session_ends_with_browser(&visit.req));
	leave(&visit);
	assert_max_age(30 * DAY);
	assert_lives_for(id_given(&visit), 30 * DAY);
	id = changed(id_given(&visit), "a", "2");
	assert_max_age(30 * DAY);
	assert_lives_for(id, 30 * DAY);
	come(&visit, "POST", id);
	session_unset_expiry(&visit.req);
	assert_int_equal(session_expiry_age(&visit.req), 14 * DAY);
	leave(&visit);
	assert_max_age(14 * DAY);
	assert_lives_for(id_given(&visit), 14 * DAY);
}

static void test_until_the_browser_closes(void **state)
{
	const char *id;

	(void)state;
	come(&visit, "POST", NULL);
	session_set_expiry(&visit.req, 0);
	assert_true(session_ends_with_browser(&visit.req));
	assert_int_equal(session_expiry_age(&visit.req), 14 * DAY);
	leave(&visit);
	id = id_given(&visit);
	assert_string_equal(cookie_set(&visit, "sessionid"), without_attributes(id));
	assert_lives_for(id, 14 * DAY);
	id = changed(id, "a", "1");
	assert_string_equal(cookie_set(&visit, "sessionid"), without_attributes(id));
	come(&visit, "GET", id);
	assert_true(session_ends_with_browser(&visit.req));
}

static void test_until_a_date(void **state)
{
	struct date in_a_week = { date_now().us + 7 * DAY * SECOND };
	const char *id;

	(void)state;
	come(&visit, "POST", new_session("a", "1"));
	session_set_expiry_date(&visit.req, in_a_week);
	assert_in_range(session_expiry_age(&visit.req), 7 * DAY - 10, 7 * DAY);
	assert_false(session_ends_with_browser(&visit.req));
	leave(&visit);
	id = id_given(&visit);
	assert_true(number_in(text_kept(id), "_expires") == in_a_week.us);
	usleep(1100000);
	id = changed(id, "a", "2");
	assert_true(number_in(text_kept(id), "_expires") == in_a_week.us);
	come(&visit, "GET", id);
	assert_in_range(session_expiry_age(&visit.req), 7 * DAY - 10, 7 * DAY - 2);
}

static void test_in_the_past(void **state)
{
	static const int64_t dates[] = { -SESSION_SECONDS, 0, -62135596800 /* year 1 */ };
	const char *id;

	(void)state;
	id = new_session("a", "1");
	come(&visit, "POST", id);
	session_set_expiry(&visit.req, -5);
	assert_int_equal(session_expiry_age(&visit.req), -5);
	assert_false(session_ends_with_browser(&visit.req));
	leave(&visit);
	assert_max_age(0);
	assert_true(store->in_cookie || found(id, "a") == NULL);
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		id = new_session("a", "1");
		come(&visit, "POST", id);
		session_set_expiry_date(&visit.req, (struct date){ dates[i] * SECOND });
		assert_true(session_expiry_age(&visit.req) < 0);
		leave(&visit);
		assert_max_age(0);
		assert_true(store->in_cookie || found(id, "a") == NULL);
	}
}

/* Other entries there are no expiry. */
static void test_garbled_expiry(void **state)
{
	static const char *const texts[] = { "", "x", "1x", "99999999999999999999",
		"2026-13-01T00:00:00Z", "2026-01-01", NULL };
	const char *id = new_session("a", "1");

	(void)state;
	for (const char *const *text = texts; *text != NULL; text++) {
		id = changed(id, "_session_expiry", *text);
		assert_lives_for(id, 14 * DAY);
	}
}

/* One second is a second, on our side too, whatever the browser keeps. */
static void test_one_second(void **state)
{
	const char *id;

	(void)state;
	come(&visit, "POST", new_session("a", "1"));
	session_set_expiry(&visit.req, 1);
	leave(&visit);
	assert_max_age(1);
	id = id_given(&visit);
	assert_string_equal(found(id, "a"), "1");
	usleep(1100000);
	assert_null(found(id, "a"));
	leave(&visit);
	assert_deleted_cookie(&visit);
	come(&visit, "POST", id);
	session_set(&visit.req, "b", "2");
	leave(&visit);
	assert_string_not_equal(id_given(&visit), id);
	assert_null(found(id_given(&visit), "a"));
}

/* ---- what makes it longer ---- */

static void test_reading_extends_nothing(void **state)
{
	const char *id = aged(new_session("a", "1"), "_expires", -HOUR);

	(void)state;
	assert_lives_for(id, HOUR);
	assert_string_equal(found(id, "a"), "1");
	leave(&visit);
	tidy_up(&visit);
	assert_null(id_given(&visit));
	assert_lives_for(id, HOUR);
	id = changed(id, "b", "2");
	assert_lives_for(id, 14 * DAY);
}

/* Every answer sends the cookie anew, whether its page looked at the session or not. */
static void test_saving_every_request(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	settings.session_save_every_request = true;
	for (int looks = 0; looks < 2; looks++) {
		id = aged(id, "_expires", -HOUR);
		come(&visit, "GET", id);
		if (looks)
			session_get(&visit.req, "a");
		leave(&visit);
		tidy_up(&visit);
		assert_true(visit.res.varies_by_cookie);
		assert_max_age(14 * DAY);
		if (!store->in_cookie)
			assert_string_equal(id_given(&visit), id);
		id = id_given(&visit);
		assert_lives_for(id, 14 * DAY);
	}
	come(&visit, "GET", NULL);
	leave(&visit);
	assert_null(visit.res.headers.data);
	come(&visit, "GET", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	leave(&visit);
	assert_deleted_cookie(&visit);
	assert_sessions(1);
}

/* It does not bring back what somebody else deleted. */
static void test_saving_every_request_brings_nothing_back(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	settings.session_save_every_request = true;
	assert_string_equal(found_by(&other, id, "a"), "1");
	come(&visit, "POST", id);
	session_flush(&visit.req);
	leave(&visit);
	leave(&other);
	tidy_up(&other);
	if (ability()->revokes)
		assert_null(found(id, "a"));
	assert_sessions(0);
}

/* ---- idle and absolute ---- */

static void test_idle(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	settings.session_idle = HOUR;
	assert_string_equal(found(aged(id, "_seen", HOUR - 5), "a"), "1");
	id = aged(id, "_seen", HOUR + 5);
	for (int post = 0; post < 2; post++) {
		come(&visit, post ? "POST" : "GET", id);
		assert_null(session_get(&visit.req, "a"));
		leave(&visit);
		assert_deleted_cookie(&visit);
	}
	settings.session_idle = 0;
	assert_string_equal(found(id, "a"), "1");
}

/* Whoever goes on reading is not idle, although readers change nothing. */
static void test_readers_are_not_idle(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	settings.session_idle = HOUR;
	for (int i = 0; i < 3; i++) {
		id = aged(id, "_seen", HOUR * 9 / 10);
		assert_string_equal(found(id, "a"), "1");
		leave(&visit);
		tidy_up(&visit);
		if (store->in_cookie)
			id = id_given(&visit);
		else
			assert_null(id_given(&visit));
		assert_true(number_in(text_kept(id), "_seen") > date_now().us - 10 * SECOND);
	}
}

/* It is not written down at every request. */
static void test_readers_seldom_write(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	for (int i = 0; i < 2; i++) {
		int64_t seen;

		settings.session_idle = i * HOUR;
		id = aged(id, "_seen", i == 0 ? 9 * MINUTE : 5 * MINUTE);
		seen = number_in(text_kept(id), "_seen");
		assert_string_equal(found(id, "a"), "1");
		leave(&visit);
		tidy_up(&visit);
		assert_null(id_given(&visit));
		assert_true(number_in(text_kept(id), "_seen") == seen);
	}
}

static void test_absolute(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	settings.session_absolute = HOUR;
	assert_string_equal(found(aged(id, "_began", HOUR - 5), "a"), "1");
	id = changed(aged(id, "_began", HOUR - 5), "a", "2");
	assert_true(number_in(text_kept(id), "_began") < date_now().us - MINUTE * SECOND);
	assert_null(found(aged(id, "_began", HOUR + 5), "a"));
	leave(&visit);
	assert_deleted_cookie(&visit);
}

/* Signing in begins it anew. */
static void test_absolute_begins_with_the_id(void **state)
{
	(void)state;
	settings.session_absolute = HOUR;
	for (int post = 0; post < 2; post++) {
		const char *id = aged(new_session("a", "1"), "_began", HOUR - 5);
		int64_t first = number_in(text_kept(id), "_first");

		come(&visit, post ? "POST" : "GET", id);
		session_cycle_key(&visit.req);
		leave(&visit);
		id = id_given(&visit);
		assert_true(number_in(text_kept(id), "_began") > date_now().us - 10 * SECOND);
		assert_true(number_in(text_kept(id), "_first") == first);
	}
}

/* "Remember me" is a promise. */
static void test_promises_are_kept(void **state)
{
	(void)state;
	for (int way = 0; way < 3; way++) {
		const char *id;

		settings = (struct config){ 0 };
		come(&visit, "POST", new_session("a", "1"));
		switch (way) {
		case 0: session_set_expiry(&visit.req, 30 * DAY); break;
		case 1: session_set_expiry(&visit.req, 0); break;
		case 2:
			session_set_expiry_date(&visit.req, (struct date){
				date_now().us + 30 * DAY * SECOND });
			break;
		}
		leave(&visit);
		id = aged(aged(id_given(&visit), "_seen", 2 * HOUR), "_began", 2 * HOUR);
		settings.session_idle = settings.session_absolute = HOUR;
		if (way == 1)
			assert_null(found(id, "a"));
		else
			assert_string_equal(found(id, "a"), "1");
	}
}

/* ---- clocks ---- */

/* Somebody put the clock back: what was written in the future ends nothing, and heals. */
static void test_the_future(void **state)
{
	static const int64_t ahead[] = { 1000 * DAY, 5 };

	(void)state;
	settings.session_idle = settings.session_absolute = HOUR;
	for (size_t i = 0; i < sizeof ahead / sizeof *ahead; i++) {
		const char *id = new_session("a", "1");

		id = aged(aged(id, "_seen", -ahead[i]), "_began", -ahead[i]);
		assert_string_equal(found(id, "a"), "1");
		leave(&visit);
		tidy_up(&visit);
		if (store->in_cookie)
			id = id_given(&visit);
		assert_true(number_in(text_kept(id), "_seen") <= date_now().us);
		assert_int_equal(number_in(text_kept(id), "_visits"), 1);
	}
}

static void test_numbers_that_are_none(void **state)
{
	static const char *const texts[] = { "_seen=x&_began=&_first=-1&_visits=1.5", "_seen=0",
		"_seen=9223372036854775807&_visits=9223372036854775807&_began=9223372036854775807",
		"_visits=9223372036854775807&_seen=1", "_seen=99999999999999999999", NULL };

	(void)state;
	settings.session_idle = 0;
	for (const char *const *text = texts; *text != NULL; text++) {
		const char *id = keep_text(store->new_id(&arena),
			living(arena_printf(&arena, "a=1&%s", *text)));

		assert_string_equal(found(id, "a"), "1");
		id = changed(id, "b", "2");
		assert_true(number_in(text_kept(id), "_seen") > date_now().us - 10 * SECOND);
		assert_true(number_in(text_kept(id), "_visits") > 0);
		assert_string_equal(found(id, "a"), "1");
	}
}

/* ---- visits ---- */

static void assert_visits(const char *id, int64_t first, int64_t last, int64_t count)
{
	struct session_visits visits;

	come(&visit, "GET", id);
	visits = session_visits(&visit.req);
	assert_true(visits.first.us == first);
	assert_true(visits.last.us == last);
	assert_int_equal(visits.count, count);
}

static void test_visits(void **state)
{
	const char *id = new_session("a", "1");
	int64_t first, seen;

	(void)state;
	first = number_in(text_kept(id), "_first");
	assert_visits(NULL, 0, 0, 0);
	assert_visits(id, first, 0, 1);
	for (int i = 2; i < 5; i++) {
		assert_visits(aged(id, "_seen", 29 * MINUTE), first,
			i == 2 ? 0 : number_in(text_kept(id), "_before"), i - 1);
		id = aged(id, "_seen", 31 * MINUTE);
		seen = number_in(text_kept(id), "_seen");
		assert_visits(id, first, seen, i); /* from its first page on */
		leave(&visit);
		tidy_up(&visit);
		if (store->in_cookie)
			id = id_given(&visit);
		assert_visits(id, first, seen, i); /* and on the next ones */
		assert_int_equal(number_in(text_kept(id), "_visits"), i);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_without_a_word),
		cmocka_unit_test(test_so_many_seconds),
		cmocka_unit_test(test_until_the_browser_closes),
		cmocka_unit_test(test_until_a_date),
		cmocka_unit_test(test_in_the_past),
		cmocka_unit_test(test_garbled_expiry),
		cmocka_unit_test(test_one_second),
		cmocka_unit_test(test_reading_extends_nothing),
		cmocka_unit_test(test_saving_every_request),
		cmocka_unit_test(test_saving_every_request_brings_nothing_back),
		cmocka_unit_test(test_idle),
		cmocka_unit_test(test_readers_are_not_idle),
		cmocka_unit_test(test_readers_seldom_write),
		cmocka_unit_test(test_absolute),
		cmocka_unit_test(test_absolute_begins_with_the_id),
		cmocka_unit_test(test_promises_are_kept),
		cmocka_unit_test(test_the_future),
		cmocka_unit_test(test_numbers_that_are_none),
		cmocka_unit_test(test_visits),
	};

	return on_each_store(tests);
}
