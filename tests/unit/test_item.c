/* The stock-room. */
#include "unit.h"

#include "model/id.h"
#include "model/item.h"
#include "model/user.h"

static struct db db;
static int64_t siti, budi;

static int stockroom_begin(void **state)
{
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	user_insert(&db, "siti", "hash of siti");
	user_insert(&db, "budi", "hash of budi");
	siti = user_find_by_name(&db, "siti")->id;
	budi = user_find_by_name(&db, "budi")->id;
	return result;
}

static int stockroom_end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define stockroom(function) \
	cmocka_unit_test_setup_teardown(function, stockroom_begin, stockroom_end)

static int64_t keep(const char *name, int64_t amount, int64_t threshold)
{
	return item_insert(&db, siti, &(struct item){ .name = name, .amount = amount,
		.description = "", .threshold = threshold });
}

static int64_t amount_of(int64_t id)
{
	return item_find(&db, id, siti)->amount;
}

/* The names in a list: "gula, beras". */
static const char *names(struct items items)
{
	char *text = arena_string(&arena, "");
	struct item item;

	while (item_next(&items, &item))
		text = arena_printf(&arena, "%s%s%s", text, *text != '\0' ? ", " : "", item.name);
	return text;
}

static void test_ids(void **state)
{
	static const char *const malformed[] = { "", "x", "-1", "+1", "1.0", " 1", "1 ", "0x1",
		"9223372036854775808", "99999999999999999999999999", "1/2", "\xD9\xA3", NULL };

	(void)state;
	assert_int_equal(id_require("7"), 7);
	assert_int_equal(id_require("007"), 7);
	assert_int_equal(id_require("9223372036854775807"), INT64_MAX);
	for (size_t i = 0; malformed[i] != NULL; i++)
		assert_fails(404, id_require(malformed[i]));
}

static void test_item_comes_back_as_it_went(void **state)
{
	static const struct item kept = { .name = "Gula \"pasir\" <é'😀>", .amount = 2147483647,
		.description = "line 1\r\nline 2\t\x01", .threshold = 2147483647 };
	const struct item *item = item_find(&db, item_insert(&db, budi, &kept), budi);

	(void)state;
	assert_non_null(item);
	assert_true(item->id > 0);
	assert_int_equal(item->user_id, budi);
	assert_string_equal(item->name, kept.name);
	assert_int_equal(item->amount, 2147483647);
	assert_string_equal(item->description, kept.description);
	assert_int_equal(item->threshold, 2147483647);
}

static void test_others_have_no_part_in_it(void **state)
{
	int64_t id = keep("gula", 5, 0);
	struct item stolen = { .id = id, .name = "stolen", .description = "" };

	(void)state;
	assert_null(item_find(&db, id, budi));
	assert_string_equal(names(items_with_id(&db, id, budi)), "");
	assert_string_equal(names(items_of_user(&db, budi, 0)), "");
	assert_false(item_update(&db, budi, &stolen));
	assert_false(item_adjust(&db, budi, id, 1));
	assert_false(item_delete(&db, budi, id));
	assert_int_equal(item_counts(&db, budi).all, 0);
	assert_string_equal(names(items_with_id(&db, id, siti)), "gula");
	assert_int_equal(amount_of(id), 5);
}

static void test_update_and_delete(void **state)
{
	int64_t id = keep("gula", 5, 3), other = keep("beras", 1, 0);
	const struct item *item;

	(void)state;
	assert_true(item_update(&db, siti, &(struct item){ .id = id, .name = "Gula aren",
		.amount = 9, .description = "dari Lebak", .threshold = 4 }));
	item = item_find(&db, id, siti);
	assert_string_equal(item->name, "Gula aren");
	assert_int_equal(item->amount, 9);
	assert_string_equal(item->description, "dari Lebak");
	assert_int_equal(item->threshold, 4);
	assert_string_equal(item_find(&db, other, siti)->name, "beras");
	assert_true(item_delete(&db, siti, id));
	assert_null(item_find(&db, id, siti));
	assert_false(item_delete(&db, siti, id));
	assert_string_equal(names(items_of_user(&db, siti, 0)), "beras");
}

