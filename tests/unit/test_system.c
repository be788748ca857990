/* The ground floor where it meets the system: files, log, configuration, process. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/file.h"
#include "base/log.h"
#include "base/process.h"

static const char *contents(const char *path)
{
	const char *text = file_read(&arena, path, 64 * 1024 * 1024, NULL);

	return text != NULL ? text : "(none)";
}

static int entries_in_folder(void)
{
	const char *command = arena_printf(&arena, "exit $(ls -A '%s' | wc -l)", folder);
	int status = system(command);

	return status >> 8;
}

/* `path` cannot be read, and errno says why. */
static void assert_unreadable(const char *path, size_t most, int cause)
{
	errno = 0;
	assert_null(file_read(&arena, path, most, NULL));
	assert_int_equal(errno, cause);
}

static void test_file_read(void **state)
{
	const char *path = in_folder("file");
	size_t length = 99;

	(void)state;
	assert_true(file_replace(path, "12\0" "45", 5));
	assert_memory_equal(file_read(&arena, path, 5, &length), "12\0" "45", 6);
	assert_int_equal(length, 5);
	assert_unreadable(path, 4, EFBIG);
	assert_true(file_replace(path, "", 0));
	assert_string_equal(file_read(&arena, path, 0, &length), "");
	assert_int_equal(length, 0);
}

static void test_file_read_takes_only_files(void **state)
{
	(void)state;
	assert_unreadable(in_folder("none"), 100, ENOENT);
	assert_unreadable(folder, 100000, EINVAL);
	assert_int_equal(mkfifo(in_folder("fifo"), 0600), 0);
	assert_unreadable(in_folder("fifo"), 100, EINVAL);
	assert_true(file_replace(in_folder("file"), "x", 1));
	assert_int_equal(symlink("file", in_folder("link")), 0);
	assert_unreadable(in_folder("link"), 100, ELOOP);
	assert_unreadable("/dev/zero", 100, EINVAL);
}

static void test_file_replace(void **state)
{
	const char *path = in_folder("file");
	struct stat is;

	(void)state;
	umask(0);
	assert_true(file_replace(path, "old", 3));
	assert_true(file_replace(path, "new one", 7));
	assert_string_equal(contents(path), "new one");
	assert_int_equal(stat(path, &is), 0);
	assert_int_equal(is.st_mode & 07777, 0600);
	assert_int_equal(entries_in_folder(), 1);
}

/* A link is replaced and not followed: what it points at belongs to somebody else. */
static void test_file_replace_follows_no_link(void **state)
{
	(void)state;
	assert_true(file_replace(in_folder("target"), "mine", 4));
	assert_int_equal(symlink("target", in_folder("link")), 0);
	assert_true(file_replace(in_folder("link"), "yours", 5));
	assert_string_equal(contents(in_folder("target")), "mine");
	assert_string_equal(contents(in_folder("link")), "yours");
}

static void test_file_replace_fails_cleanly(void **state)
{
	const char *path = in_folder("directory");

	(void)state;
	assert_false(file_replace(in_folder("none/file"), "x", 1));
	assert_int_equal(errno, ENOENT);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_false(file_replace(path, "x", 1));
	assert_int_equal(errno, EISDIR);
	assert_false(file_replace(arena_printf(&arena, "%s/%05000d", folder, 1), "x", 1));
	assert_int_equal(errno, ENAMETOOLONG);
	assert_int_equal(entries_in_folder(), 1);
}

static void write_too_much(void *path)
{
	static char large[10000];

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 5000, 5000 });
	insist(!file_replace(path, large, sizeof large));
	insist(errno == EFBIG);
}

/* As on a full disk: the old file stays, and nothing lies beside it. */
static void test_file_replace_without_room(void **state)
{
	char *path = arena_string(&arena, in_folder("file"));

	(void)state;
	assert_true(file_replace(path, "old", 3));
	assert_well_done(start(write_too_much, path));
	assert_string_equal(contents(path), "old");
	assert_int_equal(entries_in_folder(), 1);
}

static void test_file_create(void **state)
{
	const char *path = in_folder("file");

	(void)state;
	assert_true(file_create(path, "first", 5));
	assert_false(file_create(path, "second", 6));
	assert_int_equal(errno, EEXIST);
	assert_string_equal(contents(path), "first");
	assert_int_equal(entries_in_folder(), 1);
}

