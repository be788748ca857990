/* Sessions: what is remembered, for how long, and by several requests at once. */
#include "visit.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/instant.h"
#include "base/process.h"
#include "base/text.h"
#include "session/session.h"
#include "session/session_file.h"

static struct visit visit, other;

static int session_begin(void **state)
{
	return visiting_begin(state) != 0 || mkdir(in_folder("sessions"), 0700) != 0;
}

#define in_session(function) \
	cmocka_unit_test_setup_teardown(function, session_begin, visiting_end)

/* A visit with that session id, or with none (NULL). */
static void come(struct visit *at, const char *method, const char *id)
{
	visit_begin(at, ENVIRONMENT(arena_printf(&arena, "REQUEST_METHOD=%s", method),
		id != NULL ? arena_printf(&arena, "HTTP_COOKIE=sessionid=%s", id) : "NO_COOKIE=1",
		"CONTENT_LENGTH=0"));
}

static void leave(struct visit *at)
{
	session_prepare(&at->req, &at->res);
	session_save(&at->req);
	session_close(&at->req);
}

/* The id that the answer gives, or NULL. */
static const char *id_given(const struct visit *at)
{
	const char *cookie = cookie_set(at, "sessionid");

	return cookie != NULL ? arena_copy(&arena, cookie, strcspn(cookie, ";")) : NULL;
}

/* Sign in, as it were: the id of a new session that knows one thing. */
static const char *new_session(const char *name, const char *value)
{
	come(&visit, "POST", NULL);
	session_set(&visit.req, name, value);
	leave(&visit);
	return id_given(&visit);
}

/* What a later visit finds, or NULL. */
static const char *found(const char *id, const char *name)
{
	come(&visit, "GET", id);
	return session_get(&visit.req, name);
}

static const char *path_of(const char *id)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char name[2 * sizeof hash + 1];

	crypto_hash_sha256(hash, (const unsigned char *)id, strlen(id));
	return arena_printf(&arena, "%s/sessions/%s", folder,
		sodium_bin2hex(name, sizeof name, hash, sizeof hash));
}

static int count_files(void)
{
	return system(arena_printf(&arena, "exit $(ls -A '%s/sessions' | wc -l)", folder)) >> 8;
}

static void assert_deleted_cookie(const struct visit *at)
{
	assert_string_equal(cookie_set(at, "sessionid"), "\"\"; expires=Thu, 01 Jan 1970 00:00:00 "
		"GMT; Max-Age=0; HttpOnly; Path=/; SameSite=Lax");
}

static void test_who_is_not_remembered_gets_nothing(void **state)
{
	(void)state;
	come(&visit, "GET", NULL);
	leave(&visit);
	assert_false(visit.res.varies_by_cookie);
	assert_null(session_get(&visit.req, "a"));
	assert_false(session_pop(&visit.req, "a"));
	leave(&visit);
	assert_true(visit.res.varies_by_cookie);
	assert_null(visit.res.headers.data);
	assert_int_equal(count_files(), 0);
}

static void test_a_session_is_remembered(void **state)
{
	const char *id = new_session("name", "é & = \n;%\x01\"");
	struct stat is;

	(void)state;
	assert_true(session_file_is_id(id));
	assert_non_null(strstr(cookie_set(&visit, "sessionid"), "; Max-Age=1209600; HttpOnly;"));
	assert_string_equal(found(id, "name"), "é & = \n;%\x01\"");
	assert_null(session_get(&visit.req, "Name"));
	leave(&visit);
	assert_null(visit.res.headers.data);
	assert_int_equal(count_files(), 1);
	assert_int_equal(stat(path_of(id), &is), 0);
	assert_int_equal(is.st_mode & 07777, 0600);
	assert_null(strstr(file_read(&arena, path_of(id), 10000, NULL), id));
}

static void test_sessions_are_kept_apart(void **state)
{
	const char *one = new_session("a", "1"), *two = new_session("a", "2");

	(void)state;
	assert_string_not_equal(one, two);
	assert_string_equal(found(one, "a"), "1");
	assert_string_equal(found(two, "a"), "2");
}

