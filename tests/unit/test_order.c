/* Orders: placed whole or not at all, brought from state to state, and what that does to stocks. */
#include "unit.h"

#include "model/order.h"
#include "model/product.h"
#include "model/stock.h"
#include "model/user.h"

static struct db db;
static const struct user *siti, *budi, *tono;
static const char *tea, *rice, *coffee;

/* siti sells 5 tea at 100 and 5 rice at 250; budi sells 5 coffee at 70; tono buys. */
static const char *sell(const struct user *seller, const char *name, int64_t price)
{
	return product_insert(&db, seller, &(struct product){ .name = name,
		.price = { price, 0 }, .description = "", .stock = 5, .available = true });
}

static const struct user *join(const char *name)
{
	user_insert(&db, name, "hash");
	return user_find_by_name(&db, name);
}

static int shop_begin(void **state)
{
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	siti = join("siti");
	budi = join("budi");
	tono = join("tono");
	tea = sell(siti, "tea", 100);
	rice = sell(siti, "rice", 250);
	coffee = sell(budi, "coffee", 70);
	db_commit(&db);
	return result;
}

static int64_t number(const char *sql)
{
	struct statement rows = db_query(&db, sql, BIND_NOTHING);
	int64_t result = db_next(&rows) ? db_integer(&rows, 0) : -1;

	db_finish(&rows);
	return result;
}

