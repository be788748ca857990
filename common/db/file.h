/* A file that goes with a transaction (db_file_follows), for this folder. */
#ifndef DB_FILE_H
#define DB_FILE_H

#include <stdbool.h>

#include "db/db.h"

/* The transaction has ended, and was kept or not.  Never fails: what was written is written. */
void db_file_end(struct db *db, bool kept);

#endif
