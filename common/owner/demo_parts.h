/* The parts of the demo shop; each is put into the open transaction of an empty shop. */
#ifndef OWNER_DEMO_PARTS_H
#define OWNER_DEMO_PARTS_H

#include "owner/demo.h"

/* They come first: the other parts know them by their names. */
void demo_sellers(struct db *db, const char *password_hash);

void demo_market(struct db *db);
void demo_dishes(struct db *db);
void demo_books(struct db *db);
void demo_readers(struct db *db); /* who read which, has it at home, or waits for it */

#endif
