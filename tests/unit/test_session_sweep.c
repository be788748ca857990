/* Dead sessions go, a few at a time and behind the answers; nothing else does. */
#include "visitor.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/instant.h"

static const int64_t SECOND = 1000000; /* microseconds */
enum { MINUTE = 60, HOUR = 3600, DAY = 86400, AT_ONCE = 20, PAUSE = 5 };

/* A new session that dies in so many seconds. */
static const char *dying(int64_t seconds)
{
	const char *id = new_session("a", "1");

	return with_number(id, "_expires", date_now().us + seconds * SECOND);
}

static void make_dying(int count, int64_t seconds)
{
	for (int i = 0; i < count; i++)
		dying(seconds);
}

/* A file that was written so many seconds ago; negative: in the future. */
static void age_file(const char *path, int64_t seconds)
{
	const struct timespec time = { .tv_sec = date_now().us / SECOND - seconds };

	assert_int_equal(utimensat(AT_FDCWD, path, (struct timespec[]){ time, time },
		AT_SYMLINK_NOFOLLOW), 0);
}

static void put_file(const char *path, const char *text, int64_t seconds)
{
	assert_true(file_replace(path, text, strlen(text)));
	age_file(path, seconds);
}

static bool is_there(const char *path)
{
	struct stat is;

	return lstat(path, &is) == 0;
}

static const char *marker(void)
{
	return in_folder("sessions.swept");
}

/* A visit behind whose answer somebody tidies up, if that was not done just now. */
static void pass_by(const char *id)
{
	assert_string_equal(found(id, "a"), "1");
	leave(&visit);
	tidy_up(&visit);
}

/* The same when it is time. */
static void sweep(const char *id)
{
	if (is_there(marker()))
		age_file(marker(), PAUSE);
	else
		put_file(marker(), "", PAUSE);
	pass_by(id);
}

static int64_t delete_dead(void)
{
	int64_t deleted;

	come(&visit, "GET", NULL);
	visit.db.mode = DB_WRITE;
	deleted = session_delete_dead(&visit.req);
	db_commit(&visit.db);
	db_close(&visit.db);
	return deleted;
}

/* ---- what goes, and what stays ---- */

/* The clock may be wrong by a day: nobody's session is lost by that. */
static void test_the_dead_go(void **state)
{
	const char *alive = dying(HOUR), *just_dead = dying(-DAY + MINUTE);

	(void)state;
	dying(-DAY - MINUTE);
	dying(-100 * DAY);
	dying(-MINUTE);
	sweep(alive);
	assert_sessions(3);
	assert_true(store->in_cookie || text_kept(just_dead) != NULL);
	assert_int_equal(delete_dead(), store->in_cookie ? 0 : 2);
	assert_sessions(1);
	assert_string_equal(found(alive, "a"), "1");
	assert_int_equal(delete_dead(), 0);
}

static void test_texts_that_are_none_go(void **state)
{
	const char *alive = dying(HOUR), *fresh = session_new_id(&arena);
	const char *old = session_new_id(&arena);

	(void)state;
	put_file(path_of(fresh), "rubbish", HOUR - MINUTE);
	put_file(path_of(old), "rubbish", HOUR + MINUTE);
	sweep(alive);
	assert_true(is_there(path_of(old)));
	assert_int_equal(delete_dead(), 1);
	assert_false(is_there(path_of(old)));
	age_file(path_of(fresh), DAY + HOUR + MINUTE);
	sweep(alive);
	assert_false(is_there(path_of(fresh)));
	assert_int_equal(count_sessions(), 1);
}

/* What a request that was killed left beside its place, though it would live for a day. */
static void test_leftovers_go(void **state)
{
	const char *alive = dying(HOUR), *text = living("a=1");
	const char *fresh = arena_printf(&arena, "%s.abcdefghijklmnop.new", path_of(alive));
	const char *old = arena_printf(&arena, "%s.ABCDEFGHIJKLMNOP.new", path_of(alive));

	(void)state;
	put_file(fresh, text, HOUR - MINUTE);
	put_file(old, text, HOUR + MINUTE);
	assert_int_equal(delete_dead(), 1);
	assert_false(is_there(old));
	age_file(fresh, DAY + HOUR + MINUTE);
	sweep(alive);
	assert_false(is_there(fresh));
	assert_string_equal(found(alive, "a"), "1");
}

