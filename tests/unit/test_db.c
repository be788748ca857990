/* The database: made by several at once, left by a killed writer, busy, read-only, of another version. */
#include "unit.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "db/create.h"
#include "db/db.h"

static struct db db;

static void connect_as(enum db_mode mode)
{
	db_close(&db);
	db = (struct db){ .directory = folder, .arena = &arena, .mode = mode };
}

static int disconnect(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define in_db(function) cmocka_unit_test_setup_teardown(function, unit_begin, disconnect)

static void set(const char *name, const char *value)
{
	db_run(&db, "INSERT INTO setting (name, value) VALUES ($1, $2) "
		"ON CONFLICT (name) DO UPDATE SET value = excluded.value", BIND(name, value));
}

/* The first column of the first row, as a text; NULL without a row. */
static const char *one_text(const char *sql, struct db_values values)
{
	struct statement rows = db_query(&db, sql, values);
	const char *text = db_next(&rows) ? arena_string(&arena, db_text(&rows, 0)) : NULL;

	db_finish(&rows);
	return text;
}

static const char *get(const char *name)
{
	return one_text("SELECT value FROM setting WHERE name = $1", BIND(name));
}

static int count_settings(void)
{
	return atoi(one_text("SELECT count(*) FROM setting", BIND_NOTHING));
}

static int mode_of(const char *name)
{
	struct stat is;

	assert_int_equal(stat(in_folder(name), &is), 0);
	return is.st_mode & 07777;
}

/* What is made belongs to its owner alone, whatever the umask. */
static void test_the_directory_is_made(void **state)
{
	const char *data = in_folder("data"), *key;

	(void)state;
	umask(0);
	db_create(data, &arena);
	assert_int_equal(umask(022), 0);
	assert_int_equal(mode_of("data"), 0700);
	assert_int_equal(mode_of("data/sessions"), 0700);
	assert_int_equal(mode_of("data/warung.db"), 0600);
	assert_int_equal(mode_of("data/secret.key"), 0600);
	key = file_read(&arena, in_folder("data/secret.key"), 1000, NULL);
	assert_int_equal(strlen(key), 50);
	assert_string_equal(db_secret(data, &arena), key);
}

static void test_nothing_is_made_twice(void **state)
{
	const char *key = db_secret(folder, &arena);

	(void)state;
	connect_as(DB_WRITE);
	set("a", "1");
	db_commit(&db);
	db_close(&db);
	db_create(folder, &arena);
	assert_string_equal(db_secret(folder, &arena), key);
	assert_string_equal(get("a"), "1");
}

/* The first visitors come all at once, to read and to write. */
static void be_an_early_visitor(void *with)
{
	int number = *(int *)with;

	if (number % 2 == 0) {
		connect_as(DB_READ);
		insist(get("none") == NULL);
	}
	connect_as(DB_WRITE);
	set(arena_printf(&arena, "visitor %d", number), db_secret(folder, &arena));
	db_commit(&db);
	db_close(&db);
}

static void test_creation_is_a_race(void **state)
{
	(void)state;
	for (int round = 0; round < 10; round++) {
		start_many(8, be_an_early_visitor);
		connect_as(DB_READ);
		assert_int_equal(count_settings(), 8);
		assert_string_equal(one_text("SELECT count(DISTINCT value) FROM setting",
			BIND_NOTHING), "1");
		assert_string_equal(get("visitor 7"), db_secret(folder, &arena));
		assert_string_equal(one_text("PRAGMA integrity_check", BIND_NOTHING), "ok");
		db_close(&db);
		unlink(in_folder("warung.db"));
		unlink(in_folder("secret.key"));
	}
}

static void test_directories_that_cannot_be_made(void **state)
{
	(void)state;
	assert_fails(503, db_create("/proc/none", &arena));
	assert_fails(503, db_create(in_folder("none/data"), &arena));
	connect_as(DB_READ);
	assert_int_equal(mkdir(in_folder("warung.db"), 0700), 0);
	assert_fails(503, get("a"));
}

static void test_bad_keys_are_refused(void **state)
{
	(void)state;
	assert_true(file_replace(in_folder("secret.key"), "short", 5));
	assert_fails(503, db_secret(folder, &arena));
	assert_int_equal(unlink(in_folder("secret.key")), 0);
	assert_int_equal(mkfifo(in_folder("secret.key"), 0600), 0);
	assert_fails(503, db_secret(folder, &arena));
}

static void test_connections_are_careful(void **state)
{
	static const char *const cases[][2] = {
		{ "PRAGMA user_version", "1" }, { "PRAGMA foreign_keys", "1" },
		{ "PRAGMA trusted_schema", "0" }, { "PRAGMA synchronous", "2" },
		{ "PRAGMA journal_mode", "delete" }, { "PRAGMA busy_timeout", "4000" },
	};

	(void)state;
	connect_as(DB_READ);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(one_text(cases[i][0], BIND_NOTHING), cases[i][1]);
	assert_fails(500, one_text("SELECT \"a string\"", BIND_NOTHING));
}

static void test_values(void **state)
{
	static const int64_t numbers[] = { 0, -1, INT64_MAX, INT64_MIN };
	struct statement rows;
	const char *nothing = NULL;
	char changeable[] = "é\n'\"%_";

	(void)state;
	connect_as(DB_READ);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		rows = db_query(&db, "SELECT $1, $2, $3, typeof($3)",
			BIND(numbers[i], changeable, nothing));
		assert_true(db_next(&rows));
		assert_int_equal(db_integer(&rows, 0), numbers[i]);
		assert_string_equal(db_text(&rows, 1), changeable);
		assert_null(db_text(&rows, 2));
		assert_string_equal(db_text(&rows, 3), "null");
		assert_false(db_next(&rows));
	}
	rows = db_query(&db, "SELECT $1||$2||$3||$4||$5||$6||$7||$8||$9||$10||$11||$12||$13||$14",
		BIND(1, "b", (short)3, 4, 5, 6, 7, 8, 9, 10, true, 12, 13L, "n"));
	assert_true(db_next(&rows));
	assert_string_equal(db_text(&rows, 0), "1b34567891011213n");
	db_finish(&rows);
}