/* In 400 ids each of the 43 places has many letters. */
static void test_ids_are_random(void **state)
{
	char seen[43][128] = { { 0 } };
	int different[43] = { 0 };

	(void)state;
	for (int i = 0; i < 400; i++) {
		const char *id = session_file_new_id(&arena);

		assert_true(session_file_is_id(id));
		for (int j = 0; j < 43; j++)
			different[j] += !seen[j][(int)id[j]]++;
	}
	for (int j = 0; j < 42; j++)
		assert_in_range(different[j], 40, 64);
	assert_int_equal(different[42], 16); /* 256 bits are 42 letters and two thirds */
}

static void test_values_change(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	come(&visit, "POST", id);
	session_set(&visit.req, "b", "2");
	session_set(&visit.req, "a", "3");
	assert_true(session_pop(&visit.req, "b"));
	assert_false(session_pop(&visit.req, "b"));
	session_set(&visit.req, "c", "4");
	leave(&visit);
	assert_string_equal(id_given(&visit), id);
	assert_string_equal(found(id, "a"), "3");
	assert_null(session_get(&visit.req, "b"));
	assert_string_equal(session_get(&visit.req, "c"), "4");
	assert_true(session_pop(&visit.req, "a"));
	assert_null(session_get(&visit.req, "a"));
	leave(&visit);
	assert_null(found(id, "a"));
	assert_string_equal(session_get(&visit.req, "c"), "4");
}

/* A session that was emptied is still the same session. */
static void test_an_emptied_session_stays(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	come(&visit, "POST", id);
	assert_true(session_pop(&visit.req, "a"));
	leave(&visit);
	assert_string_equal(id_given(&visit), id);
	assert_null(found(id, "a"));
	leave(&visit);
	assert_null(visit.res.headers.data);
	assert_int_equal(count_files(), 1);
}

static void test_cycle_key(void **state)
{
	const char *id = new_session("cart", "3"), *next;

	(void)state;
	come(&visit, "POST", id);
	session_cycle_key(&visit.req);
	session_set(&visit.req, "user", "7");
	leave(&visit);
	next = id_given(&visit);
	assert_string_not_equal(next, id);
	assert_string_equal(found(next, "cart"), "3");
	assert_string_equal(session_get(&visit.req, "user"), "7");
	assert_null(found(id, "cart"));
	assert_int_equal(count_files(), 1);
}

static void test_flush(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	come(&visit, "POST", id);
	session_set(&visit.req, "b", "2");
	session_flush(&visit.req);
	assert_null(session_get(&visit.req, "a"));
	leave(&visit);
	assert_deleted_cookie(&visit);
	assert_null(found(id, "a"));
	assert_int_equal(count_files(), 0);
}

static void test_flush_and_begin_anew(void **state)
{
	const char *id = new_session("a", "1"), *next;

	(void)state;
	come(&visit, "POST", id);
	session_flush(&visit.req);
	session_set(&visit.req, "b", "2");
	leave(&visit);
	next = id_given(&visit);
	assert_string_not_equal(next, id);
	assert_null(found(next, "a"));
	assert_string_equal(session_get(&visit.req, "b"), "2");
	assert_null(found(id, "a"));
	assert_int_equal(count_files(), 1);
}

/* Signing out without ever having signed in makes nothing. */
static void test_flush_of_nothing(void **state)
{
	(void)state;
	come(&visit, "POST", NULL);
	session_flush(&visit.req);
	leave(&visit);
	assert_null(visit.res.headers.data);
	assert_int_equal(count_files(), 0);
}

/* The seconds that a session's file says it will live. */
static int64_t seconds_left(const char *id)
{
	struct pairs data = { .arena = &arena };
	const char *text = file_read(&arena, path_of(id), 10000, NULL);
	uint64_t until;

	assert_true(pairs_decode(&data, text, strlen(text), 100));
	assert_true(text_to_unsigned(pairs_get(&data, "_expires"), INT64_MAX, &until));
	return ((int64_t)until - date_now().us + 999999) / 1000000;
}

