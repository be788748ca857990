/*
 * demo DIRECTORY: fill a new data directory with a small shop, and print how to sign in to it.
 * Called by `make run` the first time; a shop that has anything already is left alone.
 */
#include <stdio.h>

#include "auth/password.h"
#include "base/random.h"
#include "model/founding.h"
#include "owner/demo.h"
#include "owner/setup.h"

enum { PASSWORD_LETTERS = 12 };

/* The sellers share one random password, which is printed for the first of them. */
static void fill(struct db *db)
{
	char password[PASSWORD_LETTERS + 1];

	random_letters(password, PASSWORD_LETTERS);
	demo_fill(db, password_hash(db->arena, password));
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
	if (shop_is_empty(&db)) {
		fill(&db);
		setup_code_make(db.directory, &arena);
	}
	db_close(&db);
	arena_free(&arena);
	return 0;
}