/* A folder may hold what somebody else put there. */
static void test_what_is_not_ours_stays(void **state)
{
	static const char *const names[] = { "README", ".htaccess", "backup.tar.new", "0123.new",
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef~",
		"0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", NULL };
	const char *alive = dying(HOUR), *link = path_of(session_new_id(&arena));
	const char *directory = path_of(session_new_id(&arena));

	(void)state;
	assert_int_equal(mkdir(directory, 0700), 0);
	assert_int_equal(symlink(path_of(alive), link), 0);
	for (size_t i = 0; names[i] != NULL; i++)
		put_file(in_folder(arena_printf(&arena, "sessions/%s", names[i])),
			"_expires=1", 100 * DAY);
	age_file(link, 100 * DAY);
	age_file(directory, 100 * DAY);
	sweep(alive);
	assert_int_equal(delete_dead(), 0);
	for (size_t i = 0; names[i] != NULL; i++)
		assert_true(is_there(in_folder(arena_printf(&arena, "sessions/%s", names[i]))));
	assert_true(is_there(link));
	assert_true(is_there(directory));
	assert_string_equal(found(alive, "a"), "1");
}

/* The data directory may be called as it pleases. */
static void test_the_folder_is_called_new(void **state)
{
	const char *alive;

	(void)state;
	settings.data = in_folder("shop.new");
	alive = new_session("a", "1");
	age_file(arena_printf(&arena, "%s/sessions/%s", settings.data,
		session_key(&arena, alive)), 3 * DAY);
	assert_int_equal(delete_dead(), 0);
	assert_string_equal(found(alive, "a"), "1");
}

/* A request has the session, and is about to make it live longer. */
static void test_what_is_held_stays(void **state)
{
	const char *id = with_number(new_session("a", "1"), "_expires", date_now().us + SECOND / 3);

	(void)state;
	come(&other, "POST", id);
	session_set(&other.req, "b", "2");
	usleep(400000);
	assert_int_equal(delete_dead(), 0);
	leave(&other);
	assert_string_equal(found(id, "b"), "2");
	assert_int_equal(delete_dead(), 0);
}

/* ---- how often, and how many ---- */

static void test_not_too_often(void **state)
{
	const char *alive = dying(HOUR);
	bool swept = !store->in_cookie;

	(void)state;
	dying(-2 * DAY);
	pass_by(alive); /* makes the marker, and it is not time */
	sweep(alive);
	assert_sessions(1);
	dying(-2 * DAY);
	pass_by(alive);
	assert_sessions(2);
	age_file(marker(), PAUSE - 2);
	found(alive, "a");
	assert_true(session_is_tidy(&visit.req));
	age_file(marker(), PAUSE);
	assert_true(session_is_tidy(&visit.req) == !swept);
	sweep(alive); /* from where it stopped: at the end, so from the beginning, or soon */
	sweep(alive);
	assert_sessions(1);
}

/* Who has no session, or a made-up one, does not make the shop work. */
static void test_strangers_do_not_sweep(void **state)
{
	(void)state;
	dying(-2 * DAY);
	put_file(marker(), "", PAUSE);
	for (int i = 0; i < 2; i++) {
		come(&visit, "GET", i == 0 ? NULL : session_new_id(&arena));
		session_get(&visit.req, "a");
		leave(&visit);
		assert_true(session_is_tidy(&visit.req));
	}
}

static void test_a_few_at_a_time(void **state)
{
	const char *alive = dying(HOUR);
	int64_t before, after;
	int rounds = 0;

	(void)state;
	make_dying(3 * AT_ONCE, -2 * DAY);
	for (before = count_sessions(); before > 1; before = after) {
		sweep(alive);
		after = count_sessions();
		assert_in_range(before - after, 0, AT_ONCE);
		assert_in_range(++rounds, 1, 5);
	}
	assert_string_equal(found(alive, "a"), "1");
}

/* Sessions come and go meanwhile, and still one round meets all that were there before. */
static void test_a_round_meets_all(void **state)
{
	enum { DEAD = 100, LIVING = 100, ROUND = (DEAD + LIVING) / AT_ONCE };
	const char *alive[LIVING];
	int64_t dead;

	(void)state;
	for (int i = 0; i < LIVING; i++) {
		alive[i] = dying(HOUR);
		dying(-2 * DAY);
	}
	for (int i = 0; i < ROUND * 3 / 2; i++) {
		int64_t left;

		sweep(alive[LIVING - 1]);
		come(&visit, "POST", alive[i]);
		session_flush(&visit.req);
		leave(&visit);
		left = count_sessions();
		alive[i] = new_session("a", "1");
		assert_sessions(left + 1);
	}
	dead = count_sessions() - (store->in_cookie ? 0 : LIVING);
	assert_in_range(dead, 0, DEAD / 20);
	for (int i = 0; i < LIVING; i++)
		assert_string_equal(found(alive[i], "a"), "1");
	delete_dead();
	assert_sessions(LIVING);
}

