/* Orders. */
#include "model/order.h"

#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "html/language.h"
#include "model/setting.h"
#include "model/stock.h"

const char *const order_state_words[ORDER_STATES] = {
	[ORDER_PLACED] = "placed",
	[ORDER_PAID] = "paid",
	[ORDER_READY] = "ready",
	[ORDER_DONE] = "done",
	[ORDER_CANCELLED] = "cancelled",
};

const char *const order_state_labels[ORDER_STATES] = {
	[ORDER_PLACED] = N_("Placed"),
	[ORDER_PAID] = N_("Paid"),
	[ORDER_READY] = N_("Ready for pick-up"),
	[ORDER_DONE] = N_("Handed out"),
	[ORDER_CANCELLED] = N_("Cancelled"),
};

static enum order_state read_state(const char *word)
{
	size_t state = text_find_word(order_state_words, ORDER_STATES, word);

	if (state == ORDER_STATES)
		fail(500, "an order is %s", word);
	return (enum order_state)state;
}

/* A table of `count` rows, with room for one more: it is full whenever that is a power of two. */
static void *with_room(struct arena *arena, void *table, size_t count, size_t size)
{
	void *larger;

	if ((count & (count - 1)) != 0)
		return table;
	larger = arena_array(arena, count > 0 ? 2 * count : 1, size);
	return count > 0 ? memcpy(larger, table, count * size) : larger;
}

/* ---- an order is placed ---- */

/* What is sold by a line, and who sells it. */
struct ware {
	const struct order_line *line;
	int64_t product_seq, seller_id;
	const char *seller;
};

/* False: it is not to be had like this, or it is the buyer's own. */
static bool find_ware(struct db *db, struct ware *ware, const struct order_line *line,
	int64_t buyer_id)
{
	struct statement rows = db_query(db, "SELECT p.seq, u.id, u.username "
		"FROM product p JOIN user u ON u.id = p.user_id WHERE p.id = $1 AND p.price = $2 "
		"AND p.stock >= $3 AND p.available = 1 AND u.id <> $4",
		BIND(line->product_id, line->price.minor, line->quantity, buyer_id));
	bool found = db_next(&rows);

	if (found)
		*ware = (struct ware){ line, db_integer(&rows, 0), db_integer(&rows, 1),
			arena_string(db->arena, db_text(&rows, 2)) };
	db_finish(&rows);
	return found;
}

/* Who makes a change to an order by placing it. */
static const char *maker(const struct order_wish *wish)
{
	return wish->buyer_id != 0 ? wish->buyer : "";
}

static void note(struct db *db, int64_t order_id, enum order_state state, struct date now,
	const char *made_by)
{
	db_run(db, "INSERT INTO order_change (order_id, number, state, made, made_by) VALUES "
		"($1, (SELECT count(*) + 1 FROM order_change WHERE order_id = $1), $2, $3, $4)",
		BIND(order_id, order_state_words[state], now.us, made_by));
}

static int64_t total_of(const struct ware *wares, size_t count, int64_t seller_id)
{
	int64_t total = 0, part;

	for (size_t i = 0; i < count; i++)
		if (wares[i].seller_id == seller_id &&
		    (__builtin_mul_overflow(wares[i].line->price.minor,
			wares[i].line->quantity, &part) ||
		     __builtin_add_overflow(total, part, &total) ||
		     total > ORDER_TOTAL_HIGHEST))
			fail(400, "an order for more money than it can hold");
	return total;
}

static int64_t insert_order(struct db *db, const struct order_wish *wish, const struct ware *first,
	int64_t total)
{
	struct date now = date_now();
	int64_t id = db_number(db, "INSERT INTO orders (buyer_id, seller_id, buyer, "
		"seller, phone, token, state, total, placed) "
		"VALUES (nullif($1, 0), $2, $3, $4, $5, $6, 'placed', $7, $8) RETURNING id",
		BIND(wish->buyer_id, first->seller_id, wish->buyer, first->seller, wish->phone,
			wish->token, total, now.us));

	note(db, id, ORDER_PLACED, now, maker(wish));
	return id;
}

/* False: another line has taken so much of the same that it falls short. */
static bool insert_line(struct db *db, int64_t order_id, int64_t number, const struct ware *ware,
	const char *made_by)
{
	const struct order_line *line = ware->line;

	db_run(db, "INSERT INTO order_line (order_id, number, product_id, name, price, quantity) "
		"VALUES ($1, $2, $3, $4, $5, $6)", BIND(order_id, number, line->product_id,
		line->name, line->price.minor, line->quantity));
	return stock_change(db, ware->product_seq, &(struct stock_change){
		.quantity = -line->quantity, .reason = STOCK_SALE, .made_by = made_by,
		.order_id = order_id });
}

