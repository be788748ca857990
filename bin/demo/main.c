/*
 * demo DIRECTORY: fill a new data directory with a small shop, and print how to sign in to it.
 * Called by `make run` the first time; a directory that has accounts already is left alone.
 */
#include <stdio.h>

#include "auth/password.h"
#include "base/random.h"
#include "demo.h"

enum { PASSWORD_LETTERS = 12 };

static bool is_empty(struct db *db)
{
	return db_number(db, "SELECT count(*) FROM user", BIND_NOTHING) == 0;
}

/* The shop's clock shows the time of Jakarta. */
static void settle(struct db *db)
{
	db_run(db, "INSERT INTO setting (name, value) VALUES ('utc_offset', '420')", BIND_NOTHING);
	db_run(db, "UPDATE user SET permissions = 'add_dish change_dish change_book' "
		"WHERE username = $1", BIND(DEMO_KEEPER));
}

/* The sellers share one random password, which is printed for the first of them. */
static void fill(struct db *db)
{
	char password[PASSWORD_LETTERS + 1];

	random_letters(password, PASSWORD_LETTERS);
	demo_sellers(db, password_hash(db->arena, password));
	settle(db);
	demo_market(db);
	demo_dishes(db);
	demo_books(db);
	demo_readers(db);
	db_commit(db);
	printf("Demo login: %s, password %s\n", DEMO_KEEPER, password);
}

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct db db = { .arena = &arena, .mode = DB_WRITE };

	if (argc != 2) {
		fprintf(stderr, "usage: demo DIRECTORY\n");
		return 2;
	}
	db.directory = argv[1];
	if (is_empty(&db))
		fill(&db);
	db_close(&db);
	arena_free(&arena);
	return 0;
}