static void test_adjust_stays_in_range(void **state)
{
	int64_t id = keep("gula", 5, 0);

	(void)state;
	assert_true(item_adjust(&db, siti, id, -5));
	assert_int_equal(amount_of(id), 0);
	assert_false(item_adjust(&db, siti, id, -1));
	assert_false(item_adjust(&db, siti, id, INT64_MIN));
	assert_false(item_adjust(&db, siti, id, INT64_MAX));
	assert_false(item_adjust(&db, siti, id, ITEM_AMOUNT_HIGHEST + 1));
	assert_int_equal(amount_of(id), 0);
	assert_true(item_adjust(&db, siti, id, ITEM_AMOUNT_HIGHEST));
	assert_int_equal(amount_of(id), ITEM_AMOUNT_HIGHEST);
	assert_false(item_adjust(&db, siti, id, 1));
	assert_false(item_adjust(&db, siti, id, INT64_MAX));
	assert_int_equal(amount_of(id), ITEM_AMOUNT_HIGHEST);
	assert_true(item_adjust(&db, siti, id, 0));
	assert_false(item_adjust(&db, siti, id + 1, 1));
}

static void test_pages(void **state)
{
	struct item_list list;

	(void)state;
	keep("a", 1, 0);
	item_insert(&db, budi, &(struct item){ .name = "budi's", .description = "" });
	keep("b", 1, 0);
	keep("c", 1, 0);
	assert_string_equal(names(items_of_user(&db, siti, 0)), "a, b, c");
	list = item_take(items_of_user(&db, siti, 0), 2);
	assert_int_equal(list.count, 2);
	assert_true(list.more);
	assert_string_equal(list.item[0].name, "a");
	assert_string_equal(list.item[1].name, "b");
	list = item_take(items_of_user(&db, siti, list.item[1].id), 1);
	assert_int_equal(list.count, 1);
	assert_false(list.more);
	assert_string_equal(list.item[0].name, "c");
}

static void test_what_runs_low(void **state)
{
	static const struct {
		int64_t amount, threshold, missing;
		bool is_low;
	} cases[] = {
		{ 0, 0, 0, false }, { 5, 0, 0, false }, { 6, 5, 0, false }, { 5, 5, 0, true },
		{ 4, 5, 1, true }, { 0, 5, 5, true }, { 0, 1, 1, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t id = keep("x", cases[i].amount, cases[i].threshold);
		const struct item *item = item_find(&db, id, siti);

		assert_int_equal(item_is_low(item), cases[i].is_low);
		assert_int_equal(item_missing(item), cases[i].missing);
		assert_int_equal(item_counts(&db, siti).low, cases[i].is_low);
		assert_string_equal(names(items_low(&db, siti)), cases[i].is_low ? "x" : "");
		item_delete(&db, siti, id);
	}
}

static void test_shopping_list_is_sorted(void **state)
{
	(void)state;
	keep("gula", 1, 2);
	keep("Beras", 1, 2);
	keep("telur", 3, 2);
	keep("air", 0, 2);
	item_insert(&db, budi, &(struct item){ .name = "budi's", .description = "",
		.threshold = 1 });
	assert_string_equal(names(items_low(&db, siti)), "air, Beras, gula");
	assert_int_equal(item_counts(&db, siti).all, 4);
	assert_int_equal(item_counts(&db, siti).low, 3);
}

static void test_items_go_with_their_owner(void **state)
{
	int64_t id = keep("gula", 1, 2);

	(void)state;
	user_delete(&db, siti);
	assert_null(item_find(&db, id, siti));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_ids),
		stockroom(test_item_comes_back_as_it_went),
		stockroom(test_others_have_no_part_in_it),
		stockroom(test_update_and_delete),
		stockroom(test_adjust_stays_in_range),
		stockroom(test_pages),
		stockroom(test_what_runs_low),
		stockroom(test_shopping_list_is_sorted),
		stockroom(test_items_go_with_their_owner),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
