/* SQLite: how the database comes to be, what is bound and read, and who waits for whom. */
#include "unit.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "db/create.h"
#include "db/db.h"

static struct db db, other;

/* Two connections, not open yet. */
static int connections_begin(void **state)
{
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	other = db;
	return result;
}

static int connections_end(void **state)
{
	db_close(&db);
	db_close(&other);
	return unit_end(state);
}

#define connecting(function) \
	cmocka_unit_test_setup_teardown(function, connections_begin, connections_end)

/* The first column of the first row. */
static const char *answer(struct db *from, const char *sql, struct db_values values)
{
	struct statement rows = db_query(from, sql, values);
	const char *text = NULL;

	if (db_next(&rows) && db_text(&rows, 0) != NULL)
		text = arena_string(from->arena, db_text(&rows, 0));
	db_finish(&rows);
	return text;
}

/* A counter, as something to write. */
static void count_to(struct db *to, int64_t number)
{
	db_run(to, "INSERT INTO setting VALUES ('n', $1) "
		"ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		BIND(arena_printf(to->arena, "%jd", (intmax_t)number)));
}

static const char *counter(struct db *from)
{
	return answer(from, "SELECT value FROM setting WHERE name = 'n'", BIND_NOTHING);
}

static unsigned mode_of(const char *name)
{
	struct stat is;

	assert_int_equal(lstat(in_folder(name), &is), 0);
	return is.st_mode;
}

static const char *secret(void)
{
	return db_secret(in_folder("data"), &arena);
}

static void test_create(void **state)
{
	const char *first;

	(void)state;
	umask(0);
	first = secret();
	assert_int_equal(umask(022), 0);
	assert_int_equal(strlen(first), 50);
	assert_int_equal(mode_of("data"), S_IFDIR | 0700);
	assert_int_equal(mode_of("data/sessions"), S_IFDIR | 0700);
	assert_int_equal(mode_of("data/secret.key"), S_IFREG | 0600);
	assert_int_equal(mode_of("data/warung.db"), S_IFREG | 0600);
	db.directory = in_folder("data");
	count_to(&db, 1);
	db_commit(&db);
	db_create(db.directory, &arena);
	assert_string_equal(counter(&db), "1");
	assert_string_equal(secret(), first);
}

static void test_secrets_differ(void **state)
{
	const char *first = secret();

	(void)state;
	assert_int_equal(unlink(in_folder("data/secret.key")), 0);
	assert_string_not_equal(secret(), first);
}

static void test_secret_that_is_none(void **state)
{
	static const char long_enough[] = "12345678901234567890123456789012345678901234567890";

	(void)state;
	db_create(in_folder("data"), &arena);
	assert_true(file_replace(in_folder("data/secret.key"), long_enough, 49));
	assert_fails(503, secret());
	assert_true(file_replace(in_folder("data/secret.key"), long_enough, 50));
	assert_string_equal(secret(), long_enough);
	assert_true(file_replace(in_folder("elsewhere"), long_enough, 50));
	assert_int_equal(unlink(in_folder("data/secret.key")), 0);
	assert_int_equal(symlink(in_folder("elsewhere"), in_folder("data/secret.key")), 0);
	assert_fails(503, secret());
	assert_int_equal(unlink(in_folder("data/secret.key")), 0);
	assert_int_equal(mkfifo(in_folder("data/secret.key"), 0600), 0);
	assert_fails(503, secret());
}

static void test_no_place_for_data(void **state)
{
	(void)state;
	db.directory = in_folder("a/b");
	assert_fails(503, counter(&db));
	assert_non_null(strstr(failure.reason, "/a/b"));
	db.directory = in_folder("file");
	assert_true(file_create(db.directory, "x", 1));
	assert_fails(503, counter(&db));
	db.directory = folder;
	assert_int_equal(mkdir(in_folder("warung.db"), 0700), 0);
	assert_fails(503, counter(&db));
}

/* Each opens, finds or makes everything, and adds one; every other one reads first. */
static void begin_and_count(void *number)
{
	struct arena own = { 0 };
	struct db mine = { .directory = arena_printf(&own, "%s/data", folder), .arena = &own,
		.mode = *(int *)number % 2 == 0 ? DB_READ : DB_WRITE };

	counter(&mine);
	db_write(&mine);
	insist(strlen(db_secret(mine.directory, &own)) == 50);
	db_run(&mine, "INSERT INTO setting VALUES ('n', '1') "
		"ON CONFLICT (name) DO UPDATE SET value = value + 1", BIND_NOTHING);
	db_run(&mine, "INSERT INTO setting VALUES ($1, 'secret') ON CONFLICT DO NOTHING",
		BIND(db_secret(mine.directory, &own)));
	db_commit(&mine);
	db_close(&mine);
	arena_free(&own);
}

static void test_race_to_create(void **state)
{
	(void)state;
	for (int i = 1; i <= 5; i++) {
		start_many(8, begin_and_count);
		db = (struct db){ .directory = in_folder("data"), .arena = &arena };
		assert_string_equal(counter(&db), "8");
		assert_string_equal(answer(&db, "SELECT count(*) FROM setting "
			"WHERE value = 'secret'", BIND_NOTHING), "1");
		db_close(&db);
		assert_int_equal(rename(in_folder("data"),
			in_folder(arena_printf(&arena, "data%d", i))), 0);
	}
}

/* A process that died between making the file and filling it left an empty one. */
static void test_empty_file_becomes_a_database(void **state)
{
	(void)state;
	db.mode = DB_READ;
	assert_true(file_create(in_folder("warung.db"), "", 0));
	assert_null(counter(&db));
	assert_string_equal(answer(&db, "PRAGMA user_version", BIND_NOTHING),
		arena_printf(&arena, "%d", DB_SCHEMA_VERSION));
}

/* A text that was made is not what stands in its place later. */
static void test_sql_that_was_made_is_what_it_says(void **state)
{
	char sql[] = "SELECT 1";
	struct statement rows;

	(void)state;
	for (int i = 1; i <= 2; i++) {
		sql[sizeof sql - 2] = (char)('0' + i);
		rows = db_query(&db, sql, BIND_NOTHING);
		assert_true(db_next(&rows));
		assert_int_equal(db_integer(&rows, 0), i);
		db_finish(&rows);
	}
}

static void test_other_versions(void **state)
{
	(void)state;
	answer(&db, "PRAGMA user_version = 99", BIND_NOTHING);
	db_commit(&db);
	db_close(&db);
	assert_fails(503, counter(&db));
	assert_string_equal(failure.reason,
		arena_printf(&arena, "the database has schema 99, but these programs need %d: "
			"take newer programs", DB_SCHEMA_VERSION));
	db_close(&db);
	db.mode = DB_READ;
	assert_fails(503, counter(&db));
	db_close(&db);
	assert_int_equal(unlink(in_folder("warung.db")), 0);
	answer(&other, "PRAGMA user_version = 0", BIND_NOTHING);
	db_commit(&other);
	db_close(&other);
	assert_fails(503, counter(&db));
}

static void test_file_that_is_no_database(void **state)
{
	char rubbish[4096];

	(void)state;
	memset(rubbish, 'x', sizeof rubbish);
	assert_true(file_create(in_folder("warung.db"), rubbish, sizeof rubbish));
	assert_fails(500, counter(&db));
	db_close(&db);
	db.mode = DB_READ;
	assert_fails(500, counter(&db));
}

static void test_values(void **state)
{
	struct statement rows;
	int small = -7;

	(void)state;
	rows = db_query(&db, "SELECT $1, $2, $3, $4, $5, $6, typeof($5), $7, $8, $9, $10, $11, "
		"$12, $13, $14", BIND(INT64_MAX, INT64_MIN, "é'\"\\", (char *)"",
		(const char *)NULL, small, true, (uint8_t)255, 1, 2, 3, 4, 5, "last"));
	assert_true(db_next(&rows));
	assert_int_equal(db_integer(&rows, 0), INT64_MAX);
	assert_int_equal(db_integer(&rows, 1), INT64_MIN);
	assert_string_equal(db_text(&rows, 2), "é'\"\\");
	assert_string_equal(db_text(&rows, 3), "");
	assert_null(db_text(&rows, 4));
	assert_int_equal(db_integer(&rows, 5), -7);
	assert_string_equal(db_text(&rows, 6), "null");
	assert_int_equal(db_integer(&rows, 7), 1);
	assert_int_equal(db_integer(&rows, 8), 255);
	assert_string_equal(db_text(&rows, 14), "last");
	assert_false(db_next(&rows));
	assert_null(rows.handle);
	db_finish(&rows);
	assert_string_equal(answer(&db, "SELECT $1", BIND("'; DROP TABLE user")),
		"'; DROP TABLE user");
}

static void test_faults_of_statements(void **state)
{
	(void)state;
	assert_fails(500, db_query(&db, "SELECT nothing FROM setting", BIND_NOTHING));
	assert_non_null(strstr(failure.reason, "nothing"));
	assert_fails(500, db_query(&db, "SELEC 1", BIND_NOTHING));
	assert_fails(500, db_query(&db, "SELECT $1", BIND(1, 2)));
	assert_fails(500, db_query(&db, "SELECT \"no column\"", BIND_NOTHING));
	assert_fails(500, db_run(&db, "INSERT INTO setting VALUES ('a', NULL)", BIND_NOTHING));
	answer(&db, "PRAGMA writable_schema = ON", BIND_NOTHING);
	assert_fails(500, db_run(&db, "UPDATE sqlite_schema SET sql = ''", BIND_NOTHING));
}

static void test_how_it_is_opened(void **state)
{
	static const char *const pragmas[][2] = {
		{ "PRAGMA foreign_keys", "1" }, { "PRAGMA trusted_schema", "0" },
		{ "PRAGMA journal_mode", "delete" }, { "PRAGMA synchronous", "2" },
		{ "PRAGMA busy_timeout", "4000" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++)
		assert_string_equal(answer(&db, pragmas[i][0], BIND_NOTHING), pragmas[i][1]);
}

static void test_counts(void **state)
{
	(void)state;
	for (int i = 1; i <= 3; i++)
		assert_int_equal(db_run(&db, "INSERT INTO user (username, username_key, password, "
			"date_joined) VALUES ('x', $1, '', 0)", BIND(i)), 1);
	assert_int_equal(db_run(&db, "UPDATE user SET is_staff = 1 WHERE id > $1", BIND(1)), 2);
	assert_int_equal(db_run(&db, "DELETE FROM user WHERE id = $1", BIND(9)), 0);
}

/* A broken constraint is an answer; what was written before it stays. */
static void test_constraints(void **state)
{
	(void)state;
	assert_true(db_run_constrained(&db, "INSERT INTO setting VALUES ('a', 'x')",
		BIND_NOTHING));
	assert_false(db_run_constrained(&db, "INSERT INTO setting VALUES ('a', 'y')",
		BIND_NOTHING));
	assert_false(db_run_constrained(&db, "INSERT INTO setting VALUES ('b', $1)",
		BIND((char *)NULL)));
	assert_false(db_run_constrained(&db, "INSERT INTO product (id, user_id, name, name_key, "
		"price, description, stock, date_added, search) VALUES ('', 99, '', '', 0, '', 0, "
		"0, '')", BIND_NOTHING));
	assert_false(db_run_constrained(&db, "INSERT INTO user (username, username_key, password, "
		"date_joined) VALUES ('', '', '', 'noon')", BIND_NOTHING));
	db_commit(&db);
	assert_string_equal(answer(&db, "SELECT group_concat(name || value) FROM setting",
		BIND_NOTHING), "ax");
	assert_fails(500, db_run_constrained(&db, "INSERT INTO nothing VALUES (1)", BIND_NOTHING));
}

/* Nothing is opened before the first statement. */
static void test_laziness(void **state)
{
	(void)state;
	db_commit(&db);
	db_rollback(&db);
	db_close(&db);
	assert_null(db.handle);
	assert_int_equal(access(in_folder("warung.db"), F_OK), -1);
}

static void test_transactions(void **state)
{
	(void)state;
	count_to(&db, 1);
	assert_true(db.in_transaction);
	db_rollback(&db);
	assert_false(db.in_transaction);
	assert_null(counter(&db));
	count_to(&db, 2);
	db_commit(&db);
	assert_string_equal(counter(&db), "2");
	count_to(&db, 3);
	db_close(&db);
	assert_string_equal(counter(&db), "2");
}

/* Rows that nobody read to the end hold up neither a commit nor a close. */
static void test_unfinished_rows(void **state)
{
	struct statement rows;

	(void)state;
	count_to(&db, 1);
	rows = db_query(&db, "SELECT 1 UNION ALL SELECT 2", BIND_NOTHING);
	assert_true(db_next(&rows));
	db_commit(&db);
	rows = db_query(&db, "SELECT 1 UNION ALL SELECT 2", BIND_NOTHING);
	assert_true(db_next(&rows));
	db_close(&db);
	assert_string_equal(counter(&other), "1");
}

/* Rows that nobody read to the end hold up no writer, and what was not committed is not there. */
static void test_what_is_left(void **state)
{
	struct sqlite3 *left[2];
	struct db third = other;
	struct statement rows;

	(void)state;
	count_to(&db, 1);
	rows = db_query(&db, "SELECT name FROM sqlite_schema", BIND_NOTHING);
	assert_true(db_next(&rows));
	db_commit(&db);
	left[0] = db.handle;
	db_leave(&db);
	count_to(&other, 2);
	db_commit(&other);
	count_to(&other, 3);
	left[1] = other.handle;
	db_leave(&other);
	assert_string_equal(counter(&third), "2");
	db_close(&third);
	db.handle = left[0]; /* or their memory would seem to be lost */
	other.handle = left[1];
}

static void test_read_only(void **state)
{
	(void)state;
	count_to(&other, 1);
	db_commit(&other);
	db.mode = DB_READ;
	assert_string_equal(counter(&db), "1");
	assert_fails(503, count_to(&db, 2));
	db_close(&db);
	assert_string_equal(counter(&db), "1");
	db_write(&db);
	count_to(&db, 3);
	db_commit(&db);
	assert_string_equal(counter(&other), "3");
}

/* Let the waits of these tests be short; that ours are longer is tested above. */
static void hurry(struct db *which)
{
	counter(which);
	db_commit(which);
	sqlite3_busy_timeout(which->handle, 20);
}

static void test_one_writer(void **state)
{
	(void)state;
	hurry(&db);
	hurry(&other);
	count_to(&db, 1);
	assert_fails(503, counter(&other));
	db_commit(&db);
	assert_string_equal(counter(&other), "1");
}

static void test_writer_goes_back_to_reading(void **state)
{
	(void)state;
	hurry(&other);
	count_to(&db, 1);
	db_commit(&db);
	count_to(&db, 2);
	db_read(&db);
	assert_string_equal(counter(&db), "1"); /* and locks nobody out */
	db_close(&db);
	count_to(&other, 3);
	assert_string_equal(counter(&db), "1");
	db_close(&db);
	db_commit(&other);
	db_write(&db);
	count_to(&db, 4);
	db_commit(&db);
	assert_string_equal(counter(&other), "4");
}

/* A reader sees one state from its first statement to its last; whoever commits waits for it. */
static void test_reader_and_writer(void **state)
{
	(void)state;
	count_to(&other, 1);
	db_commit(&other);
	hurry(&other);
	db.mode = DB_READ;
	assert_string_equal(counter(&db), "1");
	count_to(&other, 2);
	assert_string_equal(counter(&db), "1");
	assert_fails(503, db_commit(&other));
	assert_string_equal(counter(&db), "1");
	db_commit(&db);
	db_commit(&other);
	assert_string_equal(counter(&db), "2");
}

static void count_up(void *unused)
{
	struct arena own = { 0 };
	struct db mine = { .directory = folder, .arena = &own, .mode = DB_WRITE };

	(void)unused;
	for (int i = 0; i < 10; i++) {
		count_to(&mine, atoi(counter(&mine)) + 1);
		db_commit(&mine);
	}
	db_close(&mine);
	arena_free(&own);
}

static void test_nothing_is_lost(void **state)
{
	(void)state;
	count_to(&db, 0);
	db_commit(&db);
	db_close(&db);
	start_many(8, count_up);
	assert_string_equal(counter(&db), "80");
}

/* Write more than fits into SQLite's cache, and die. */
static void write_and_die(void *unused)
{
	char *text = arena_alloc(&arena, 100001);

	(void)unused;
	memset(text, 'x', 100000);
	count_to(&db, 2);
	for (int i = 0; i < 100; i++)
		db_run(&db, "INSERT INTO setting VALUES ($1, $2)",
			BIND(arena_printf(&arena, "%d", i), text));
	kill(getpid(), SIGKILL);
}

static void leave_a_hot_journal(void)
{
	struct stat before, after;
	pid_t writer;
	int status;

	count_to(&db, 1);
	db_commit(&db);
	db_close(&db);
	assert_int_equal(stat(in_folder("warung.db"), &before), 0);
	writer = start(write_and_die, NULL);
	assert_int_equal(waitpid(writer, &status, 0), writer);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_int_equal(stat(in_folder("warung.db"), &after), 0);
	assert_true(after.st_size > before.st_size);
	assert_int_equal(access(in_folder("warung.db-journal"), F_OK), 0);
}

/* What a killed writer left half-written is taken back by whoever comes next, reader or writer. */
static void test_hot_journal(void **state)
{
	(void)state;
	for (enum db_mode mode = DB_READ; mode <= DB_WRITE; mode++) {
		leave_a_hot_journal();
		other.mode = mode;
		assert_string_equal(counter(&other), "1");
		assert_string_equal(answer(&other, "SELECT count(*) FROM setting", BIND_NOTHING),
			"1");
		assert_string_equal(answer(&other, "PRAGMA integrity_check", BIND_NOTHING), "ok");
		assert_int_equal(access(in_folder("warung.db-journal"), F_OK), -1);
		db_close(&other);
	}
}

static void read_after_the_crash(void *unused)
{
	struct db mine = { .directory = folder, .arena = &arena, .mode = DB_READ };

	(void)unused;
	insist(strcmp(counter(&mine), "1") == 0);
	insist(strcmp(answer(&mine, "PRAGMA integrity_check", BIND_NOTHING), "ok") == 0);
	db_close(&mine);
}

static void test_hot_journal_and_many_readers(void **state)
{
	(void)state;
	leave_a_hot_journal();
	start_many(8, read_after_the_crash);
	assert_int_equal(access(in_folder("warung.db-journal"), F_OK), -1);
}

static void fill_the_disk(void *unused)
{
	(void)unused;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 200000, 200000 });
	fail_catch(&failure);
	if (setjmp(failure.at) == 0) {
		count_to(&db, 2);
		db_run(&db, "INSERT INTO setting VALUES ('large', $1)",
			BIND(arena_printf(&arena, "%0300000d", 0)));
		db_commit(&db);
	}
	insist(failure.status == 503);
	db_close(&db);
}