static void test_rows(void **state)
{
	struct statement rows;

	(void)state;
	connect_as(DB_WRITE);
	set("a", "1");
	set("b", "2");
	assert_int_equal(db_run(&db, "UPDATE setting SET value = '3'", BIND_NOTHING), 2);
	assert_int_equal(db_run(&db, "DELETE FROM setting WHERE name = $1", BIND("c")), 0);
	rows = db_query(&db, "SELECT name, value FROM setting ORDER BY name", BIND_NOTHING);
	assert_true(db_next(&rows) && strcmp(db_text(&rows, 0), "a") == 0);
	assert_true(db_next(&rows) && strcmp(db_text(&rows, 0), "b") == 0);
	assert_string_equal(db_text(&rows, 1), "3");
	assert_false(db_next(&rows));
	assert_null(rows.handle);
	db_finish(&rows);
}

static int64_t new_user(const char *name)
{
	if (!db_run_constrained(&db, "INSERT INTO user (username, username_key, password, "
		"date_joined) VALUES ($1, $1, '', 0)", BIND(name)))
		return 0;
	return db_last_id(&db);
}

static void test_constraints(void **state)
{
	int64_t id;

	(void)state;
	connect_as(DB_WRITE);
	id = new_user("bob");
	assert_true(id > 0);
	assert_int_equal(new_user("bob"), 0);
	assert_true(new_user("eva") > id);
	assert_false(db_run_constrained(&db, "INSERT INTO setting VALUES ($1, NULL)", BIND("a")));
	assert_false(db_run_constrained(&db, "INSERT INTO product (id, user_id, name, name_key, "
		"price, description, stock, date_added, search) "
		"VALUES ('x', 99, '', '', 0, '', 0, 0, '')", BIND_NOTHING));
	assert_fails(500, db_run(&db, "UPDATE user SET username_key = 'bob'", BIND_NOTHING));
	db_commit(&db);
	assert_string_equal(one_text("SELECT count(*) FROM user", BIND_NOTHING), "2");
}

static void test_bad_statements(void **state)
{
	(void)state;
	connect_as(DB_WRITE);
	assert_fails(500, db_run(&db, "SELEC 1", BIND_NOTHING));
	assert_fails(500, db_run(&db, "SELECT * FROM nothing", BIND_NOTHING));
	assert_fails(500, db_run(&db, "SELECT $1", BIND(1, 2)));
	assert_fails(500, db_run_constrained(&db, "SELEC 1", BIND_NOTHING));
}

static void test_transactions(void **state)
{
	(void)state;
	connect_as(DB_WRITE);
	db_commit(&db);
	db_rollback(&db);
	assert_null(db.handle);
	set("kept", "1");
	db_commit(&db);
	assert_false(db.in_transaction);
	set("rolled back", "1");
	db_rollback(&db);
	set("kept", "2");
	db_commit(&db);
	set("closed", "1");
	db_close(&db);
	assert_null(db.handle);
	connect_as(DB_READ);
	assert_int_equal(count_settings(), 1);
	assert_string_equal(get("kept"), "2");
}

/* Closing over a statement that still runs, and using the same db again. */
static void test_close_in_the_middle(void **state)
{
	struct statement rows;

	(void)state;
	connect_as(DB_WRITE);
	set("a", "1");
	set("b", "2");
	rows = db_query(&db, "SELECT name FROM setting", BIND_NOTHING);
	assert_true(db_next(&rows));
	db_close(&db);
	db_close(&db);
	assert_int_equal(count_settings(), 0);
}