/* What holds whatever was done. */
static int shop_end(void **state)
{
	assert_int_equal(number("SELECT count(*) FROM product WHERE stock <> (SELECT "
		"coalesce(sum(quantity), 0) FROM stock_change WHERE product_seq = seq)"), 0);
	assert_int_equal(number("SELECT count(*) FROM orders WHERE total <> "
		"(SELECT sum(price * quantity) FROM order_line WHERE order_id = id) "
		"OR state <> (SELECT state FROM order_change WHERE order_id = id "
		"AND NOT (state = 'paid' AND number > 2) ORDER BY number DESC)"), 0);
	assert_int_equal(number("SELECT count(*) FROM pragma_integrity_check "
		"WHERE integrity_check <> 'ok'"), 0);
	assert_int_equal(number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
	db_close(&db);
	return unit_end(state);
}

#define shop(function) cmocka_unit_test_setup_teardown(function, shop_begin, shop_end)

static int64_t stock_of(const char *product_id)
{
	return product_find(&db, product_id, siti->id)->stock;
}

static struct order_line line_of(const char *id, const char *name, int64_t price, int64_t quantity)
{
	return (struct order_line){ id, name, { price, 0 }, quantity };
}

static const struct order_line *place(const char *token, const struct user *buyer,
	const struct order_line *lines, size_t count)
{
	return order_place(&db, &(struct order_wish){ .token = token,
		.buyer_id = buyer != NULL ? buyer->id : 0,
		.buyer = buyer != NULL ? buyer->username : "Ibu Ani",
		.phone = buyer != NULL ? "" : "0812 345 678", .lines = { lines, count } });
}

/* One order of tono's: 2 tea. */
static const struct order *placed(void)
{
	assert_null(place("t", tono, &(struct order_line){ tea, "tea", { 100, 0 }, 2 }, 1));
	return orders_placed_together(&db, "t").order;
}

/* ---- placing ---- */

static void test_one_order_for_each_seller(void **state)
{
	const struct order_line lines[] = { line_of(coffee, "coffee", 70, 5),
		line_of(tea, "tea", 100, 2), line_of(rice, "rice", 250, 1) };
	struct orders together;
	struct order_lines of_siti;

	(void)state;
	assert_null(place("t", tono, lines, 3));
	together = orders_placed_together(&db, "t");
	assert_int_equal(together.count, 2);
	assert_string_equal(together.order[0].seller, "budi");
	assert_int_equal(together.order[0].total.minor, 350);
	assert_string_equal(together.order[1].seller, "siti");
	assert_int_equal(together.order[1].seller_id, siti->id);
	assert_int_equal(together.order[1].total.minor, 450);
	assert_int_equal(together.order[1].paid.us, 0);
	of_siti = order_lines_of(&db, together.order[1].id);
	assert_int_equal(of_siti.count, 2);
	assert_string_equal(of_siti.line[0].name, "tea");
	assert_string_equal(of_siti.line[1].product_id, rice);
	assert_int_equal(of_siti.line[1].price.minor, 250);
	assert_int_equal(of_siti.line[1].quantity, 1);
	assert_int_equal(stock_of(coffee), 0);
	assert_int_equal(stock_of(tea), 3);
	assert_int_equal(stock_of(rice), 4);
}

static void test_who_ordered(void **state)
{
	const struct order_line line = line_of(tea, "tea", 100, 1);
	const struct order *order;

	(void)state;
	place("member", tono, &line, 1);
	place("guest", NULL, &line, 1);
	order = orders_placed_together(&db, "member").order;
	assert_int_equal(order->buyer_id, tono->id);
	assert_string_equal(order->buyer, "tono");
	assert_string_equal(order->phone, "");
	assert_string_equal(order_changes_of(&db, order->id).change[0].made_by, "tono");
	order = orders_placed_together(&db, "guest").order;
	assert_int_equal(order->buyer_id, 0);
	assert_string_equal(order->buyer, "Ibu Ani");
	assert_string_equal(order->phone, "0812 345 678");
	assert_string_equal(order_changes_of(&db, order->id).change[0].made_by, "");
	assert_int_equal(orders_placed_together(&db, "nobody").count, 0);
	assert_int_equal(number("SELECT count(*) FROM stock_change WHERE reason = 'sale' "
		"AND quantity = -1 AND order_id IN (SELECT id FROM orders)"), 2);
}

/* Each behind 3 tea that could be had: nothing of it may stay. */
static void test_what_falls_short(void **state)
{
	const struct order_line cases[] = {
		line_of(coffee, "coffee", 70, 6),
		line_of(coffee, "coffee", 71, 1),
		line_of(rice, "rice", 250, 1),
		line_of("00000000-0000-4000-8000-000000000000", "nothing", 1, 1),
		line_of(tea, "tea", 100, 3), /* of 5 */
	};

	(void)state;
	db_run(&db, "UPDATE product SET available = 0 WHERE id = $1", BIND(rice));
	db_commit(&db);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct order_line lines[] = { line_of(tea, "tea", 100, 3), cases[i] };

		assert_ptr_equal(place("t", tono, lines, 2), &lines[1]);
		db_rollback(&db);
		assert_int_equal(orders_placed_together(&db, "t").count, 0);
		assert_int_equal(stock_of(tea), 5);
	}
}

static void test_nobody_buys_from_himself(void **state)
{
	const struct order_line line = line_of(tea, "tea", 100, 1);

	(void)state;
	assert_ptr_equal(place("t", siti, &line, 1), &line);
}

/* Two lines together, and a line that overflows. */
static void test_more_money_than_an_order_can_hold(void **state)
{
	struct order_line lines[] = {
		line_of(tea, "tea", ORDER_TOTAL_HIGHEST - 500, 1), line_of(rice, "rice", 250, 3) };

	(void)state;
	db_run(&db, "UPDATE product SET price = $1 WHERE id = $2",
		BIND(lines[0].price.minor, tea));
	stock_count(&db, product_find(&db, tea, 0)->seq, 2000, "siti");
	db_commit(&db);
	assert_fails(400, place("t", tono, lines, 2));
	db_rollback(&db);
	lines[0].quantity = 2000;
	assert_fails(400, place("t", tono, lines, 1));
	db_rollback(&db);
	lines[0].quantity = 1;
	lines[1].quantity = 2;
	assert_null(place("t", tono, lines, 2));
	assert_int_equal(orders_placed_together(&db, "t").order->total.minor, ORDER_TOTAL_HIGHEST);
}

static void test_a_token_is_spent_once(void **state)
{
	const struct order_line line = line_of(tea, "tea", 100, 1);

	(void)state;
	place("t", tono, &line, 1);
	assert_fails(500, place("t", tono, &line, 1));
	db_close(&db);
}