/* The first half of a replacement leaves the old file, and a new one that is whole. */
static void test_file_write_beside(void **state)
{
	const char *path = in_folder("file");
	char name[FILE_NAME];
	struct stat is;

	(void)state;
	assert_true(file_replace(path, "old", 3));
	assert_true(file_write_beside(path, name, "new", 3));
	assert_string_equal(contents(path), "old");
	assert_string_equal(contents(name), "new");
	assert_int_equal(stat(name, &is), 0);
	assert_int_equal(is.st_mode & 07777, 0600);
	assert_int_equal(rename(name, path), 0);
	assert_string_equal(contents(path), "new");
	assert_false(file_write_beside(in_folder("none/file"), name, "new", 3));
	assert_int_equal(errno, ENOENT);
	assert_int_equal(entries_in_folder(), 1);
}

static void test_file_unlinked(void **state)
{
	int fd = file_unlinked(folder);
	char text[4] = "";

	(void)state;
	assert_int_equal(entries_in_folder(), 0);
	assert_int_equal(write(fd, "abc", 3), 3);
	assert_int_equal(pread(fd, text, 3, 0), 3);
	assert_string_equal(text, "abc");
	close(fd);
	assert_int_equal(file_unlinked(in_folder("none")), -1);
	assert_int_equal(errno, ENOENT);
}

/* A reader never sees half a file, however often it is replaced. */
static void replace_again_and_again(void *path)
{
	static char text[100000];

	for (int i = 0; i < 50; i++) {
		memset(text, 'a' + i % 26, sizeof text);
		insist(file_replace(path, text, sizeof text));
	}
}

static void test_file_replace_is_atomic(void **state)
{
	char *path = arena_string(&arena, in_folder("file"));
	static char first[100000];
	pid_t writer;

	(void)state;
	memset(first, 'z', sizeof first);
	assert_true(file_replace(path, first, sizeof first));
	writer = start(replace_again_and_again, path);
	for (int i = 0; i < 200; i++) {
		struct arena own = { 0 };
		size_t length = 0;
		const char *text = file_read(&own, path, sizeof first, &length);

		assert_non_null(text);
		assert_int_equal(length, sizeof first);
		for (size_t j = 1; j < length; j++)
			if (text[j] != text[0])
				assert_int_equal(text[j], text[0]);
		arena_free(&own);
	}
	assert_well_done(writer);
}

static void test_log_writes_lines(void **state)
{
	const char *path = in_folder("warung.log"), *text;
	struct stat is;

	(void)state;
	umask(0);
	log_write(folder, "first");
	log_write(folder, "second\nforged \\ \x1b[2J \x7f caf\xc3\xa9\r");
	text = contents(path);
	assert_int_equal(strspn(text, "0123456789-T:.Z"), strcspn(text, " "));
	assert_non_null(strstr(text, "Z first\n"));
	text = strchr(text, '\n') + 1;
	assert_string_equal(strchr(text, ' '),
		" second\\x0aforged \\x5c \\x1b[2J \\x7f caf\\xc3\\xa9\\x0d\n");
	assert_int_equal(stat(path, &is), 0);
	assert_int_equal(is.st_mode & 07777, 0600);
}

/* A log of that length, in one line. */
static void begin_log(size_t length)
{
	char *text = arena_alloc(&arena, length);

	memset(text, 'x', length);
	text[length - 1] = '\n';
	assert_true(file_replace(in_folder("warung.log"), text, length));
}

/* A log of 4 MiB goes on; a larger one makes room. */
static void test_log_makes_room(void **state)
{
	const char *path = in_folder("warung.log"), *older = in_folder("warung.log.1");

	(void)state;
	assert_true(file_replace(older, "oldest", 6));
	begin_log(4 * 1024 * 1024);
	log_write(folder, "the last");
	assert_string_equal(contents(older), "oldest");
	log_write(folder, "the first");
	assert_non_null(strstr(contents(older), "x\n"));
	assert_non_null(strstr(contents(older), "Z the last\n"));
	assert_non_null(strstr(contents(path), "Z the first\n"));
	assert_null(strstr(contents(path), "the last"));
	assert_int_equal(entries_in_folder(), 2);
}

