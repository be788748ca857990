/* The stock ledger: what changes a stock is written down, and the stock is the sum of it. */
#include "unit.h"

#include "model/product.h"
#include "model/stock.h"

static struct db db;
static const struct user *siti;
static const struct product *tea;    /* as it began: with a stock of 5 */

static int shop_begin(void **state)
{
	int result = unit_begin(state);
	const char *id;

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	user_insert(&db, "siti", "x");
	siti = user_find_by_name(&db, "siti");
	id = product_insert(&db, siti, &(struct product){ .name = "tea", .description = "",
		.stock = 5, .available = true });
	tea = product_find(&db, id, 0);
	return result;
}

static int shop_end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define shop(function) cmocka_unit_test_setup_teardown(function, shop_begin, shop_end)

static int64_t number(const char *sql)
{
	struct statement rows = db_query(&db, sql, BIND_NOTHING);
	int64_t found = db_next(&rows) ? db_integer(&rows, 0) : -1;

	db_finish(&rows);
	return found;
}

/* The stock of the tea, which must be the sum of its changes. */
static int64_t stock(void)
{
	int64_t is = product_find(&db, tea->id, siti->id)->stock;

	assert_int_equal(is, number("SELECT coalesce(sum(quantity), 0) FROM stock_change"));
	return is;
}

static bool change(int64_t quantity)
{
	return stock_change(&db, tea->seq, &(struct stock_change){ .quantity = quantity,
		.reason = STOCK_RESTOCK, .made_by = "siti" });
}

/* "2:+3 restock 1:+5 count", newest first; a "-" behind what was undone, "=N" where it was. */
static const char *ledger(void)
{
	struct stock_changes list = stock_changes_of(&db, tea->seq);
	char *text = arena_string(&arena, "");

	for (size_t i = 0; i < list.count; i++) {
		const struct stock_change *c = &list.change[i];

		text = arena_printf(&arena, "%s%s%jd:%+jd %s%s", text, i > 0 ? " " : "",
			(intmax_t)c->number, (intmax_t)c->quantity, stock_reason_words[c->reason],
			c->is_undone ? "-" : "");
		if (c->undoes != 0)
			text = arena_printf(&arena, "%s=%jd", text, (intmax_t)c->undoes);
	}
	return text;
}

static void test_ledger_begins_with_the_product(void **state)
{
	const char *none;

	(void)state;
	assert_int_equal(stock(), 5);
	assert_string_equal(ledger(), "1:+5 count");
	none = product_insert(&db, siti, &(struct product){ .name = "sold out",
		.description = "" });
	assert_int_equal(stock_changes_of(&db, product_find_own(&db, none, siti->id)->seq).count,
		0);
}

static void test_change_is_kept_as_it_was_made(void **state)
{
	static const struct stock_change sale = { .quantity = -2, .reason = STOCK_SALE,
		.made_by = "", .note = "é \"<\n", .order_id = 77, .number = 40, .is_undone = true };
	const struct stock_change *kept;
	int64_t before = date_now().us;

	(void)state;
	assert_true(stock_change(&db, tea->seq, &sale));
	assert_int_equal(stock(), 3);
	kept = &stock_changes_of(&db, tea->seq).change[0];
	assert_int_equal(kept->number, 2);
	assert_int_equal(kept->quantity, -2);
	assert_int_equal(kept->reason, STOCK_SALE);
	assert_in_range(kept->made.us, before, date_now().us);
	assert_string_equal(kept->made_by, "");
	assert_string_equal(kept->note, "é \"<\n");
	assert_int_equal(kept->order_id, 77);
	assert_int_equal(kept->undoes, 0);
	assert_false(kept->is_undone);
	kept++;
	assert_string_equal(kept->made_by, "siti");
	assert_string_equal(kept->note, "");
	assert_int_equal(kept->order_id, 0);
}

static void test_stock_stays_in_its_range(void **state)
{
	static const int64_t refused[] = { -6, INT64_MIN, INT64_MAX, 2147483643 };

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_false(change(refused[i]));
	assert_string_equal(ledger(), "1:+5 count");
	assert_true(change(-5));
	assert_int_equal(stock(), 0);
	assert_false(change(-1));
	assert_true(change(PRODUCT_STOCK_HIGHEST));
	assert_int_equal(stock(), PRODUCT_STOCK_HIGHEST);
	assert_false(change(1));
	assert_string_equal(ledger(), "3:+2147483647 restock 2:-5 restock 1:+5 count");
}

static void test_change_of_no_product(void **state)
{
	(void)state;
	assert_false(stock_change(&db, tea->seq + 1, &(struct stock_change){ .quantity = 1,
		.made_by = "" }));
	stock_count(&db, tea->seq + 1, 3, "siti");
	assert_int_equal(number("SELECT count(*) FROM stock_change"), 1);
}

static void test_every_reason(void **state)
{
	(void)state;
	for (enum stock_reason reason = 0; reason < STOCK_REASONS; reason++)
		assert_true(stock_change(&db, tea->seq, &(struct stock_change){ .quantity = 1,
			.reason = reason, .made_by = "siti" }));
	assert_string_equal(ledger(), "7:+1 fix 6:+1 return 5:+1 waste 4:+1 count 3:+1 restock "
		"2:+1 sale 1:+5 count");
}

static void test_count(void **state)
{
	(void)state;
	stock_count(&db, tea->seq, 5, "siti");
	assert_string_equal(ledger(), "1:+5 count");
	stock_count(&db, tea->seq, 2, "siti");
	assert_int_equal(stock(), 2);
	stock_count(&db, tea->seq, 9, "siti");
	assert_int_equal(stock(), 9);
	assert_string_equal(ledger(), "3:+7 count 2:-3 count 1:+5 count");
}