/* The order with the seller of the first ware; what other sellers have is left to theirs. */
static const struct order_line *place_one(struct db *db, const struct order_wish *wish,
	const struct ware *wares, const struct ware *first)
{
	const struct ware *end = wares + wish->lines.count;
	int64_t id = insert_order(db, wish, first,
		total_of(wares, wish->lines.count, first->seller_id));
	int64_t number = 0;

	for (const struct ware *ware = first; ware < end; ware++)
		if (ware->seller_id == first->seller_id &&
		    !insert_line(db, id, ++number, ware, maker(wish)))
			return ware->line;
	return NULL;
}

static bool is_first_of_seller(const struct ware *wares, const struct ware *ware)
{
	for (; wares < ware; wares++)
		if (wares->seller_id == ware->seller_id)
			return false;
	return true;
}

const struct order_line *order_place(struct db *db, const struct order_wish *wish)
{
	size_t count = wish->lines.count;
	struct ware *wares = arena_array(db->arena, count, sizeof *wares);
	const struct order_line *shortage = NULL;

	for (size_t i = 0; i < count; i++)
		if (!find_ware(db, &wares[i], &wish->lines.line[i], wish->buyer_id))
			return &wish->lines.line[i];
	for (size_t i = 0; i < count && shortage == NULL; i++)
		if (is_first_of_seller(wares, &wares[i]))
			shortage = place_one(db, wish, wares, &wares[i]);
	return shortage;
}

/* ---- orders are found ---- */

/* With the first line, so that a list tells of it without a query for each order. */
#define SELECT "SELECT o.id, buyer_id, seller_id, buyer, seller, phone, token, state, total, " \
	SETTING_CURRENCY_DECIMALS ", placed, paid, coalesce(l.name, ''), l.quantity, " \
	"(SELECT count(*) FROM order_line WHERE order_id = o.id) " \
	"FROM orders o LEFT JOIN order_line l ON l.order_id = o.id AND l.number = 1 "

#define IS_OPEN "state IN ('placed', 'paid', 'ready') "

static bool next(struct statement *rows, struct order *order)
{
	struct arena *arena = rows->db->arena;

	if (!db_next(rows))
		return false;
	*order = (struct order){
		.id = db_integer(rows, 0),
		.buyer_id = db_integer(rows, 1),
		.seller_id = db_integer(rows, 2),
		.buyer = arena_string(arena, db_text(rows, 3)),
		.seller = arena_string(arena, db_text(rows, 4)),
		.phone = arena_string(arena, db_text(rows, 5)),
		.token = arena_string(arena, db_text(rows, 6)),
		.state = read_state(db_text(rows, 7)),
		.total = { db_integer(rows, 8), (int)db_integer(rows, 9) },
		.placed = { db_integer(rows, 10) },
		.paid = { db_integer(rows, 11) },
		.first_name = arena_string(arena, db_text(rows, 12)),
		.first_quantity = db_integer(rows, 13),
		.n_lines = (size_t)db_integer(rows, 14),
	};
	return true;
}

/* Up to `most`, and whether there are more. */
static struct orders take(struct statement rows, size_t most)
{
	struct orders list = { 0 };
	struct order *table = NULL;
	struct order order;

	while (next(&rows, &order)) {
		if (list.count == most) {
			list.more = true;
			break;
		}
		table = with_room(rows.db->arena, table, list.count, sizeof *table);
		table[list.count++] = order;
	}
	db_finish(&rows);
	list.order = table;
	return list;
}

const struct order *order_find(struct db *db, int64_t id)
{
	return take(db_query(db, SELECT "WHERE o.id = $1", BIND(id)), 1).order;
}

struct orders orders_placed_together(struct db *db, const char *token)
{
	return take(db_query(db, SELECT "WHERE token = $1 ORDER BY o.id", BIND(token)), SIZE_MAX);
}

struct orders orders_bought(struct db *db, int64_t user_id, int64_t before)
{
	return take(db_query(db, SELECT "WHERE buyer_id = $1 AND o.id < $2 ORDER BY o.id DESC",
		BIND(user_id, before)), ORDERS_SHOWN);
}

struct orders orders_sold(struct db *db, int64_t user_id, int64_t before)
{
	return take(db_query(db, SELECT "WHERE seller_id = $1 AND o.id < $2 ORDER BY o.id DESC",
		BIND(user_id, before)), ORDERS_SHOWN);
}

struct orders orders_open(struct db *db, int64_t user_id, int64_t after)
{
	return take(db_query(db, SELECT "WHERE seller_id = $1 AND o.id > $2 AND " IS_OPEN
		"ORDER BY o.id", BIND(user_id, after)), ORDERS_SHOWN);
}

struct orders orders_closed(struct db *db, int64_t user_id, int64_t before)
{
	return take(db_query(db, SELECT "WHERE seller_id = $1 AND o.id < $2 AND NOT " IS_OPEN
		"ORDER BY o.id DESC", BIND(user_id, before)), ORDERS_SHOWN);
}