static void test_expiry_is_set(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	assert_in_range(seconds_left(id), SESSION_SECONDS - 10, SESSION_SECONDS);
	come(&visit, "POST", id);
	session_set_expiry(&visit.req, 0);
	leave(&visit);
	assert_string_equal(cookie_set(&visit, "sessionid"),
		arena_printf(&arena, "%s; HttpOnly; Path=/; SameSite=Lax", id));
	assert_in_range(seconds_left(id), SESSION_SECONDS - 10, SESSION_SECONDS);
	come(&visit, "POST", id);
	session_set_expiry(&visit.req, SESSION_REMEMBERED_SECONDS);
	leave(&visit);
	assert_non_null(strstr(cookie_set(&visit, "sessionid"), "; Max-Age=2592000;"));
	come(&visit, "POST", id);
	session_set(&visit.req, "a", "2");
	leave(&visit);
	assert_non_null(strstr(cookie_set(&visit, "sessionid"), "; Max-Age=2592000;"));
	assert_in_range(seconds_left(id), SESSION_REMEMBERED_SECONDS - 10,
		SESSION_REMEMBERED_SECONDS);
}

/* Put a text into the file of an id. */
static void put(const char *id, const char *text)
{
	assert_true(file_replace(path_of(id), text, strlen(text)));
}

static const char *expiring(int64_t seconds)
{
	return arena_printf(&arena, "a=1&_expires=%jd",
		(intmax_t)(date_now().us + seconds * 1000000));
}

static void test_expired_sessions_are_gone(void **state)
{
	const char *id = session_file_new_id(&arena);

	(void)state;
	put(id, expiring(60));
	assert_string_equal(found(id, "a"), "1");
	put(id, expiring(0));
	assert_null(found(id, "a"));
	leave(&visit);
	assert_deleted_cookie(&visit);
	put(id, expiring(-1000000));
	come(&visit, "POST", id);
	assert_null(session_get(&visit.req, "a"));
	session_set(&visit.req, "b", "2");
	leave(&visit);
	assert_string_not_equal(id_given(&visit), id);
	assert_null(found(id_given(&visit), "a"));
}

/* Reading does not make a session live longer; only what changes it does. */
static void test_reading_extends_nothing(void **state)
{
	const char *id = session_file_new_id(&arena);

	(void)state;
	put(id, expiring(60));
	assert_string_equal(found(id, "a"), "1");
	leave(&visit);
	assert_in_range(seconds_left(id), 50, 60);
	come(&visit, "POST", id);
	session_set(&visit.req, "b", "2");
	leave(&visit);
	assert_in_range(seconds_left(id), SESSION_SECONDS - 10, SESSION_SECONDS);
}

