/* The stock ledger. */
#include "model/stock.h"

#include "base/fail.h"
#include "base/text.h"
#include "model/product.h"

const char *const stock_reason_words[STOCK_REASONS] = {
	[STOCK_SALE] = "sale",
	[STOCK_RESTOCK] = "restock",
	[STOCK_COUNT] = "count",
	[STOCK_WASTE] = "waste",
	[STOCK_RETURN] = "return",
	[STOCK_FIX] = "fix",
};

static enum stock_reason read_reason(const char *word)
{
	size_t reason = text_find_word(stock_reason_words, STOCK_REASONS, word);

	if (reason == STOCK_REASONS)
		fail(500, "a stock changed by %s", word);
	return (enum stock_reason)reason;
}

static struct db_value or_null(int64_t number)
{
	return number != 0 ? db_integer_value(number) : db_text_value(NULL);
}

static void insert(struct db *db, int64_t product_seq, const struct stock_change *change)
{
	struct db_value values[] = {
		db_integer_value(product_seq),
		db_integer_value(change->quantity),
		db_text_value(stock_reason_words[change->reason]),
		db_integer_value(date_now().us),
		db_text_value(change->made_by),
		db_text_value(change->note != NULL ? change->note : ""),
		or_null(change->order_id),
		or_null(change->undoes),
	};

	db_run(db, "INSERT INTO stock_change (product_seq, number, quantity, reason, made, "
		"made_by, note, order_id, undoes) VALUES ($1, (SELECT coalesce(max(number), 0) + 1 "
		"FROM stock_change WHERE product_seq = $1), $2, $3, $4, $5, $6, $7, $8)",
		(struct db_values){ sizeof values / sizeof *values, values });
}

bool stock_change(struct db *db, int64_t product_seq, const struct stock_change *change)
{
	if (db_run(db, "UPDATE product SET stock = stock + $1 "
		"WHERE seq = $2 AND stock + $1 BETWEEN 0 AND $3",
		BIND(change->quantity, product_seq, PRODUCT_STOCK_HIGHEST)) == 0)
		return false;
	insert(db, product_seq, change);
	return true;
}

static int64_t stock_of(struct db *db, int64_t product_seq)
{
	return db_number(db, "SELECT stock FROM product WHERE seq = $1",
		BIND(product_seq));
}

void stock_count(struct db *db, int64_t product_seq, int64_t counted, const char *made_by)
{
	int64_t more = counted - stock_of(db, product_seq);

	if (more != 0)
		stock_change(db, product_seq, &(struct stock_change){
			.quantity = more, .reason = STOCK_COUNT, .made_by = made_by });
}

/* A change that another one undoes is known by it, and only those behind it can. */
#define SELECT "SELECT number, quantity, reason, made, made_by, note, order_id, undoes, " \
	"EXISTS (SELECT 1 FROM stock_change later WHERE later.product_seq = c.product_seq " \
	"AND later.number > c.number AND later.undoes = c.number) " \
	"FROM stock_change c WHERE product_seq = $1 "

static bool next(struct statement *rows, struct stock_change *change)
{
	struct arena *arena = rows->db->arena;

	if (!db_next(rows))
		return false;
	*change = (struct stock_change){
		.number = db_integer(rows, 0),
		.quantity = db_integer(rows, 1),
		.reason = read_reason(db_text(rows, 2)),
		.made = { db_integer(rows, 3) },
		.made_by = arena_string(arena, db_text(rows, 4)),
		.note = arena_string(arena, db_text(rows, 5)),
		.order_id = db_integer(rows, 6),
		.undoes = db_integer(rows, 7),
		.is_undone = db_integer(rows, 8) != 0,
	};
	return true;
}

static bool find(struct db *db, int64_t product_seq, int64_t number, struct stock_change *change)
{
	struct statement rows = db_query(db, SELECT "AND number = $2", BIND(product_seq, number));
	bool found = next(&rows, change);

	db_finish(&rows);
	return found;
}

enum stock_undo stock_undo(struct db *db, int64_t product_seq, int64_t number,
	const char *made_by)
{
	struct stock_change change;

	if (!find(db, product_seq, number, &change))
		return STOCK_NO_SUCH_CHANGE;
	if (change.order_id != 0)
		return STOCK_OF_AN_ORDER;
	if (change.is_undone)
		return STOCK_UNDONE_BEFORE;
	return stock_change(db, product_seq, &(struct stock_change){
		.quantity = -change.quantity, .reason = STOCK_FIX, .made_by = made_by,
		.undoes = number }) ? STOCK_UNDONE : STOCK_WOULD_BE_NEGATIVE;
}

struct stock_changes stock_changes_of(struct db *db, int64_t product_seq)
{
	struct stock_change *table = arena_array(db->arena, STOCK_CHANGES_SHOWN + 1, sizeof *table);
	struct statement rows = db_query(db, SELECT "ORDER BY number DESC", BIND(product_seq));
	struct stock_changes list = { .change = table };

	while (list.count < STOCK_CHANGES_SHOWN && next(&rows, &table[list.count]))
		list.count++;
	list.more = list.count == STOCK_CHANGES_SHOWN && next(&rows, &table[list.count]);
	db_finish(&rows);
	return list;
}