static void test_read_only(void **state)
{
	(void)state;
	connect_as(DB_READ);
	assert_int_equal(count_settings(), 0);
	assert_fails(503, set("a", "1"));
	db_close(&db);
	assert_int_equal(count_settings(), 0);
	db_write(&db);
	set("a", "1");
	db_commit(&db);
	assert_int_equal(count_settings(), 1);
}

/* A writer that is killed when a part of its work is in the database already. */
static void die_writing(void *unused)
{
	(void)unused;
	connect_as(DB_WRITE);
	db_run(&db, "PRAGMA cache_size = 5", BIND_NOTHING);
	db_run(&db, "UPDATE setting SET value = 'half'", BIND_NOTHING);
	for (int i = 0; i < 1000; i++)
		set(arena_printf(&arena, "%d", i), "12345678901234567890123456789012345678901234567890");
	kill(getpid(), SIGKILL);
}

static void leave_a_hot_journal(void)
{
	const char *path = in_folder("warung.db"), *before, *after;
	size_t length, length_before;
	int status;

	connect_as(DB_WRITE);
	set("a", "whole");
	db_commit(&db);
	db_close(&db);
	before = file_read(&arena, path, SIZE_MAX / 2, &length_before);
	assert_true(waitpid(start(die_writing, NULL), &status, 0) > 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_int_equal(access(in_folder("warung.db-journal"), F_OK), 0);
	after = file_read(&arena, path, SIZE_MAX / 2, &length);
	assert_true(length != length_before || memcmp(before, after, length) != 0);
}

static void assert_whole(void)
{
	assert_string_equal(get("a"), "whole");
	assert_int_equal(count_settings(), 1);
	assert_string_equal(one_text("PRAGMA integrity_check", BIND_NOTHING), "ok");
	db_close(&db);
	assert_int_equal(access(in_folder("warung.db-journal"), F_OK), -1);
}

static void test_a_reader_recovers(void **state)
{
	(void)state;
	leave_a_hot_journal();
	connect_as(DB_READ);
	assert_whole();
	assert_fails(503, set("b", "the next connection is read-only again"));
}

static void test_a_writer_recovers(void **state)
{
	(void)state;
	leave_a_hot_journal();
	connect_as(DB_WRITE);
	assert_whole();
}

static void read_after_the_crash(void *unused)
{
	(void)unused;
	connect_as(DB_READ);
	insist(strcmp(get("a"), "whole") == 0);
	insist(count_settings() == 1);
	db_close(&db);
}

static void test_readers_recover_at_once(void **state)
{
	(void)state;
	leave_a_hot_journal();
	start_many(8, read_after_the_crash);
	connect_as(DB_READ);
	assert_whole();
}

/* Writers take turns. */
static void count_up(void *unused)
{
	(void)unused;
	for (int i = 0; i < 10; i++) {
		connect_as(DB_WRITE);
		set("n", arena_printf(&arena, "%d", atoi(get("n")) + 1));
		db_commit(&db);
	}
	db_close(&db);
}

static void test_nothing_is_lost(void **state)
{
	(void)state;
	connect_as(DB_WRITE);
	set("n", "0");
	db_commit(&db);
	db_close(&db);
	start_many(8, count_up);
	assert_string_equal(get("n"), "80");
}

/* Everybody else has to wait for four seconds, and is then told so. */
static void wait_in_vain(void *unused)
{
	struct timespec before, after;
	int64_t waited;

	(void)unused;
	clock_gettime(CLOCK_MONOTONIC, &before);
	connect_as(DB_WRITE);
	fail_catch(&failure);
	if (setjmp(failure.at) == 0)
		set("b", "2");
	clock_gettime(CLOCK_MONOTONIC, &after);
	waited = (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
	insist(failure.status == 503);
	insist(waited >= DB_BUSY_MILLISECONDS - 200 && waited < DB_BUSY_MILLISECONDS + 2000);
}

static void read_meanwhile(void *unused)
{
	(void)unused;
	connect_as(DB_READ);
	insist(count_settings() == 0);
}

static void test_busy(void **state)
{
	pid_t waiting, reading;
	struct db writer = { .directory = folder, .arena = &arena, .mode = DB_WRITE };

	(void)state;
	db_run(&writer, "INSERT INTO setting VALUES ('a', '1')", BIND_NOTHING);
	waiting = start(wait_in_vain, NULL);
	reading = start(read_meanwhile, NULL);
	assert_well_done(reading);
	assert_well_done(waiting);
	db_commit(&writer);
	db_close(&writer);
	connect_as(DB_READ);
	assert_int_equal(count_settings(), 1);
}

static void assert_version_is_refused(const char *pragma)
{
	connect_as(DB_WRITE);
	db_run(&db, pragma, BIND_NOTHING);
	db_commit(&db);
	for (int write = 0; write < 2; write++) {
		connect_as(write ? DB_WRITE : DB_READ);
		assert_fails(503, get("a"));
		assert_non_null(strstr(failure.reason, "migrate"));
	}
	db_close(&db);
	unlink(in_folder("warung.db"));
}

static void test_other_versions(void **state)
{
	(void)state;
	assert_version_is_refused("PRAGMA user_version = 2");
	assert_version_is_refused("PRAGMA user_version = 0");
}

static void test_what_is_no_database(void **state)
{
	(void)state;
	db_create(folder, &arena);
	assert_true(file_replace(in_folder("warung.db"), "", 0));
	connect_as(DB_READ);
	assert_int_equal(count_settings(), 0);
	db_close(&db);
	assert_true(file_replace(in_folder("warung.db"), arena_printf(&arena, "%05000d", 0), 5000));
	assert_fails(500, get("a"));
}

static void fill_the_disk(void *unused)
{
	(void)unused;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 200000, 200000 });
	connect_as(DB_WRITE);
	fail_catch(&failure);
	if (setjmp(failure.at) == 0) {
		set("large", arena_printf(&arena, "%0300000d", 0));
		db_commit(&db);
	}
	insist(failure.status == 503);
	fail_catch(NULL);
	db_close(&db);
}

