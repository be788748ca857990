/* The stock-room. */
#include "model/item.h"


#define ITEM_SELECT "SELECT id, user_id, name, amount, description, threshold FROM item "
#define IS_LOW "threshold > 0 AND amount <= threshold" /* as item_is_low */

bool item_is_low(const struct item *item)
{
	return item->threshold > 0 && item->amount <= item->threshold;
}

int64_t item_missing(const struct item *item)
{
	return item->amount < item->threshold ? item->threshold - item->amount : 0;
}

bool item_next(struct items *items, struct item *item)
{
	const struct statement *rows = &items->rows;

	if (!db_next(&items->rows))
		return false;
	*item = (struct item){
		.id = db_integer(rows, 0),
		.user_id = db_integer(rows, 1),
		.name = db_text(rows, 2),
		.amount = db_integer(rows, 3),
		.description = db_text(rows, 4),
		.threshold = db_integer(rows, 5),
	};
	return true;
}

void item_finish(struct items *items)
{
	db_finish(&items->rows);
}

struct item_list item_take(struct items items, size_t most)
{
	struct arena *arena = items.rows.db->arena;
	struct item *table = arena_array(arena, most + 1, sizeof *table);
	struct item_list list = { .item = table };

	while (list.count < most && item_next(&items, &table[list.count])) {
		struct item *item = &table[list.count++];

		item->name = arena_string(arena, item->name);
		item->description = arena_string(arena, item->description);
	}
	list.more = list.count == most && item_next(&items, &table[most]);
	item_finish(&items);
	return list;
}

struct items items_of_user(struct db *db, int64_t user_id, int64_t after)
{
	return (struct items){ .rows = db_query(db,
		ITEM_SELECT "WHERE user_id = $1 AND id > $2 ORDER BY id", BIND(user_id, after)) };
}

struct items items_low(struct db *db, int64_t user_id)
{
	return (struct items){ .rows = db_query(db,
		ITEM_SELECT "WHERE user_id = $1 AND " IS_LOW " ORDER BY lower(name), id",
		BIND(user_id)) };
}

struct items items_with_id(struct db *db, int64_t id, int64_t user_id)
{
	return (struct items){ .rows = db_query(db,
		ITEM_SELECT "WHERE id = $1 AND user_id = $2", BIND(id, user_id)) };
}

const struct item *item_find(struct db *db, int64_t id, int64_t user_id)
{
	struct item_list list = item_take(items_with_id(db, id, user_id), 1);

	return list.count > 0 ? list.item : NULL;
}

struct item_counts item_counts(struct db *db, int64_t user_id)
{
	struct statement rows = db_query(db, "SELECT count(*), "
		"count(CASE WHEN " IS_LOW " THEN 1 END) FROM item WHERE user_id = $1",
		BIND(user_id));
	struct item_counts counts = { 0 };

	if (db_next(&rows))
		counts = (struct item_counts){ db_integer(&rows, 0), db_integer(&rows, 1) };
	db_finish(&rows);
	return counts;
}

int64_t item_insert(struct db *db, int64_t user_id, const struct item *item)
{
	return db_number(db, "INSERT INTO item "
		"(user_id, name, amount, description, threshold) VALUES ($1, $2, $3, $4, $5) "
		"RETURNING id", BIND(user_id, item->name, item->amount, item->description,
		item->threshold));
}

bool item_update(struct db *db, int64_t user_id, const struct item *item)
{
	return db_run(db, "UPDATE item SET name = $1, amount = $2, description = $3, "
		"threshold = $4 WHERE id = $5 AND user_id = $6",
		BIND(item->name, item->amount, item->description, item->threshold, item->id,
			user_id)) > 0;
}

bool item_delete(struct db *db, int64_t user_id, int64_t id)
{
	return db_run(db, "DELETE FROM item WHERE id = $1 AND user_id = $2", BIND(id, user_id)) > 0;
}

bool item_adjust(struct db *db, int64_t user_id, int64_t id, int64_t by)
{
	return db_run(db, "UPDATE item SET amount = amount + $1 "
		"WHERE id = $2 AND user_id = $3 AND amount + $1 BETWEEN 0 AND $4",
		BIND(by, id, user_id, ITEM_AMOUNT_HIGHEST)) > 0;
}