static void test_undo(void **state)
{
	(void)state;
	change(3);
	assert_int_equal(stock_undo(&db, tea->seq, 2, "siti"), STOCK_UNDONE);
	assert_int_equal(stock(), 5);
	assert_string_equal(ledger(), "3:-3 fix=2 2:+3 restock- 1:+5 count");
	assert_int_equal(stock_undo(&db, tea->seq, 2, "siti"), STOCK_UNDONE_BEFORE);
	assert_int_equal(stock_undo(&db, tea->seq, 3, "siti"), STOCK_UNDONE);
	assert_string_equal(ledger(), "4:+3 fix=3 3:-3 fix-=2 2:+3 restock- 1:+5 count");
	assert_int_equal(stock(), 8);
}

static void test_undo_that_cannot_be(void **state)
{
	static const int64_t none[] = { 0, -1, 4, INT64_MAX };

	(void)state;
	stock_change(&db, tea->seq, &(struct stock_change){ .quantity = -4, .reason = STOCK_SALE,
		.made_by = "", .order_id = 1 });
	stock_change(&db, tea->seq, &(struct stock_change){ .quantity = -1, .reason = STOCK_WASTE,
		.made_by = "siti" });
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_int_equal(stock_undo(&db, tea->seq, none[i], "siti"), STOCK_NO_SUCH_CHANGE);
	assert_int_equal(stock_undo(&db, tea->seq + 1, 1, "siti"), STOCK_NO_SUCH_CHANGE);
	assert_int_equal(stock_undo(&db, tea->seq, 2, "siti"), STOCK_OF_AN_ORDER);
	assert_int_equal(stock_undo(&db, tea->seq, 1, "siti"), STOCK_WOULD_BE_NEGATIVE);
	assert_string_equal(ledger(), "3:-1 waste 2:-4 sale 1:+5 count");
	assert_int_equal(stock(), 0);
}

/* Numbers count within a product, and so does what an undo is about. */
static void test_two_products(void **state)
{
	const char *id = product_insert(&db, siti, &(struct product){ .name = "coffee",
		.description = "", .stock = 7 });
	int64_t coffee = product_find_own(&db, id, siti->id)->seq;

	(void)state;
	change(1);
	assert_int_equal(stock_undo(&db, coffee, 1, "siti"), STOCK_UNDONE);
	assert_string_equal(ledger(), "2:+1 restock 1:+5 count");
	assert_int_equal(stock_changes_of(&db, coffee).count, 2);
	assert_int_equal(product_find_own(&db, id, siti->id)->stock, 0);
}

static void test_newest_are_shown(void **state)
{
	struct stock_changes list;

	(void)state;
	for (int i = 2; i <= STOCK_CHANGES_SHOWN; i++)
		change(1);
	list = stock_changes_of(&db, tea->seq);
	assert_int_equal(list.count, STOCK_CHANGES_SHOWN);
	assert_false(list.more);
	change(-2);
	list = stock_changes_of(&db, tea->seq);
	assert_int_equal(list.count, STOCK_CHANGES_SHOWN);
	assert_true(list.more);
	assert_int_equal(list.change[0].number, STOCK_CHANGES_SHOWN + 1);
	assert_int_equal(list.change[STOCK_CHANGES_SHOWN - 1].number, 2);
}

/* Each of 20 takes one of the 15 there are, if it still can, and brings two if it could not. */
static void take_or_bring(void *unused)
{
	struct arena own = { 0 };
	struct db mine = { .directory = folder, .arena = &own, .mode = DB_WRITE };
	struct stock_change one = { .quantity = -1, .reason = STOCK_SALE, .made_by = "" };

	(void)unused;
	if (!stock_change(&mine, 1, &one)) {
		one.quantity = 2;
		insist(stock_change(&mine, 1, &one));
	}
	db_commit(&mine);
	db_close(&mine);
	arena_free(&own);
}

static void test_many_at_once(void **state)
{
	(void)state;
	change(10);
	db_commit(&db);
	db_close(&db);
	start_many(20, take_or_bring);
	/* 15 go, one brings two, two go, one brings two, and one goes. */
	assert_int_equal(stock(), 1);
	assert_int_equal(number("SELECT count(*) FROM stock_change"), 2 + 20);
	assert_int_equal(number("SELECT max(number) FROM stock_change"), 22);
	assert_int_equal(number("SELECT count(*) FROM stock_change WHERE quantity = 2"), 2);
}

static void test_ledger_goes_with_the_product(void **state)
{
	(void)state;
	change(1);
	assert_true(product_delete(&db, siti->id, tea->id));
	assert_int_equal(number("SELECT count(*) FROM stock_change"), 0);
}

static void test_ledger_goes_with_the_seller(void **state)
{
	(void)state;
	user_delete(&db, siti->id);
	assert_int_equal(number("SELECT count(*) FROM stock_change"), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		shop(test_ledger_begins_with_the_product),
		shop(test_change_is_kept_as_it_was_made),
		shop(test_stock_stays_in_its_range),
		shop(test_change_of_no_product),
		shop(test_every_reason),
		shop(test_count),
		shop(test_undo),
		shop(test_undo_that_cannot_be),
		shop(test_two_products),
		shop(test_newest_are_shown),
		shop(test_many_at_once),
		shop(test_ledger_goes_with_the_product),
		shop(test_ledger_goes_with_the_seller),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