static void log_elsewhere(void *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	dup2(fd, STDERR_FILENO);
	log_write("/nowhere/at/all", "not lost");
	log_write(folder, "not lost either");
}

static void test_log_falls_back_to_stderr(void **state)
{
	char *path = arena_string(&arena, in_folder("stderr"));

	(void)state;
	assert_int_equal(symlink("stolen", in_folder("warung.log")), 0);
	assert_well_done(start(log_elsewhere, path));
	assert_non_null(strstr(contents(path), " not lost\n"));
	assert_non_null(strstr(contents(path), " not lost either\n"));
	assert_int_equal(access(in_folder("stolen"), F_OK), -1);
}

enum { LINES = 100 };

static void log_many(void *number)
{
	for (int i = 0; i < LINES; i++)
		log_write(folder, arena_printf(&arena, "<%d %d>", *(int *)number, i));
}

static void assert_logged(const char *text)
{
	for (int number = 0; number < 8; number++)
		for (int i = 0; i < LINES; i++)
			assert_non_null(strstr(text, arena_printf(&arena, "Z <%d %d>\n",
				number, i)));
}

static void test_log_lines_stay_whole(void **state)
{
	(void)state;
	start_many(8, log_many);
	assert_logged(contents(in_folder("warung.log")));
}

/* Of those who all find the log too large, one makes room, and no line is lost. */
static void test_log_makes_room_once(void **state)
{
	(void)state;
	begin_log(4 * 1024 * 1024 + 1);
	start_many(8, log_many);
	assert_logged(strchr(arena_printf(&arena, "%s%s", contents(in_folder("warung.log.1")),
		contents(in_folder("warung.log"))), '\n'));
}

/* The programs look for warung.conf beside themselves; the test is such a program. */
static const char *beside_the_test(void)
{
	static char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

	assert_in_range(length, 1, sizeof path - 20);
	path[length] = '\0';
	strcpy(strrchr(path, '/') + 1, "warung.conf");
	return path;
}

static int configure_end(void **state)
{
	unlink(beside_the_test());
	unsetenv("WARUNG_DATA");
	return unit_end(state);
}

static const char *data_said_by(const char *text)
{
	struct config config;

	assert_true(file_replace(beside_the_test(), text, strlen(text)));
	config_load(&config, &arena);
	return config.data;
}

static void test_config_file(void **state)
{
	(void)state;
	setenv("WARUNG_DATA", "/from/environment", 1);
	assert_string_equal(data_said_by("data = /srv/warung\n"), "/srv/warung");
	assert_string_equal(data_said_by("# a comment\n\n  data=/a b/c\t# another\n"), "/a b/c");
	assert_string_equal(data_said_by("data = /one\r\ndata = /two\r\n"), "/two");
	assert_string_equal(data_said_by("data = /no/line/end"), "/no/line/end");
	assert_string_equal(data_said_by("data = /a=b"), "/a=b");
}

static void test_config_environment(void **state)
{
	struct config config;

	(void)state;
	setenv("WARUNG_DATA", "/from/environment", 1);
	assert_string_equal(data_said_by("# nothing\n"), "/from/environment");
	unlink(beside_the_test());
	config_load(&config, &arena);
	assert_string_equal(config.data, "/from/environment");
	setenv("WARUNG_DATA", "", 1);
	config_load(&config, &arena);
	assert_string_equal(config.data, WARUNG_DATADIR);
	unsetenv("WARUNG_DATA");
	config_load(&config, &arena);
	assert_string_equal(config.data, WARUNG_DATADIR);
	setenv("WARUNG_DATA", "relative/path", 1);
	assert_fails(500, config_load(&config, &arena));
}

