/* The demo shop: goods, a kitchen and a shelf of books, so that a new shop is not bare. */
#ifndef OWNER_DEMO_H
#define OWNER_DEMO_H

#include "db/db.h"

/* The first of the sellers, who also runs the kitchen and the lending. */
#define DEMO_KEEPER "ibu_sari"

/*
 * Put it into an empty shop (shop_is_empty); the transaction is the caller's.  The sellers get that
 * stored password; "!": nobody can sign in as one of them.
 */
void demo_fill(struct db *db, const char *password_hash);

#endif