/* ---- finding ---- */

static void test_lists(void **state)
{
	const struct order_line line = line_of(tea, "tea", 100, 1);
	struct orders page;

	(void)state;
	stock_count(&db, product_find(&db, tea, 0)->seq, 1000, "siti");
	for (int i = 0; i < ORDERS_SHOWN + 2; i++)
		place(arena_printf(&arena, "t%d", i), tono, &line, 1);
	page = orders_bought(&db, tono->id, INT64_MAX);
	assert_int_equal(page.count, ORDERS_SHOWN);
	assert_true(page.more);
	for (size_t i = 0; i < page.count; i++)
		assert_string_equal(page.order[i].token, arena_printf(&arena, "t%zu",
			ORDERS_SHOWN + 1 - i));
	page = orders_sold(&db, siti->id, page.order[page.count - 1].id);
	assert_int_equal(page.count, 2);
	assert_false(page.more);
	assert_int_equal(order_last_bought(&db, tono->id), ORDERS_SHOWN + 2);
	assert_int_equal(order_last_bought(&db, siti->id), 0);
	assert_int_equal(orders_bought(&db, siti->id, INT64_MAX).count, 0);
	assert_int_equal(orders_sold(&db, tono->id, INT64_MAX).count, 0);
	assert_null(order_find(&db, 99));
}

/* The ids of a page, as text. */
static const char *ids(struct orders page)
{
	const char *text = "";

	for (size_t i = 0; i < page.count; i++)
		text = arena_printf(&arena, "%s %jd", text, (intmax_t)page.order[i].id);
	return text;
}

static void test_what_is_to_be_handed_out(void **state)
{
	static const enum order_state becomes[] = { ORDER_DONE, ORDER_READY, ORDER_CANCELLED,
		ORDER_PAID, ORDER_DONE, ORDER_PLACED };
	const struct order_line line = line_of(rice, "rice", 250, 1);

	(void)state;
	stock_count(&db, product_find(&db, rice, 0)->seq, 10, "siti");
	for (int i = 0; i < 6; i++) {
		place(arena_printf(&arena, "t%d", i), tono, &line, 1);
		if (becomes[i] != ORDER_PLACED)
			order_become(&db, order_find(&db, i + 1), becomes[i], "siti");
	}
	assert_string_equal(ids(orders_open(&db, siti->id, 0)), " 2 4 6");
	assert_string_equal(ids(orders_open(&db, siti->id, 2)), " 4 6");
	assert_string_equal(ids(orders_closed(&db, siti->id, INT64_MAX)), " 5 3 1");
	assert_string_equal(ids(orders_closed(&db, siti->id, 5)), " 3 1");
	assert_string_equal(ids(orders_sold(&db, siti->id, INT64_MAX)), " 6 5 4 3 2 1");
	assert_string_equal(ids(orders_open(&db, tono->id, 0)), "");
	assert_string_equal(ids(orders_closed(&db, tono->id, INT64_MAX)), "");
}

/* However many were handed out since, what waits longest stands on the first page. */
static void test_what_waits_is_not_pushed_away(void **state)
{
	const struct order_line line = line_of(tea, "tea", 100, 1);
	struct orders page;

	(void)state;
	stock_count(&db, product_find(&db, tea, 0)->seq, 1000, "siti");
	for (int i = 0; i < ORDERS_SHOWN + 2; i++) {
		place(arena_printf(&arena, "t%d", i), tono, &line, 1);
		if (i > 0)
			order_become(&db, order_find(&db, i + 1), ORDER_DONE, "siti");
	}
	assert_string_equal(ids(orders_open(&db, siti->id, 0)), " 1");
	page = orders_closed(&db, siti->id, INT64_MAX);
	assert_int_equal(page.count, ORDERS_SHOWN);
	assert_true(page.more);
	page = orders_closed(&db, siti->id, page.order[page.count - 1].id);
	assert_string_equal(ids(page), " 2");
	assert_false(page.more);
}

