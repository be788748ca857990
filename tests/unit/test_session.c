/* Sessions in files: what lies there, who waits for whom, and what goes wrong with files. */
#include "visitor.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/file.h"
#include "base/instant.h"
#include "base/process.h"

enum { NOBODY = 65534 };

/* ---- what lies there ---- */

static void test_a_file(void **state)
{
	const char *id = new_session("name", "value");
	const char *text = file_read(&arena, path_of(id), 10000, NULL);
	struct stat is;

	(void)state;
	assert_int_equal(stat(path_of(id), &is), 0);
	assert_int_equal(is.st_mode & 07777, 0600);
	assert_null(strstr(text, id));
	assert_ptr_equal(strstr(text, "_expires="), text);
	assert_non_null(strstr(text, "&name=value&"));
	assert_int_equal(count_sessions(), 1);
}

static void test_the_folder_is_made(void **state)
{
	struct stat is;

	(void)state;
	assert_int_equal(rmdir(in_folder("sessions")), 0);
	assert_null(found(session_new_id(&arena), "a"));
	assert_string_equal(found(new_session("a", "1"), "a"), "1");
	assert_int_equal(stat(in_folder("sessions"), &is), 0);
	assert_int_equal(is.st_mode & 07777, 0700);
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
	assert_int_equal(count_sessions(), 1);
}

/* ---- what is no session of ours ---- */

/* Put a text into the file of a new id. */
static const char *id_of_file(const char *text)
{
	const char *id = session_new_id(&arena);

	assert_true(file_replace(path_of(id), text, strlen(text)));
	return id;
}

static const char *id_of_nothing(void)
{
	return session_new_id(&arena);
}

/* It is nobody's, for readers and writers, who see so at once, and it stays where it is. */
static void assert_no_session(const char *id)
{
	int64_t files = count_sessions(), begin = date_now().us;
	struct stat before, after;

	assert_int_equal(lstat(path_of(id), &before), 0);
	for (int post = 0; post < 2; post++) {
		come(&visit, post ? "POST" : "GET", id);
		assert_null(session_get(&visit.req, "a"));
		session_set(&visit.req, "a", "new");
		leave(&visit);
		assert_string_not_equal(id_given(&visit), id);
		assert_string_equal(found(id_given(&visit), "a"), "new");
	}
	assert_int_equal(count_sessions(), files + 2);
	assert_int_equal(lstat(path_of(id), &after), 0);
	assert_true(before.st_ino == after.st_ino && before.st_size == after.st_size);
	assert_in_range(date_now().us - begin, 0, 1000000);
}

static void test_not_text(void **state)
{
	(void)state;
	assert_no_session(id_of_file("\xff\xfe"));
	assert_no_session(id_of_file(living("a=1&b=\xff")));
	assert_no_session(id_of_file(""));
}

static void test_huge_files(void **state)
{
	const char *good = living("a=1&x=");
	char *text = arena_alloc(&arena, session_files.longest + 2);

	(void)state;
	memset(text, 'x', session_files.longest + 1);
	memcpy(text, good, strlen(good));
	assert_no_session(id_of_file(text));
	text[session_files.longest] = '\0';
	assert_string_equal(found(id_of_file(text), "a"), "1");
	memset(text + strlen(good), '&', session_files.longest - strlen(good));
	for (size_t i = 1; i < 30000; i += 2)
		text[strlen(good) + i] = 'x';
	assert_no_session(id_of_file(text));
}

static void test_sparse_files(void **state)
{
	static const off_t sizes[] = { 10ll << 20, 1ll << 40 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		const char *id = id_of_file(living("a=1"));

		assert_int_equal(truncate(path_of(id), sizes[i]), 0);
		assert_no_session(id);
	}
}

static void test_what_is_no_file(void **state)
{
	const char *good = new_session("a", "1"), *id = id_of_nothing();

	(void)state;
	assert_int_equal(mkfifo(path_of(id), 0600), 0);
	assert_no_session(id);
	id = id_of_nothing();
	assert_int_equal(symlink(path_of(good), path_of(id)), 0);
	assert_no_session(id);
	id = id_of_nothing();
	assert_int_equal(symlink("/dev/zero", path_of(id)), 0);
	assert_no_session(id);
	id = id_of_nothing();
	assert_int_equal(symlink(path_of(id), path_of(id)), 0);
	assert_no_session(id);
	id = id_of_nothing();
	assert_int_equal(mkdir(path_of(id), 0700), 0);
	assert_no_session(id);
}