static void test_foreign_ids_are_not_adopted(void **state)
{
	static const char *const ids[] = { "", "a", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"../../../../../../../../../../../etc/passwd",
		"........................................../",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\xc3\xa9", NULL };

	(void)state;
	for (const char *const *id = ids; *id != NULL; id++) {
		for (int post = 0; post < 2; post++) {
			come(&visit, post ? "POST" : "GET", *id);
			assert_null(session_get(&visit.req, "a"));
			leave(&visit);
			assert_deleted_cookie(&visit);
			assert_int_equal(count_files(), 0);
		}
	}
	for (const char *const *id = ids; *id != NULL; id++) {
		come(&visit, "POST", *id);
		session_set(&visit.req, "a", "1");
		leave(&visit);
		assert_true(session_file_is_id(id_given(&visit)));
		assert_string_not_equal(id_given(&visit), *id);
	}
}

static void test_two_ids_are_none(void **state)
{
	const char *one = new_session("a", "1"), *two = new_session("a", "2");

	(void)state;
	assert_null(found(arena_printf(&arena, "%s; sessionid=%s", one, two), "a"));
	assert_string_equal(found(arena_printf(&arena, "%s; sessionid=%s", one, one), "a"), "1");
}

/* A file that is not a session of ours is none, for readers and writers, and stays as it is. */
static void assert_no_session(const char *id)
{
	int files = count_files();

	for (int post = 0; post < 2; post++) {
		come(&visit, post ? "POST" : "GET", id);
		assert_null(session_get(&visit.req, "a"));
		session_set(&visit.req, "a", "new");
		leave(&visit);
		assert_string_not_equal(id_given(&visit), id);
		assert_string_equal(found(id_given(&visit), "a"), "new");
	}
	assert_int_equal(count_files(), files + 2);
}

static void test_damaged_files(void **state)
{
	static const char *const texts[] = { "", "a=1", "rubbish", "\xff\xfe", "a=1&_expires=",
		"a=1&_expires=x", "a=1&_expires=-1", "a=1&_expires=99999999999999999999999",
		"a=%ff&_expires=9000000000000000", "a%00=1&_expires=9000000000000000", NULL };

	(void)state;
	for (const char *const *text = texts; *text != NULL; text++) {
		const char *id = session_file_new_id(&arena);

		put(id, *text);
		assert_no_session(id);
	}
}

static void test_huge_files(void **state)
{
	const char *id = session_file_new_id(&arena), *good = "a=1&_expires=9000000000000000&x=";
	char *text = arena_alloc(&arena, SESSION_LARGEST + 2);

	(void)state;
	memset(text, 'x', SESSION_LARGEST + 1);
	memcpy(text, good, strlen(good));
	put(id, text);
	assert_no_session(id);
	text[SESSION_LARGEST] = '\0';
	put(id, text);
	assert_string_equal(found(id, "a"), "1");
	memset(text + strlen(good), '&', SESSION_LARGEST - strlen(good));
	for (size_t i = 1; i < 30000; i += 2)
		text[strlen(good) + i] = 'x';
	put(id, text);
	assert_no_session(id);
}

static void test_what_is_no_file(void **state)
{
	const char *good = new_session("a", "1"), *id = session_file_new_id(&arena);

	(void)state;
	assert_int_equal(mkfifo(path_of(id), 0600), 0);
	assert_no_session(id);
	id = session_file_new_id(&arena);
	assert_int_equal(symlink(path_of(good), path_of(id)), 0);
	assert_no_session(id);
	id = session_file_new_id(&arena);
	assert_int_equal(mkdir(path_of(id), 0700), 0);
	assert_no_session(id);
}

/* No descriptor is left: nobody must be signed out by that. */
static const char *method_without_descriptors;

static void read_without_descriptors(void *id)
{
	come(&visit, method_without_descriptors, id);
	setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 3, 3 });
	fail_catch(&failure);
	if (setjmp(failure.at) == 0)
		session_get(&visit.req, "a");
	insist(failure.status == 503);
}

static void test_files_that_cannot_be_read_now(void **state)
{
	char *id = arena_string(&arena, new_session("a", "1"));

	(void)state;
	method_without_descriptors = "GET";
	assert_well_done(start(read_without_descriptors, id));
	method_without_descriptors = "POST";
	assert_well_done(start(read_without_descriptors, id));
	assert_string_equal(found(id, "a"), "1");
}

static void test_files_that_cannot_be_written(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	assert_int_equal(system(arena_printf(&arena, "rm -r %s/sessions", folder)), 0);
	come(&visit, "POST", NULL);
	session_set(&visit.req, "a", "1");
	assert_fails(503, session_prepare(&visit.req, &visit.res));
	assert_int_equal(mkdir(in_folder("sessions"), 0700), 0);
	come(&visit, "POST", id);
	session_set(&visit.req, "a", "1");
	session_prepare(&visit.req, &visit.res);
	assert_int_equal(system(arena_printf(&arena, "rm -r %s/sessions", folder)), 0);
	assert_fails(500, session_save(&visit.req));
}

/* Between the two halves of saving, the old session still holds. */
static void test_prepared_and_saved(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	come(&other, "POST", id);
	session_set(&other.req, "a", "2");
	session_prepare(&other.req, &other.res);
	assert_string_equal(found(id, "a"), "1");
	session_save(&other.req);
	assert_string_equal(found(id, "a"), "2");
	session_close(&other.req);
	assert_int_equal(count_files(), 1);
}