static void test_a_full_disk(void **state)
{
	(void)state;
	connect_as(DB_WRITE);
	set("a", "whole");
	db_commit(&db);
	db_close(&db);
	assert_well_done(start(fill_the_disk, NULL));
	assert_whole();
}

/* A statement that takes for ever ends when the alarm has rung. */
static void search_for_ever(void *unused)
{
	const struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };

	(void)unused;
	process_begin();
	if (setrlimit(RLIMIT_AS, &unlimited) != 0)
		return; /* only root may, and the sanitizer needs it */
	connect_as(DB_READ);
	fail_catch(&failure);
	if (setjmp(failure.at) == 0) {
		alarm(0);
		ualarm(20000, 0);
		one_text("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
			"SELECT max(i) FROM n", BIND_NOTHING);
	}
	insist(failure.status == 503);
}

static void test_late_statements(void **state)
{
	(void)state;
	assert_well_done(start(search_for_ever, NULL));
}

struct piece {
	unsigned char *bytes;
	int size;
	unsigned char mark;
};

static void assert_piece(const struct piece *piece)
{
	assert_int_equal((uintptr_t)piece->bytes % 8, 0);
	for (int i = 0; i < piece->size; i++)
		if (piece->bytes[i] != piece->mark)
			assert_int_equal(piece->bytes[i], piece->mark);
}

/* SQLite's memory is ours: pieces of all sizes grow, shrink and go, and keep what is in them. */
static void test_memory(void **state)
{
	enum { PIECES = 500, STEPS = 100000 };
	static struct piece pieces[PIECES];
	unsigned random = 7;

	(void)state;
	connect_as(DB_READ);
	assert_int_equal(count_settings(), 0);
	for (int step = 0; step < STEPS; step++) {
		struct piece *piece = &pieces[(random = random * 1103515245 + 12345) / 65536 % PIECES];
		int size = (int)((random = random * 1103515245 + 12345) / 65536 % 1200), kept;

		assert_piece(piece);
		kept = size < piece->size ? size : piece->size;
		piece->bytes = sqlite3_realloc(piece->bytes, size);
		piece->size = kept;
		assert_int_equal(piece->bytes == NULL, size == 0);
		assert_piece(piece);
		piece->size = size;
		piece->mark = (unsigned char)step;
		if (size > 0)
			memset(piece->bytes, piece->mark, (size_t)size);
	}
	for (int i = 0; i < PIECES; i++) {
		assert_piece(&pieces[i]);
		sqlite3_free(pieces[i].bytes);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		in_db(test_the_directory_is_made),
		in_db(test_nothing_is_made_twice),
		in_db(test_creation_is_a_race),
		in_db(test_directories_that_cannot_be_made),
		in_db(test_bad_keys_are_refused),
		in_db(test_connections_are_careful),
		in_db(test_values),
		in_db(test_rows),
		in_db(test_constraints),
		in_db(test_bad_statements),
		in_db(test_transactions),
		in_db(test_close_in_the_middle),
		in_db(test_read_only),
		in_db(test_a_reader_recovers),
		in_db(test_a_writer_recovers),
		in_db(test_readers_recover_at_once),
		in_db(test_nothing_is_lost),
		in_db(test_busy),
		in_db(test_other_versions),
		in_db(test_what_is_no_database),
		in_db(test_a_full_disk),
		in_db(test_late_statements),
		in_db(test_memory),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