static void test_what_a_list_tells_of_the_lines(void **state)
{
	const struct order_line lines[] = { line_of(coffee, "coffee", 70, 1),
		line_of(rice, "rice", 250, 3), line_of(tea, "tea", 100, 2) };
	struct orders page;

	(void)state;
	place("t", tono, lines, 3);
	page = orders_bought(&db, tono->id, INT64_MAX);
	assert_int_equal(page.count, 2);
	assert_string_equal(page.order[0].first_name, "rice");
	assert_int_equal(page.order[0].first_quantity, 3);
	assert_int_equal(page.order[0].n_lines, 2);
	assert_string_equal(page.order[1].first_name, "coffee");
	assert_int_equal(page.order[1].n_lines, 1);
}

static void test_accounts_go_and_names_stay(void **state)
{
	const struct order *order = placed();

	(void)state;
	user_delete(&db, tono->id);
	user_delete(&db, siti->id);
	order = order_find(&db, order->id);
	assert_int_equal(order->buyer_id, 0);
	assert_int_equal(order->seller_id, 0);
	assert_string_equal(order->buyer, "tono");
	assert_string_equal(order->seller, "siti");
	assert_string_equal(order_lines_of(&db, order->id).line[0].name, "tea");
	order_become(&db, order, ORDER_CANCELLED, "tono"); /* no product to bring it back to */
	assert_int_equal(order_find(&db, order->id)->state, ORDER_CANCELLED);
}

/* ---- changing ---- */

enum { BY_BUYER = 1, BY_SELLER = 2, BY_BOTH = BY_BUYER | BY_SELLER };

/* Who may bring an order in this state to that one. */
static const int transitions[ORDER_STATES][ORDER_STATES] = {
	[ORDER_PLACED] = { [ORDER_PAID] = BY_SELLER, [ORDER_READY] = BY_SELLER,
		[ORDER_DONE] = BY_SELLER, [ORDER_CANCELLED] = BY_BOTH },
	[ORDER_PAID] = { [ORDER_READY] = BY_SELLER, [ORDER_DONE] = BY_SELLER,
		[ORDER_CANCELLED] = BY_SELLER },
	[ORDER_READY] = { [ORDER_PAID] = BY_SELLER, [ORDER_DONE] = BY_SELLER,
		[ORDER_CANCELLED] = BY_SELLER },
	[ORDER_DONE] = { [ORDER_PAID] = BY_SELLER },
};

/* An order that was brought to that state. */
static const struct order *order_in(enum order_state state)
{
	const struct order *order = placed();

	if (state != ORDER_PLACED)
		order_become(&db, order, state, "siti");
	return order_find(&db, order->id);
}

static void check_transition(enum order_state from, enum order_state to)
{
	const struct order *order = order_in(from);
	enum order_state then = from != ORDER_PLACED && to == ORDER_PAID ? from : to;
	bool is_paid = from == ORDER_PAID || to == ORDER_PAID;
	struct order_changes changes;

	order_become(&db, order, to, "siti");
	order = order_find(&db, order->id);
	changes = order_changes_of(&db, order->id);
	assert_int_equal(order->state, then);
	assert_int_equal(order->paid.us != 0, is_paid);
	assert_int_equal(changes.count, from == ORDER_PLACED ? 2 : 3);
	assert_int_equal(changes.change[changes.count - 1].state, to);
	assert_string_equal(changes.change[changes.count - 1].made_by, "siti");
	assert_int_equal(stock_of(tea), to == ORDER_CANCELLED ? 5 : 3);
}

static void test_transitions(void **state)
{
	(void)state;
	for (enum order_state from = 0; from < ORDER_STATES; from++)
		for (enum order_state to = 0; to < ORDER_STATES; to++) {
			const struct order *order = order_in(from);

			assert_int_equal(order_may_become(order, to, true),
				(transitions[from][to] & BY_SELLER) != 0);
			assert_int_equal(order_may_become(order, to, false),
				(transitions[from][to] & BY_BUYER) != 0);
			db_rollback(&db);
			if (transitions[from][to] != 0)
				check_transition(from, to);
			db_rollback(&db);
		}
}