/* Some backups keep files by a second name: that must sign nobody out. */
static void test_hard_links(void **state)
{
	const char *good = new_session("a", "1");

	(void)state;
	assert_int_equal(link(path_of(good), in_folder("kept")), 0);
	assert_string_equal(found(good, "a"), "1");
	come(&visit, "POST", good);
	session_set(&visit.req, "a", "2");
	leave(&visit);
	assert_string_equal(found(good, "a"), "2");
	assert_non_null(strstr(file_read(&arena, in_folder("kept"), 10000, NULL), "a=1"));
}

/* Zeroes without end, and a device that there is not. */
static void test_devices(void **state)
{
	static const unsigned int numbers[][2] = { { 1, 5 }, { 240, 77 } };

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		const char *id = id_of_nothing();

		if (mknod(path_of(id), S_IFCHR | 0600,
			makedev(numbers[i][0], numbers[i][1])) != 0) {
			assert_int_equal(errno, EPERM);
			skip();
		}
		assert_no_session(id);
	}
}

static void test_somebody_elses_files(void **state)
{
	const char *id = id_of_file(living("a=1"));

	(void)state;
	if (geteuid() != 0)
		skip();
	assert_string_equal(found(id, "a"), "1");
	assert_int_equal(chown(path_of(id), NOBODY, NOBODY), 0);
	assert_no_session(id);
}

/* Not as root, who may read everything. */
static void read_unreadable(void *id)
{
	for (int post = 0; post < 2; post++) {
		insist(geteuid() != 0 || setuid(NOBODY) == 0);
		come(&visit, post ? "POST" : "GET", id);
		insist(session_get(&visit.req, "a") == NULL);
		session_set(&visit.req, "a", "new");
		leave(&visit);
		insist(strcmp(id_given(&visit), id) != 0);
	}
}

static void test_unreadable_files(void **state)
{
	char *id = arena_string(&arena, id_of_file(living("a=1")));

	(void)state;
	if (geteuid() == 0)
		assert_int_equal(system(arena_printf(&arena, "chown -R %d %s", NOBODY, folder)), 0);
	assert_int_equal(chmod(path_of(id), 0), 0);
	assert_well_done(start(read_unreadable, id));
}

/* ---- what cannot be done just now ---- */

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
	come(&visit, "POST", id);
	session_set(&visit.req, "a", "2");
	session_prepare(&visit.req, &visit.res);
	assert_int_equal(system(arena_printf(&arena, "rm -r %s/sessions", folder)), 0);
	assert_fails(500, session_save(&visit.req));
	assert_true(file_replace(in_folder("sessions"), "a file", 6));
	come(&visit, "POST", NULL);
	session_set(&visit.req, "a", "1");
	assert_fails(503, session_prepare(&visit.req, &visit.res));
}

/* As on a full disk: what was there stays, and nothing is left of what should have been. */
static void write_without_room(void *id)
{
	come(&visit, "POST", id);
	session_set(&visit.req, "a", "2");
	process_begin();
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 10, 10 });
	fail_catch(&failure);
	if (setjmp(failure.at) == 0)
		session_prepare(&visit.req, &visit.res);
	insist(failure.status == 503);
}

static void test_no_room(void **state)
{
	char *id = arena_string(&arena, new_session("a", "1"));

	(void)state;
	assert_well_done(start(write_without_room, id));
	assert_string_equal(found(id, "a"), "1");
	assert_int_equal(count_sessions(), 1);
}

/* ---- who waits for whom ---- */

/* A session that is deleted while a writer waits for it does not come back. */
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
	assert_int_equal(count_sessions(), 1);
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
	assert_int_equal(count_sessions(), 0);
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
		in_shop(test_a_file),
		in_shop(test_the_folder_is_made),
		in_shop(test_prepared_and_saved),
		in_shop(test_not_text),
		in_shop(test_huge_files),
		in_shop(test_sparse_files),
		in_shop(test_what_is_no_file),
		in_shop(test_hard_links),
		in_shop(test_devices),
		in_shop(test_somebody_elses_files),
		in_shop(test_unreadable_files),
		in_shop(test_files_that_cannot_be_read_now),
		in_shop(test_files_that_cannot_be_written),
		in_shop(test_no_room),
		in_shop(test_deleted_stays_deleted_for_who_waits),
		in_shop(test_forgotten_by_a_reader),
		in_shop(test_waiting_has_an_end),
		in_shop(test_readers_do_not_wait),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