/* When the database could not be committed, nothing of the session changes, and nothing is left. */
static void test_prepared_and_dropped(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	come(&visit, "POST", id);
	session_set(&visit.req, "a", "2");
	session_cycle_key(&visit.req);
	session_prepare(&visit.req, &visit.res);
	session_close(&visit.req);
	assert_string_equal(found(id, "a"), "1");
	assert_int_equal(count_files(), 1);
	come(&visit, "POST", id);
	session_open(&visit.req);
	assert_string_equal(session_get(&visit.req, "a"), "1");
}

enum { PROCESSES = 20, ROUNDS = 5 };
static const char *counting;

static void count_up(void *unused)
{
	(void)unused;
	for (int i = 0; i < ROUNDS; i++) {
		uint64_t number;

		come(&visit, "POST", counting);
		insist(text_to_unsigned(session_get(&visit.req, "n"), 1000, &number));
		session_set(&visit.req, "n", arena_printf(&arena, "%ju", (uintmax_t)number + 1));
		leave(&visit);
	}
}

static void test_nothing_is_lost(void **state)
{
	(void)state;
	counting = new_session("n", "0");
	start_many(PROCESSES, count_up);
	assert_string_equal(found(counting, "n"), "100");
	assert_int_equal(count_files(), 1);
}

/* Readers that write after all: each has a name of its own, and all of them arrive. */
static void add_name(void *number)
{
	come(&visit, "GET", counting);
	insist(session_get(&visit.req, "n") != NULL);
	session_set(&visit.req, arena_printf(&arena, "name%d", *(int *)number), "here");
	leave(&visit);
}

static void test_readers_lose_nothing(void **state)
{
	(void)state;
	counting = new_session("n", "0");
	start_many(PROCESSES, add_name);
	for (int i = 0; i < PROCESSES; i++)
		assert_string_equal(found(counting, arena_printf(&arena, "name%d", i)), "here");
}

/* What a reader changes is put into the newest state. */
static void test_a_reader_merges(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	come(&other, "POST", id);
	session_set(&other.req, "b", "2");
	session_set(&other.req, "c", "3");
	leave(&other);
	come(&other, "GET", id);
	assert_string_equal(session_get(&other.req, "b"), "2");
	come(&visit, "POST", id);
	session_set(&visit.req, "a", "changed");
	session_set(&visit.req, "c", "changed");
	session_set(&visit.req, "new", "4");
	leave(&visit);
	session_set(&other.req, "visits", "1");
	session_set(&other.req, "c", "mine");
	session_pop(&other.req, "b");
	session_set(&other.req, "brief", "5");
	session_pop(&other.req, "brief");
	leave(&other);
	assert_string_equal(id_given(&other), id);
	assert_string_equal(found(id, "a"), "changed");
	assert_string_equal(session_get(&visit.req, "new"), "4");
	assert_string_equal(session_get(&visit.req, "visits"), "1");
	assert_string_equal(session_get(&visit.req, "c"), "mine");
	assert_null(session_get(&visit.req, "b"));
	assert_null(session_get(&visit.req, "brief"));
}

/* Somebody signs out or in while another request reads: the old session does not come back. */
static void test_deleted_stays_deleted(void **state)
{
	(void)state;
	for (int cycled = 0; cycled < 2; cycled++) {
		const char *id = new_session("a", "1");

		come(&other, "GET", id);
		assert_string_equal(session_get(&other.req, "a"), "1");
		come(&visit, "POST", id);
		cycled ? session_cycle_key(&visit.req) : session_flush(&visit.req);
		leave(&visit);
		session_set(&other.req, "b", "2");
		leave(&other);
		assert_deleted_cookie(&other);
		assert_null(found(id, "a"));
		assert_null(found(id, "b"));
		assert_int_equal(count_files(), cycled);
	}
}