/* ---- the marker ---- */

/* Whatever it is, and whatever it holds, the dead go and the living stay. */
static void test_damaged_markers(void **state)
{
	static const char *const texts[] = { "rubbish", "-1", "99999999999999999999", "\xff\xfe",
		"9223372036854775807", "zzzzzzzzzzzzzzzz", "%s%n", "' OR 1=1", NULL };
	const char *alive = dying(HOUR);

	(void)state;
	for (size_t i = 0; texts[i] != NULL; i++) {
		dying(-2 * DAY);
		put_file(marker(), texts[i], PAUSE);
		for (int round = 0; round < 3; round++)
			sweep(alive);
		assert_sessions(1);
	}
	dying(-2 * DAY);
	put_file(marker(), letters(100000), PAUSE);
	sweep(alive);
	sweep(alive);
	assert_sessions(1);
	assert_true(store->in_cookie || file_read(&arena, marker(), 200, NULL) != NULL);
	assert_string_equal(found(alive, "a"), "1");
}

/* The clock was put back: nobody waits until then. */
static void test_a_marker_of_the_future(void **state)
{
	const char *alive = dying(HOUR);
	struct stat is;

	(void)state;
	dying(-2 * DAY);
	put_file(marker(), "", -1000 * DAY);
	pass_by(alive);
	assert_sessions(1);
	assert_int_equal(stat(marker(), &is), 0);
	assert_true(store->in_cookie || is.st_mtime <= date_now().us / SECOND);
}

static void test_a_marker_that_is_no_file(void **state)
{
	const char *alive = dying(HOUR);

	(void)state;
	dying(-2 * DAY);
	assert_int_equal(symlink("/dev/null", marker()), 0);
	pass_by(alive);
	assert_int_equal(unlink(marker()), 0);
	assert_int_equal(mkdir(marker(), 0700), 0);
	age_file(marker(), PAUSE);
	pass_by(alive);
	assert_sessions(2);
	assert_int_equal(rmdir(marker()), 0);
	assert_int_equal(mkfifo(marker(), 0600), 0);
	sweep(alive);
	assert_sessions(1);
}

/* On a full disk the place cannot be noted: the old one stays, and it is not tried all the time. */
static void sweep_without_room(void *id)
{
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 0, 0 });
	insist(strcmp(found(id, "a"), "1") == 0);
	leave(&visit);
	insist(session_is_tidy(&visit.req) == store->in_cookie);
	tidy_up(&visit);
	insist(session_is_tidy(&visit.req));
}

static void test_a_marker_without_room(void **state)
{
	char *alive = arena_string(&arena, dying(HOUR));
	const char *place;

	(void)state;
	make_dying(3 * AT_ONCE, HOUR);
	sweep(alive);
	place = file_read(&arena, marker(), 200, NULL);
	assert_true(store->in_cookie || *place != '\0');
	age_file(marker(), PAUSE);
	assert_well_done(start(sweep_without_room, alive));
	assert_string_equal(file_read(&arena, marker(), 200, NULL), place);
}

/* Of many who find that it is time one sweeps, and all of them are done. */
static const char *alive_for_all;

static void pass_by_at_once(void *unused)
{
	(void)unused;
	insist(strcmp(found(alive_for_all, "a"), "1") == 0);
	leave(&visit);
	tidy_up(&visit);
}

static void test_all_at_once(void **state)
{
	(void)state;
	alive_for_all = dying(HOUR);
	make_dying(2 * AT_ONCE, -2 * DAY);
	put_file(marker(), "", PAUSE);
	start_many(10, pass_by_at_once);
	assert_true(store->in_cookie || count_sessions() > AT_ONCE / 2);
	assert_string_equal(found(alive_for_all, "a"), "1");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_dead_go),
		cmocka_unit_test(test_not_too_often),
		cmocka_unit_test(test_strangers_do_not_sweep),
		cmocka_unit_test(test_a_few_at_a_time),
		cmocka_unit_test(test_a_round_meets_all),
		cmocka_unit_test(test_damaged_markers),
		cmocka_unit_test(test_a_marker_of_the_future),
		cmocka_unit_test(test_a_marker_that_is_no_file),
		cmocka_unit_test(test_a_marker_without_room),
		cmocka_unit_test(test_all_at_once),
		in_shop(test_texts_that_are_none_go),
		in_shop(test_leftovers_go),
		in_shop(test_what_is_not_ours_stays),
		in_shop(test_the_folder_is_called_new),
		in_shop(test_what_is_held_stays),
	};

	return on_each_store(tests);
}
