/* The stock-room: what members keep and do not sell. */
#ifndef MODEL_ITEM_H
#define MODEL_ITEM_H

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"

enum { ITEM_NAME_LONGEST = 255, ITEM_DESCRIPTION_LONGEST = 10000 /* code points */ };
static const int64_t ITEM_AMOUNT_HIGHEST = 2147483647;

struct item {
	int64_t id;
	int64_t user_id;
	const char *name;
	int64_t amount;
	const char *description;
	int64_t threshold;     /* with this much or less it runs low; 0: nobody minds */
};

/* Is there so little that more should be bought? */
bool item_is_low(const struct item *item);

/* How much there is to be bought, up to the threshold. */
int64_t item_missing(const struct item *item);

/* Rows, one at a time: the texts of an item live until the next item_next. */
struct items {
	struct statement rows;
};
bool item_next(struct items *items, struct item *item);
void item_finish(struct items *items);

/* Up to `most` rows, in the db's arena, and whether more are behind.  The rows are finished. */
struct item_list {
	const struct item *item;
	size_t count;
	bool more;
};
struct item_list item_take(struct items items, size_t most);

/* All of a member's, in the order in which they were added; from behind `after` (an id; 0: all). */
struct items items_of_user(struct db *db, int64_t user_id, int64_t after);

/* Those that run low, by name. */
struct items items_low(struct db *db, int64_t user_id);

/* The one with that id, or nothing: there is none, or it is somebody else's. */
struct items items_with_id(struct db *db, int64_t id, int64_t user_id);

/* The same, in the db's arena; NULL for nothing. */
const struct item *item_find(struct db *db, int64_t id, int64_t user_id);

/* How many a member has, and how many of them run low. */
struct item_counts {
	int64_t all, low;
};
struct item_counts item_counts(struct db *db, int64_t user_id);

/* Insert (returns the new id), change, delete.  The last two: false when it is not the user's. */
int64_t item_insert(struct db *db, int64_t user_id, const struct item *item);
bool item_update(struct db *db, int64_t user_id, const struct item *item);
bool item_delete(struct db *db, int64_t user_id, int64_t id);

/*
 * Add to the amount, or take away; false when it would leave 0..ITEM_AMOUNT_HIGHEST, or is not the
 * user's.
 */
bool item_adjust(struct db *db, int64_t user_id, int64_t id, int64_t by);

#endif