static void test_full_disk(void **state)
{
	(void)state;
	count_to(&db, 1);
	db_commit(&db);
	db_close(&db);
	assert_well_done(start(fill_the_disk, NULL));
	assert_string_equal(counter(&db), "1");
	assert_string_equal(answer(&db, "PRAGMA integrity_check", BIND_NOTHING), "ok");
}

/* Rows without end, in a program whose time is over behind the first one. */
static void be_late(void *unused)
{
	struct statement rows = db_query(&db, "WITH RECURSIVE t (n) AS "
		"(SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t WHERE n < 2",
		BIND_NOTHING);

	(void)unused;
	insist(db_next(&rows));
	process_begin();
	raise(SIGALRM);
	fail_catch(&failure);
	failure.status = 0;
	if (setjmp(failure.at) == 0)
		db_next(&rows);
	insist(failure.status == 503);
	insist(strstr(failure.reason, "interrupted") != NULL);
}

static void test_late_statement(void **state)
{
	(void)state;
	assert_well_done(start(be_late, NULL));
}

/* The memory that SQLite gets from us: of the size asked for, aligned, and kept when it grows. */
static void test_memory(void **state)
{
	static unsigned char *piece[2000];
	unsigned char *text;

	(void)state;
	counter(&db);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 2000; i++) {
			piece[i] = sqlite3_malloc(i + 1);
			assert_true(sqlite3_msize(piece[i]) >= (sqlite3_uint64)i + 1);
			assert_int_equal((uintptr_t)piece[i] % 16, 0);
			memset(piece[i], i % 251, (size_t)i + 1);
		}
		for (int i = 0; i < 2000; i++) {
			for (int j = 0; j <= i; j++)
				assert_int_equal(piece[i][j], i % 251);
			sqlite3_free(piece[i]);
		}
	}
	text = sqlite3_malloc(1);
	text[0] = 'x';
	for (int size = 2; size <= 5000; size++) {
		text = sqlite3_realloc(text, size);
		text[size - 1] = (unsigned char)('x' + size % 3);
	}
	for (int size = 5000; size >= 2; size -= 7)
		text = sqlite3_realloc(text, size);
	assert_int_equal(text[0], 'x');
	assert_int_equal(text[1], 'x' + 2);
	sqlite3_free(text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		connecting(test_memory), /* first: the first statement configures SQLite */
		connecting(test_create),
		connecting(test_secrets_differ),
		connecting(test_secret_that_is_none),
		connecting(test_no_place_for_data),
		connecting(test_race_to_create),
		connecting(test_empty_file_becomes_a_database),
		connecting(test_sql_that_was_made_is_what_it_says),
		connecting(test_other_versions),
		connecting(test_file_that_is_no_database),
		connecting(test_values),
		connecting(test_faults_of_statements),
		connecting(test_how_it_is_opened),
		connecting(test_counts),
		connecting(test_constraints),
		connecting(test_laziness),
		connecting(test_transactions),
		connecting(test_unfinished_rows),
		connecting(test_what_is_left),
		connecting(test_read_only),
		connecting(test_one_writer),
		connecting(test_writer_goes_back_to_reading),
		connecting(test_reader_and_writer),
		connecting(test_nothing_is_lost),
		connecting(test_hot_journal),
		connecting(test_hot_journal_and_many_readers),
		connecting(test_full_disk),
		connecting(test_late_statement),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