static void test_config_sessions(void **state)
{
	static const char *const wrong[] = { "idle = -1", "idle = 1.5", "idle =", "idle = 1 hour",
		"absolute = 2147483648", "absolute = x", "save_every_request = 1",
		"save_every_request = Yes", "save_every_request =", "age = 1", "", NULL };
	struct config config;

	(void)state;
	setenv("WARUNG_DATA", "/from/environment", 1);
	config_load(&config, &arena);
	assert_string_equal(config.session_store, "file");
	assert_int_equal(config.session_idle, 0);
	assert_int_equal(config.session_absolute, 0);
	assert_false(config.session_save_every_request);
	data_said_by("session_store = cookie # small\nsession_idle=1800\n"
		"session_absolute = 2147483647\nsession_save_every_request = yes\n");
	config_load(&config, &arena);
	assert_string_equal(config.session_store, "cookie");
	assert_int_equal(config.session_idle, 1800);
	assert_int_equal(config.session_absolute, INT32_MAX);
	assert_true(config.session_save_every_request);
	data_said_by("session_save_every_request = yes\nsession_save_every_request = no\n");
	config_load(&config, &arena);
	assert_false(config.session_save_every_request);
	for (const char *const *line = wrong; *line != NULL; line++) {
		assert_fails(500, data_said_by(arena_printf(&arena, "session_%s\n", *line)));
		assert_non_null(strstr(failure.reason, "warung.conf: "));
	}
}

static void test_config_refuses(void **state)
{
	struct config config;
	static char large[64 * 1024 + 1];

	(void)state;
	assert_fails(500, data_said_by("data /srv/warung\n"));
	assert_fails(500, data_said_by("date = /srv/warung\n"));
	assert_fails(500, data_said_by("data = relative\n"));
	memset(large, '\n', sizeof large);
	assert_true(file_replace(beside_the_test(), large, sizeof large - 1));
	config_load(&config, &arena);
	assert_true(file_replace(beside_the_test(), large, sizeof large));
	assert_fails(500, config_load(&config, &arena));
	unlink(beside_the_test());
	assert_int_equal(mkfifo(beside_the_test(), 0600), 0);
	assert_fails(500, config_load(&config, &arena));
}

static void be_a_program(void *unused)
{
	struct rlimit limit;
	struct stat is, null;

	(void)unused;
	close(0);
	close(2);
	umask(0);
	signal(SIGPIPE, SIG_DFL);
	process_begin();
	insist(stat("/dev/null", &null) == 0);
	insist(fstat(0, &is) == 0 && is.st_rdev == null.st_rdev);
	insist(fstat(2, &is) == 0 && is.st_rdev == null.st_rdev);
	insist(umask(0) == 077);
	insist(signal(SIGPIPE, SIG_DFL) == SIG_IGN);
	insist(signal(SIGXFSZ, SIG_DFL) == SIG_IGN);
	insist(getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0);
	insist(getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur <= 1ul << 30);
	insist(getrlimit(RLIMIT_CPU, &limit) == 0 && limit.rlim_max <= 60);
	insist(alarm(7) > 0);
	process_answers();
	insist(alarm(0) == 0);
}

static void test_process_begin(void **state)
{
	(void)state;
	assert_well_done(start(be_a_program, NULL));
}

/* When the alarm rings a waiting system call returns, once; the second alarm ends the process. */
static void wait_too_long(void *unused)
{
	struct sigaction on_alarm;
	int ends[2];
	char byte;

	(void)unused;
	process_begin();
	insist(!process_late());
	insist(pipe(ends) == 0);
	alarm(0);
	ualarm(10000, 0);
	insist(read(ends[0], &byte, 1) == -1 && errno == EINTR);
	insist(process_late());
	insist(sigaction(SIGALRM, NULL, &on_alarm) == 0 && on_alarm.sa_handler == SIG_DFL);
	insist(alarm(0) == 5);
}

static void test_process_late(void **state)
{
	(void)state;
	assert_well_done(start(wait_too_long, NULL));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_file_read),
		unit(test_file_read_takes_only_files),
		unit(test_file_replace),
		unit(test_file_replace_follows_no_link),
		unit(test_file_replace_fails_cleanly),
		unit(test_file_replace_without_room),
		unit(test_file_create),
		unit(test_file_write_beside),
		unit(test_file_unlinked),
		unit(test_file_replace_is_atomic),
		unit(test_log_writes_lines),
		unit(test_log_makes_room),
		unit(test_log_falls_back_to_stderr),
		unit(test_log_lines_stay_whole),
		unit(test_log_makes_room_once),
		cmocka_unit_test_setup_teardown(test_config_file, unit_begin, configure_end),
		cmocka_unit_test_setup_teardown(test_config_environment, unit_begin, configure_end),
		cmocka_unit_test_setup_teardown(test_config_sessions, unit_begin, configure_end),
		cmocka_unit_test_setup_teardown(test_config_refuses, unit_begin, configure_end),
		unit(test_process_begin),
		unit(test_process_late),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
