/*
 * The doctor on the database.  He opens it by himself: db.h would make one where there is none, and
 * refuses to talk about one that it does not like.
 */
#include "doctor.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

#include "base/instant.h"

enum {
	STALE_SECONDS = 60,          /* no program of ours lives so long */
	WAL_IS_SAFE_SINCE = 3051003, /* sqlite.org/wal.html#walresetbug */
};

/* Somebody died while he wrote, and nobody has come since who could clean up behind him. */
void doctor_journals(struct doctor *doctor)
{
	const char *path = doctor_path(doctor, "warung.db-journal");
	const struct stat *is = doctor_look(doctor, path);
	int64_t seconds = is == NULL ? 0 : date_unix(date_now()) - (int64_t)is->st_mtime;

	if (seconds > STALE_SECONDS)
		doctor_problem(doctor, "%s was left %jd minutes ago by a program that died "
			"while it wrote.  The next visit should undo that; never delete it by "
			"hand.  If this line comes again, see who owns the files and whether "
			"the disk is full.", path, (intmax_t)seconds / 60);
}

/* The first column of the first row, "" without one; NULL: the database cannot be read. */
static const char *ask(struct doctor *doctor, sqlite3 *handle, const char *pragma)
{
	sqlite3_stmt *statement = NULL;
	const char *answer = NULL;
	int result = sqlite3_prepare_v2(handle, pragma, -1, &statement, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(statement);
	if (result == SQLITE_DONE)
		answer = "";
	if (result == SQLITE_ROW)
		answer = sqlite3_column_type(statement, 0) == SQLITE_NULL ? "" :
			arena_string(doctor->arena,
				(const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return answer;
}

static void check_version(struct doctor *doctor, sqlite3 *handle)
{
	const char *wanted = arena_printf(doctor->arena, "%d", DB_SCHEMA_VERSION);
	const char *found = ask(doctor, handle, "PRAGMA user_version");

	if (found != NULL && strcmp(found, "0") == 0)
		doctor_problem(doctor, "warung.db holds no shop yet: say `warung init`, or "
			"bring back a backup.");
	else if (found != NULL && strcmp(found, wanted) != 0)
		doctor_problem(doctor, "warung.db has version %s of the schema, but this is "
			"for version %s: take programs that suit the data.", found, wanted);
}

static void check_consistency(struct doctor *doctor, sqlite3 *handle)
{
	const char *found = ask(doctor, handle, "PRAGMA quick_check(1)");
	const char *orphan;

	if (found == NULL || strcmp(found, "ok") != 0) {
		doctor_problem(doctor, "warung.db is damaged (%.*s): close the shop and bring "
			"back a backup.", found == NULL ? 200 : (int)strcspn(found, "\n"),
			found == NULL ? sqlite3_errmsg(handle) : found);
		return;
	}
	orphan = ask(doctor, handle, "PRAGMA foreign_key_check");
	if (orphan == NULL || *orphan != '\0')
		doctor_problem(doctor, "In warung.db rows of the table %s belong to something "
			"that is gone: bring back a backup, or ask who changed the database by "
			"hand.", orphan == NULL ? "?" : orphan);
}

/* What is kept twice, so that nobody has to add it up: both must be the same. */
static void check_sums(struct doctor *doctor, sqlite3 *handle)
{
#define SOME_OF "SELECT min(id) || CASE count(*) WHEN 1 THEN '' ELSE ' and ' || (count(*) - 1) " \
	"|| ' more' END FROM "
	static const struct {
		const char *wrong, *what;
	} sums[] = {
		{ SOME_OF "product p WHERE stock <> (SELECT coalesce(sum(quantity), 0) "
			"FROM stock_change WHERE product_seq = p.seq)",
			"the stock is not the sum of its changes, of product" },
		{ SOME_OF "orders o WHERE total <> (SELECT coalesce(sum(price * quantity), 0) "
			"FROM order_line WHERE order_id = o.id)",
			"the total is not the sum of the lines, of order" },
	};

	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
		const char *some = ask(doctor, handle, sums[i].wrong);

		if (some != NULL && *some != '\0')
			doctor_problem(doctor, "In warung.db %s %s: bring back a backup, or "
				"ask who changed the database by hand.", sums[i].what, some);
	}
}

/* UNION sorts as strcmp does, and leaves each but once. */
static void find_pictures(struct doctor *doctor, sqlite3 *handle)
{
	doctor->pictures = ask(doctor, handle, "SELECT group_concat(name, ' ') FROM "
		"(SELECT image AS name FROM product WHERE image <> '' "
		"UNION SELECT qris FROM user WHERE qris <> '' ORDER BY name)");
}

static void check_journal_mode(struct doctor *doctor, sqlite3 *handle)
{
	const char *mode = ask(doctor, handle, "PRAGMA journal_mode");

	if (mode != NULL && strcmp(mode, "wal") == 0 &&
	    sqlite3_libversion_number() < WAL_IS_SAFE_SINCE)
		doctor_problem(doctor, "warung.db is in WAL mode, in which SQLite %s can lose "
			"what was written: say `sqlite3 %s 'PRAGMA journal_mode = DELETE'`.",
			sqlite3_libversion(), doctor_path(doctor, "warung.db"));
}

static void check_all(struct doctor *doctor, sqlite3 *handle)
{
	sqlite3_busy_timeout(handle, DB_BUSY_MILLISECONDS);
	if (ask(doctor, handle, "PRAGMA schema_version") == NULL) {
		doctor_problem(doctor, "warung.db cannot be read (%s): if it is damaged, close "
			"the shop and bring back a backup.", sqlite3_errmsg(handle));
		return;
	}
	if (sqlite3_db_readonly(handle, "main") != 0)
		doctor_problem(doctor, "warung.db cannot be written: say `chmod u+rw %s`.",
			doctor_path(doctor, "warung.db"));
	check_version(doctor, handle);
	check_consistency(doctor, handle);
	check_sums(doctor, handle);
	find_pictures(doctor, handle);
	check_journal_mode(doctor, handle);
}

void doctor_database(struct doctor *doctor)
{
	const char *path = doctor_path(doctor, "warung.db");
	const struct stat *is = doctor_look(doctor, path);
	sqlite3 *handle = NULL;

	if (is == NULL || !S_ISREG(is->st_mode)) {
		doctor_problem(doctor, "There is no database %s: say `warung init`, or bring "
			"back a backup.", path);
		return;
	}
	db_configure();
	if (sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		doctor_problem(doctor, "warung.db cannot be opened (%s): it must be a file of "
			"the owner's, mode 0600.", sqlite3_errmsg(handle));
	else
		check_all(doctor, handle);
	sqlite3_close_v2(handle);
}