int64_t order_last_bought(struct db *db, int64_t user_id)
{
	return db_number(db, "SELECT max(id) FROM orders WHERE buyer_id = $1",
		BIND(user_id));
}

struct order_lines order_lines_of(struct db *db, int64_t order_id)
{
	struct statement rows = db_query(db, "SELECT product_id, name, price, "
		SETTING_CURRENCY_DECIMALS ", quantity FROM order_line "
		"WHERE order_id = $1 ORDER BY number", BIND(order_id));
	struct order_line *table = NULL;
	size_t count = 0;

	while (db_next(&rows)) {
		table = with_room(db->arena, table, count, sizeof *table);
		table[count++] = (struct order_line){
			.product_id = arena_string(db->arena, db_text(&rows, 0)),
			.name = arena_string(db->arena, db_text(&rows, 1)),
			.price = { db_integer(&rows, 2), (int)db_integer(&rows, 3) },
			.quantity = db_integer(&rows, 4),
		};
	}
	return (struct order_lines){ table, count };
}

struct order_changes order_changes_of(struct db *db, int64_t order_id)
{
	struct statement rows = db_query(db, "SELECT state, made, made_by FROM order_change "
		"WHERE order_id = $1 ORDER BY number", BIND(order_id));
	struct order_change *table = NULL;
	size_t count = 0;

	while (db_next(&rows)) {
		table = with_room(db->arena, table, count, sizeof *table);
		table[count++] = (struct order_change){
			.state = read_state(db_text(&rows, 0)),
			.made = { db_integer(&rows, 1) },
			.made_by = arena_string(db->arena, db_text(&rows, 2)),
		};
	}
	return (struct order_changes){ table, count };
}

/* ---- an order changes ---- */

/* To ORDER_PAID from ORDER_READY or ORDER_DONE: the money came late. */
static const bool may_become[ORDER_STATES][ORDER_STATES] = {
	[ORDER_PLACED] = { [ORDER_PAID] = true, [ORDER_READY] = true, [ORDER_DONE] = true,
		[ORDER_CANCELLED] = true },
	[ORDER_PAID] = { [ORDER_READY] = true, [ORDER_DONE] = true, [ORDER_CANCELLED] = true },
	[ORDER_READY] = { [ORDER_PAID] = true, [ORDER_DONE] = true, [ORDER_CANCELLED] = true },
	[ORDER_DONE] = { [ORDER_PAID] = true },
};

bool order_may_become(const struct order *order, enum order_state state, bool by_seller)
{
	if (state == ORDER_PAID && order->paid.us != 0)
		return false;
	return may_become[order->state][state] &&
		(by_seller || (order->state == ORDER_PLACED && state == ORDER_CANCELLED));
}

/* False: somebody else has changed it since it was read. */
static bool update(struct db *db, const struct order *order, enum order_state state, bool paid,
	struct date now)
{
	return db_run(db, "UPDATE orders SET state = $1, paid = coalesce(paid, nullif($2, 0)) "
		"WHERE id = $3 AND state = $4 AND coalesce(paid, 0) = $5",
		BIND(order_state_words[state], paid ? now.us : 0, order->id,
			order_state_words[order->state], order->paid.us)) > 0;
}

/* The seq of a product, 0 when it is gone. */
static int64_t product_seq(struct db *db, const char *id)
{
	return db_number(db, "SELECT seq FROM product WHERE id = $1", BIND(id));
}

/* stock_change refuses what is gone, and a stock that would be beyond all bounds. */
static void return_stock(struct db *db, int64_t order_id, const char *made_by)
{
	struct order_lines lines = order_lines_of(db, order_id);

	for (size_t i = 0; i < lines.count; i++)
		stock_change(db, product_seq(db, lines.line[i].product_id), &(struct stock_change){
			.quantity = lines.line[i].quantity, .reason = STOCK_RETURN,
			.made_by = made_by, .order_id = order_id });
}

void order_become(struct db *db, const struct order *order, enum order_state state,
	const char *made_by)
{
	bool is_money = state == ORDER_PAID, is_late = is_money && order->state != ORDER_PLACED;
	struct date now = date_now();

	if (!update(db, order, is_late ? order->state : state, is_money, now))
		return;
	note(db, order->id, state, now, made_by);
	if (state == ORDER_CANCELLED)
		return_stock(db, order->id, made_by);
}

void orders_cancel_all_sold(struct db *db, const struct user *seller)
{
	struct orders all = take(db_query(db, SELECT
		"WHERE seller_id = $1 AND " IS_OPEN "ORDER BY o.id", BIND(seller->id)), SIZE_MAX);

	for (size_t i = 0; i < all.count; i++)
		order_become(db, &all.order[i], ORDER_CANCELLED, seller->username);
}
