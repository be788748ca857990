/* The data directory, and the database in it, when they are not there yet. */
#ifndef DB_CREATE_H
#define DB_CREATE_H

#include "db/db.h"

/*
 * Make the data directory (0700) with sessions/, the secret key and an empty database, each unless
 * it exists.  Two processes may do it at once.  Fails (503) with the reason when it cannot.
 */
void db_create(const char *directory, struct arena *arena);

/* Letters of a key as db_create makes it, and bytes of a file that may be one. */
enum { DB_SECRET_LETTERS = 50, DB_SECRET_LONGEST = 4096 };

/* This installation's secret key, from which signatures are made; created with the directory. */
const char *db_secret(const char *directory, struct arena *arena);

#endif