/* The same for a writer, which waits for the lock meanwhile. */
static void wait_and_write(void *id)
{
	session_close(&visit.req); /* a process that was forked has the lock, too */
	come(&other, "POST", id);
	insist(session_get(&other.req, "a") == NULL);
	session_set(&other.req, "b", "2");
	leave(&other);
	insist(strcmp(id_given(&other), id) != 0);
}

static void test_deleted_stays_deleted_for_who_waits(void **state)
{
	char *id = arena_string(&arena, new_session("a", "1"));
	pid_t waiting;

	(void)state;
	come(&visit, "POST", id);
	assert_string_equal(session_get(&visit.req, "a"), "1");
	waiting = start(wait_and_write, id);
	usleep(100000);
	session_flush(&visit.req);
	leave(&visit);
	assert_well_done(waiting);
	assert_null(found(id, "a"));
	assert_null(found(id, "b"));
	assert_int_equal(count_files(), 1);
}

/* A reader that forgets the session lets a writer finish first, which would put it back. */
static void forget(void *id)
{
	session_close(&visit.req);
	come(&other, "GET", id);
	session_flush(&other.req);
	leave(&other);
}

static void test_forgotten_by_a_reader(void **state)
{
	char *id = arena_string(&arena, new_session("a", "1"));
	pid_t reader;

	(void)state;
	come(&visit, "POST", id);
	session_open(&visit.req);
	reader = start(forget, id);
	usleep(100000);
	session_set(&visit.req, "a", "2");
	leave(&visit);
	assert_well_done(reader);
	assert_null(found(id, "a"));
	assert_int_equal(count_files(), 0);
}

/* Who waits for a lock until the program's time is over is told so. */
static void wait_too_long(void *id)
{
	session_close(&visit.req);
	come(&other, "POST", id);
	process_begin();
	alarm(0);
	ualarm(20000, 0);
	fail_catch(&failure);
	if (setjmp(failure.at) == 0)
		session_open(&other.req);
	insist(failure.status == 503);
}

static void test_waiting_has_an_end(void **state)
{
	char *id = arena_string(&arena, new_session("a", "1"));

	(void)state;
	come(&visit, "POST", id);
	session_open(&visit.req);
	assert_well_done(start(wait_too_long, id));
}

/* While one writes, another waits, and a reader does not. */
static void read_while_locked(void *id)
{
	insist(strcmp(found(id, "a"), "1") == 0);
	leave(&visit);
}

static void test_readers_do_not_wait(void **state)
{
	char *id = arena_string(&arena, new_session("a", "1"));

	(void)state;
	come(&visit, "POST", id);
	session_set(&visit.req, "a", "2");
	assert_well_done(start(read_while_locked, id));
	leave(&visit);
	assert_string_equal(found(id, "a"), "2");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		in_session(test_who_is_not_remembered_gets_nothing),
		in_session(test_a_session_is_remembered),
		in_session(test_sessions_are_kept_apart),
		in_session(test_ids_are_random),
		in_session(test_values_change),
		in_session(test_an_emptied_session_stays),
		in_session(test_cycle_key),
		in_session(test_flush),
		in_session(test_flush_and_begin_anew),
		in_session(test_flush_of_nothing),
		in_session(test_expiry_is_set),
		in_session(test_expired_sessions_are_gone),
		in_session(test_reading_extends_nothing),
		in_session(test_foreign_ids_are_not_adopted),
		in_session(test_two_ids_are_none),
		in_session(test_damaged_files),
		in_session(test_huge_files),
		in_session(test_what_is_no_file),
		in_session(test_files_that_cannot_be_read_now),
		in_session(test_files_that_cannot_be_written),
		in_session(test_prepared_and_saved),
		in_session(test_prepared_and_dropped),
		in_session(test_nothing_is_lost),
		in_session(test_readers_lose_nothing),
		in_session(test_a_reader_merges),
		in_session(test_deleted_stays_deleted),
		in_session(test_deleted_stays_deleted_for_who_waits),
		in_session(test_forgotten_by_a_reader),
		in_session(test_waiting_has_an_end),
		in_session(test_readers_do_not_wait),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