static void test_late_money_comes_once(void **state)
{
	const struct order *order = order_in(ORDER_READY), *paid;

	(void)state;
	order_become(&db, order, ORDER_PAID, "siti");
	paid = order_find(&db, order->id);
	assert_false(order_may_become(paid, ORDER_PAID, true));
	order_become(&db, order, ORDER_PAID, "siti");
	assert_int_equal(order_changes_of(&db, order->id).count, 3);
	order_become(&db, paid, ORDER_DONE, "siti");
	paid = order_find(&db, order->id);
	assert_true(paid->paid.us != 0);
	assert_false(order_may_become(paid, ORDER_PAID, true));
}

static void test_handed_out_on_credit(void **state)
{
	const struct order *order = order_in(ORDER_DONE);
	struct order_changes changes;

	(void)state;
	assert_int_equal(order->paid.us, 0);
	order_become(&db, order, ORDER_PAID, "siti");
	order_become(&db, order, ORDER_PAID, "siti");
	order = order_find(&db, order->id);
	changes = order_changes_of(&db, order->id);
	assert_int_equal(order->state, ORDER_DONE);
	assert_int_equal(changes.count, 3);
	assert_int_equal(changes.change[2].state, ORDER_PAID);
	assert_int_equal(changes.change[2].made.us, order->paid.us);
}

/* Two saw the same state; the first one to act wins. */
static void test_a_change_is_made_once(void **state)
{
	const struct order *order = placed();

	(void)state;
	order_become(&db, order, ORDER_CANCELLED, "siti");
	order_become(&db, order, ORDER_CANCELLED, "tono");
	order_become(&db, order, ORDER_READY, "siti");
	assert_int_equal(order_find(&db, order->id)->state, ORDER_CANCELLED);
	assert_int_equal(order_changes_of(&db, order->id).count, 2);
	assert_int_equal(stock_of(tea), 5);
	assert_int_equal(number("SELECT count(*) FROM stock_change WHERE reason = 'return' "
		"AND quantity = 2 AND order_id = 1 AND made_by = 'siti'"), 1);
}

static void test_a_seller_goes(void **state)
{
	static const enum order_state expected[] = {
		ORDER_CANCELLED, ORDER_CANCELLED, ORDER_CANCELLED, ORDER_DONE, ORDER_PLACED };
	static const enum order_state before[] = { ORDER_PAID, ORDER_READY, ORDER_DONE };
	const struct order_line line = line_of(tea, "tea", 100, 1);
	const struct order_line other = line_of(coffee, "coffee", 70, 1);

	(void)state;
	for (int i = 0; i < 4; i++)
		place(arena_printf(&arena, "t%d", i), tono, &line, 1);
	place("t4", tono, &other, 1);
	for (int i = 0; i < 3; i++)
		order_become(&db, order_find(&db, i + 2), before[i], "siti");
	orders_cancel_all_sold(&db, siti);
	for (int i = 0; i < 5; i++)
		assert_int_equal(order_find(&db, i + 1)->state, expected[i]);
	assert_int_equal(stock_of(tea), 4);
	assert_int_equal(stock_of(coffee), 4);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		shop(test_one_order_for_each_seller),
		shop(test_who_ordered),
		shop(test_what_falls_short),
		shop(test_nobody_buys_from_himself),
		shop(test_more_money_than_an_order_can_hold),
		shop(test_a_token_is_spent_once),
		shop(test_lists),
		shop(test_what_is_to_be_handed_out),
		shop(test_what_waits_is_not_pushed_away),
		shop(test_what_a_list_tells_of_the_lines),
		shop(test_accounts_go_and_names_stay),
		shop(test_transitions),
		shop(test_late_money_comes_once),
		shop(test_handed_out_on_credit),
		shop(test_a_change_is_made_once),
		shop(test_a_seller_goes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
