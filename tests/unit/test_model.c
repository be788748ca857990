/* What the shop knows: products, how they are found and paged, people, settings. */
#include "unit.h"

#include <sqlite3.h>

#include "model/device.h"
#include "model/permission.h"
#include "model/product.h"
#include "model/setting.h"
#include "model/stock.h"
#include "model/user.h"

static struct db db;
static const struct user *siti, *budi;

/* A shop with two members and nothing on sale. */
static int shop_begin(void **state)
{
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	user_insert(&db, "siti", "hash of siti");
	user_insert(&db, "budi", "hash of budi");
	siti = user_find_by_name(&db, "siti");
	budi = user_find_by_name(&db, "budi");
	return result;
}

static int shop_end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define shop(function) cmocka_unit_test_setup_teardown(function, shop_begin, shop_end)

/* Put a product of siti's on sale; its id. */
static const char *sell(const char *name, int64_t price, const char *category)
{
	return product_insert(&db, siti, &(struct product){ .name = name, .price = { price, 0 },
		.description = "", .stock = 5, .category = category, .available = true });
}

static void withdraw(const char *id)
{
	assert_int_equal(db_run(&db, "UPDATE product SET available = 0 WHERE id = $1",
		BIND(id)), 1);
}

/* The names in a list: "kopi, teh". */
static const char *names(struct products products)
{
	struct product_list list = product_take(products, 1000);
	char *text = arena_string(&arena, "");

	for (size_t i = 0; i < list.count; i++)
		text = arena_printf(&arena, "%s%s%s", text, i > 0 ? ", " : "",
			list.product[i].name);
	return text;
}

static const char *found(const char *words)
{
	return names(product_search(&db, &(struct shop_search){ .sort = SHOP_BY_NAME,
		.words = words }));
}

static void test_ids(void **state)
{
	static const char *const malformed[] = { "", "1", "nope",
		"2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7",
		"2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7dd", "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7g",
		"2c5ea4c0406711e98bad9b1deb4d3b7d", "{c5ea4c0-4067-11e9-8bad-9b1deb4d3b7}",
		"2c5ea4c0-4067-11e9-8bad_9b1deb4d3b7d", "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d ",
		NULL };
	char id[37];

	(void)state;
	assert_true(product_id_parse("2C5EA4C0-4067-11e9-8bad-9B1DEB4D3B7F", id));
	assert_string_equal(id, "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7f");
	for (size_t i = 0; malformed[i] != NULL; i++)
		assert_false(product_id_parse(malformed[i], id));
}

static void test_product_comes_back_as_it_went(void **state)
{
	static const struct product sold = { .name = "Kopi \"Gayo\" <é'😀>",
		.price = { 999999999999, 0 }, .description = "line 1\r\nline 2\t\x01", .stock = 7,
		.category = "Minuman", .available = true };
	const struct product *product;
	int64_t before = date_now().us;

	(void)state;
	product = product_find(&db, product_insert(&db, budi, &sold), 0);
	assert_non_null(product);
	assert_int_equal(product->user_id, budi->id);
	assert_string_equal(product->seller, "budi");
	assert_string_equal(product->name, sold.name);
	assert_int_equal(product->price.minor, 999999999999);
	assert_int_equal(product->price.decimals, 0);
	assert_string_equal(product->description, sold.description);
	assert_int_equal(product->stock, 7);
	assert_string_equal(product->category, "Minuman");
	assert_string_equal(product->image, "");
	assert_true(product->available);
	assert_in_range(product->date_added.us, before, date_now().us);
	assert_null(product_find(&db, sell("teh", 1, NULL), 0)->category);
}

/* What was withdrawn is its owner's only, and what is another's is not mine. */
static void test_who_finds_a_product(void **state)
{
	const char *id = sell("kopi", 15000, NULL);

	(void)state;
	assert_non_null(product_find(&db, id, 0));
	assert_non_null(product_find(&db, id, budi->id));
	assert_non_null(product_find_own(&db, id, siti->id));
	assert_null(product_find_own(&db, id, budi->id));
	assert_null(product_find_own(&db, id, 0));
	withdraw(id);
	assert_null(product_find(&db, id, 0));
	assert_null(product_find(&db, id, budi->id));
	assert_non_null(product_find(&db, id, siti->id));
	assert_non_null(product_find_own(&db, id, siti->id));
	assert_null(product_find(&db, "2c5ea4c0-4067-41e9-8bad-9b1deb4d3b7f", siti->id));
}

static void test_product_update(void **state)
{
	const char *id = sell("kopi", 15000, "Minuman");
	const struct product *before = product_find(&db, id, 0), *after;
	struct product changed = { .id = id, .name = "Teh Ébène", .price = { 9000, 0 },
		.description = "hitam", .stock = 99, .image = "teh.jpg", .available = false };

	(void)state;
	assert_false(product_update(&db, budi->id, &changed));
	assert_string_equal(product_find(&db, id, 0)->name, "kopi");
	assert_true(product_update(&db, siti->id, &changed));
	after = product_find_own(&db, id, siti->id);
	assert_string_equal(after->name, "Teh Ébène");
	assert_int_equal(after->price.minor, 9000);
	assert_string_equal(after->description, "hitam");
	assert_int_equal(after->stock, 5);
	assert_null(after->category);
	assert_string_equal(after->image, "teh.jpg");
	assert_false(after->available);
	assert_int_equal(after->seq, before->seq);
	assert_int_equal(after->date_added.us, before->date_added.us);
	changed.available = true;
	changed.image = NULL;
	assert_true(product_update(&db, siti->id, &changed));
	assert_string_equal(product_find(&db, id, 0)->image, "teh.jpg");
	assert_string_equal(found("kopi"), "");
	assert_string_equal(found("ébène HITAM"), "Teh Ébène");
	changed.id = "2c5ea4c0-4067-41e9-8bad-9b1deb4d3b7f";
	assert_false(product_update(&db, siti->id, &changed));
}

static void test_closed_account_sells_nothing(void **state)
{
	const char *id = sell("kopi", 1, NULL);

	(void)state;
	db_run(&db, "UPDATE user SET is_active = 0 WHERE id = $1", BIND(siti->id));
	assert_null(product_find(&db, id, budi->id));
	assert_string_equal(names(product_public(&db, 0, NULL)), "");
	assert_string_equal(names(product_search(&db, &(struct shop_search){ 0 })), "");
	db_run(&db, "UPDATE user SET is_active = 1 WHERE id = $1", BIND(siti->id));
	assert_non_null(product_find(&db, id, budi->id));
}

static void test_product_delete(void **state)
{
	const char *id = sell("kopi", 15000, NULL);

	(void)state;
	sell("teh", 1, NULL);
	assert_false(product_delete(&db, budi->id, id));
	assert_non_null(product_find(&db, id, 0));
	assert_true(product_delete(&db, siti->id, id));
	assert_null(product_find(&db, id, siti->id));
	assert_false(product_delete(&db, siti->id, id));
	assert_string_equal(found(NULL), "teh");
}

static void test_products_go_with_their_seller(void **state)
{
	(void)state;
	sell("kopi", 15000, NULL);
	db_run(&db, "DELETE FROM user WHERE id = $1", BIND(siti->id));
	assert_string_equal(found(NULL), "");
}

static void test_prices_in_cents(void **state)
{
	const char *id = sell("kopi", 1250, NULL);

	(void)state;
	db_run(&db, "INSERT INTO setting VALUES ('currency_decimals', '2')", BIND_NOTHING);
	assert_int_equal(product_find(&db, id, 0)->price.minor, 1250);
	assert_int_equal(product_find(&db, id, 0)->price.decimals, 2);
}

static void test_products_of_a_user(void **state)
{
	struct product_list list;

	(void)state;
	sell("a", 1, NULL);
	withdraw(sell("b", 1, NULL));
	product_insert(&db, budi, &(struct product){ .name = "budi's", .description = "",
		.available = true });
	sell("c", 1, NULL);
	assert_string_equal(names(product_of_user(&db, siti->id, INT64_MAX)), "c, b, a");
	list = product_take(product_of_user(&db, siti->id, INT64_MAX), 2);
	assert_true(list.more);
	assert_string_equal(names(product_of_user(&db, siti->id, list.product[1].seq)), "a");
	assert_string_equal(names(product_of_user(&db, 99, INT64_MAX)), "");
}

static void test_public_products(void **state)
{
	const char *hidden;

	(void)state;
	sell("z", 1, NULL);
	hidden = sell("y", 1, NULL);
	withdraw(hidden);
	sell("x", 1, NULL);
	assert_string_equal(names(product_public(&db, 0, NULL)), "z, x");
	assert_string_equal(names(product_public(&db, budi->id, NULL)), "z, x");
	assert_string_equal(names(product_public(&db, siti->id, NULL)), "z, y, x");
	assert_string_equal(names(product_public(&db, 0, hidden)), "");
	assert_string_equal(names(product_public(&db, siti->id, hidden)), "y");
}

static void test_take_says_whether_there_are_more(void **state)
{
	struct product_list list;

	(void)state;
	sell("a", 1, NULL);
	sell("b", 1, NULL);
	list = product_take(product_search(&db, &(struct shop_search){ 0 }), 1);
	assert_int_equal(list.count, 1);
	assert_true(list.more);
	list = product_take(product_search(&db, &(struct shop_search){ 0 }), 2);
	assert_int_equal(list.count, 2);
	assert_false(list.more);
	assert_string_equal(list.product[0].name, "b");
	assert_string_equal(list.product[1].name, "a");
}

static void test_search_words(void **state)
{
	static const struct {
		const char *words, *found;
	} cases[] = {
		{ NULL, "100% Kapas, Diskon, Kopi Susu, Kopi_Susu, Étagère" },
		{ "", "100% Kapas, Diskon, Kopi Susu, Kopi_Susu, Étagère" },
		{ " \t\r\n", "100% Kapas, Diskon, Kopi Susu, Kopi_Susu, Étagère" },
		{ "KOPI", "Kopi Susu, Kopi_Susu" }, { "opi", "Kopi Susu, Kopi_Susu" },
		{ "susu  kopi", "Kopi Susu, Kopi_Susu" }, { "kopi minuman", "Kopi Susu" },
		{ "arabika gayo kopi", "Kopi Susu" }, { "kopi teh", "" }, { "kopisusu", "" },
		{ "susuminuman", "" }, { "étag", "Étagère" }, { "ÉTAGÈRE", "Étagère" },
		{ "e\u0301tage\u0300re", "Étagère" }, { "etagere", "" }, { "％", "100% Kapas" },
		{ "%", "100% Kapas" }, { "100%", "100% Kapas" }, { "1%s", "" }, { "%%", "" },
		{ "_", "Kopi_Susu" }, { "kopi_", "Kopi_Susu" }, { "k_pi", "" }, { "*", "" },
		{ "'", "" }, { "\"; DROP TABLE product; --", "" },
		{ "ｋｏｐｉ", "Kopi Susu, Kopi_Susu" },
		{ "strasse", "Diskon" }, { "STRAẞE", "Diskon" },
	};

	(void)state;
	product_insert(&db, siti, &(struct product){ .name = "Kopi Susu", .category = "Minuman",
		.description = "Arabika\r\nGayo", .available = true });
	sell("Kopi_Susu", 1, NULL);
	sell("100% Kapas", 1, NULL);
	sell("Étagère", 1, NULL);
	product_insert(&db, siti, &(struct product){ .name = "Diskon",
		.description = "Große Straße", .available = true });
	withdraw(sell("Kopi that is sold no more", 1, NULL));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (strcmp(found(cases[i].words), cases[i].found) != 0)
			fail_msg("\"%s\" found \"%s\"", cases[i].words, found(cases[i].words));
}

static const char *in_category(const char *category)
{
	return names(product_search(&db, &(struct shop_search){ .category = category }));
}

static void test_search_category(void **state)
{
	(void)state;
	sell("a", 1, "Minuman");
	sell("b", 1, "minuman");
	sell("c", 1, NULL);
	withdraw(sell("d", 1, "Minuman"));
	assert_string_equal(in_category("Minuman"), "a");
	assert_string_equal(in_category("minuman"), "b");
	assert_string_equal(in_category("Minum"), "");
	assert_string_equal(in_category("%"), "");
	assert_string_equal(in_category(NULL), "c, b, a");
}

static void test_categories(void **state)
{
	const char **categories;
	size_t count = 0;

	(void)state;
	assert_null(product_categories(&db)[0]);
	sell("a", 1, NULL);
	assert_null(product_categories(&db)[0]);
	sell("b", 1, "Teh");
	sell("c", 1, "Kopi");
	sell("d", 1, "Teh");
	withdraw(sell("e", 1, "Air"));
	categories = product_categories(&db);
	assert_string_equal(categories[0], "Kopi");
	assert_string_equal(categories[1], "Teh");
	assert_null(categories[2]);
	for (int i = 0; i < PRODUCT_CATEGORIES_SHOWN; i++)
		sell("f", 1, arena_printf(&arena, "Z%02d", i));
	for (categories = product_categories(&db); categories[count] != NULL; count++)
		;
	assert_int_equal(count, PRODUCT_CATEGORIES_SHOWN);
}

/* Some 60 products with few prices, names and categories, so that most are equal to others. */
static void fill_shop(void)
{
	static const char *const some_names[] = { "kopi", "Kopi", "teh", "Étagère", "étagère",
		"a.b" };
	static const char *const categories[] = { "Minuman", NULL, "Rumah" };

	for (int i = 0; i < 60; i++) {
		const char *id = sell(some_names[i * 7 % 6], i * i % 5 * 1000, categories[i % 3]);

		if (i % 11 == 5)
			withdraw(id);
	}
}

/* What the order has to be: the numbers of all, by a statement that knows nothing of pages. */
static const char *in_order(const char *sql, const char *category)
{
	struct statement rows = db_query(&db, sql, BIND(category));
	char *text = arena_string(&arena, "");

	while (db_next(&rows))
		text = arena_printf(&arena, "%s %jd", text, (intmax_t)db_integer(&rows, 0));
	return text;
}

/* The numbers of all, read page by page. */
static const char *in_pages(struct shop_search search, size_t size)
{
	struct product_list list;
	char *text = arena_string(&arena, "");

	do {
		list = product_take(product_search(&db, &search), size);
		for (size_t i = 0; i < list.count; i++)
			text = arena_printf(&arena, "%s %jd", text, (intmax_t)list.product[i].seq);
		if (list.count > 0)
			search.after = product_place(&arena, search.sort,
				&list.product[list.count - 1]);
	} while (list.more);
	return text;
}

static void test_pages_are_one_list(void **state)
{
#define ON_SALE "SELECT seq FROM product WHERE available = 1 AND ($1 IS NULL OR category = $1) "
	static const char *const orders[SHOP_SORTS] = {
		[SHOP_NEWEST] = ON_SALE "ORDER BY seq DESC",
		[SHOP_BY_NAME] = ON_SALE "ORDER BY name_key, seq",
		[SHOP_CHEAPEST] = ON_SALE "ORDER BY price, seq",
		[SHOP_DEAREST] = ON_SALE "ORDER BY price DESC, seq DESC",
	};
	static const char *const categories[] = { NULL, "Minuman", "none of them" };

	(void)state;
	fill_shop();
	for (enum shop_sort sort = 0; sort < SHOP_SORTS; sort++)
		for (size_t i = 0; i < 3; i++)
			for (size_t size = 1; size <= 60; size += 6)
				assert_string_equal(
					in_pages((struct shop_search){ .sort = sort,
						.category = categories[i] }, size),
					in_order(orders[sort], categories[i]));
}

static void test_pages_of_a_search(void **state)
{
	(void)state;
	fill_shop();
	for (enum shop_sort sort = 0; sort < SHOP_SORTS; sort++) {
		struct shop_search search = { .sort = sort, .words = "KOPI" };
		const char *all = in_pages(search, 60);

		assert_true(strlen(all) > 20);
		assert_string_equal(in_pages(search, 1), all);
		assert_string_equal(in_pages(search, 4), all);
	}
}

/* The last product of a page may be gone when somebody turns it. */
static void test_page_behind_a_deleted_product(void **state)
{
	(void)state;
	for (enum shop_sort sort = 0; sort < SHOP_SORTS; sort++) {
		struct shop_search search = { .sort = sort };
		struct product_list list;
		const char *all, *rest;

		db_run(&db, "DELETE FROM product", BIND_NOTHING);
		fill_shop();
		all = in_pages(search, 60);
		list = product_take(product_search(&db, &search), 10);
		search.after = product_place(&arena, sort, &list.product[9]);
		product_delete(&db, siti->id, list.product[9].id);
		rest = in_pages(search, 7);
		assert_string_equal(rest, all + strlen(all) - strlen(rest));
		list = product_take(product_search(&db, &search), 60);
		assert_int_equal(list.count, 60 - 5 - 10);
	}
}

/* An address that somebody wrote by hand shows the first page. */
static void test_places_that_are_none(void **state)
{
	static const char *const rubbish[SHOP_SORTS][8] = {
		[SHOP_NEWEST] = { "", "x", "-1", "1.2", "1 ", ".", "99999999999999999999" },
		[SHOP_BY_NAME] = { "", "x", "1", "x.kopi", ".kopi", "-1.kopi" },
		[SHOP_CHEAPEST] = { "", "1", "1.", "1.x", ".1", "1.-1", "1.1.1" },
		[SHOP_DEAREST] = { "", "1", "1.", "1.x", ".1", "1.-1", "1.1.1" },
	};

	(void)state;
	fill_shop();
	for (enum shop_sort sort = 0; sort < SHOP_SORTS; sort++) {
		struct shop_search search = { .sort = sort };
		const char *all = in_pages(search, 60);

		for (size_t i = 0; rubbish[sort][i] != NULL; i++) {
			search.after = rubbish[sort][i];
			assert_string_equal(in_pages(search, 60), all);
		}
	}
}

/* Every statement that ran, NULL-terminated. */
static const char *ran[100];

static int note(unsigned type, void *unused, void *statement, void *text)
{
	size_t i = 0;

	(void)type;
	(void)unused;
	(void)text;
	while (ran[i] != NULL && strcmp(ran[i], sqlite3_sql(statement)) != 0)
		i++;
	assert_true(i + 1 < sizeof ran / sizeof *ran);
	ran[i] = arena_string(&arena, sqlite3_sql(statement));
	return 0;
}

/* What SQLite means to do, a step a line. */
static const char *plan_of(const char *sql)
{
	struct statement rows = db_query(&db,
		arena_printf(&arena, "EXPLAIN QUERY PLAN %s", sql), BIND_NOTHING);
	char *plan = arena_string(&arena, "");

	while (db_next(&rows))
		plan = arena_printf(&arena, "%s%s\n", plan, db_text(&rows, 3));
	return plan;
}

/* A page of the shop begins in the middle of an index: at "(available=? AND price<?)". */
static bool begins_deep(const char *plan)
{
	const char *line = strstr(plan, "SEARCH p ");

	return line != NULL && strcspn(line, "<>") < strcspn(line, "\n");
}

/* The one thing that may be read from end to end is what product_categories steps through. */
static bool is_slow(const char *plan)
{
	if (strstr(plan, "TEMP B-TREE") != NULL)
		return true;
	for (; (plan = strstr(plan, "SCAN ")) != NULL; plan++)
		if (strncmp(plan, "SCAN step\n", 10) != 0 &&
		    strncmp(plan, "SCAN CONSTANT ROW\n", 18) != 0)
			return true;
	return false;
}

static void use_shop(void)
{
	static const char *const categories[] = { NULL, "Minuman" };
	const char *id = sell("kopi", 1, NULL);
	struct product product = *product_find(&db, id, 0);

	for (enum shop_sort sort = 0; sort < SHOP_SORTS; sort++)
		for (size_t i = 0; i < 2; i++)
			in_pages((struct shop_search){ .sort = sort, .category = categories[i],
				.words = "kopi" }, 3);
	product_categories(&db);
	names(product_of_user(&db, siti->id, INT64_MAX));
	names(product_public(&db, siti->id, id));
	product_find_own(&db, id, siti->id);
	product_update(&db, siti->id, &product);
	stock_changes_of(&db, product.seq);
	stock_undo(&db, product.seq, 1, "siti");
	product_delete(&db, siti->id, id);
	user_find(&db, siti->id);
	user_find_by_name(&db, "siti");
	user_name_is_taken(&db, "siti");
	user_signed_in(&db, siti->id, date_now());
	setting_currency_decimals(&db);
}

/* However large the shop is, no page of it may take longer. */
static void test_no_statement_reads_everything(void **state)
{
	size_t count = 0, pages = 0;

	(void)state;
	fill_shop();
	memset(ran, 0, sizeof ran);
	sqlite3_trace_v2(db.handle, SQLITE_TRACE_STMT, note, NULL);
	use_shop();
	sqlite3_trace_v2(db.handle, 0, NULL, NULL);
	for (; ran[count] != NULL; count++) {
		bool is_page = strstr(ran[count], "WHERE p.available = 1 AND ") != NULL;
		const char *plan = plan_of(ran[count]);

		pages += is_page;
		if (is_slow(plan) || (is_page && !begins_deep(plan)))
			fail_msg("%s:\n%s", ran[count], plan);
	}
	assert_int_equal(pages, 14);
	assert_int_equal(count, 14 + 17);
	assert_true(is_slow(plan_of("SELECT * FROM product WHERE stock = 1")));
	assert_true(is_slow(plan_of("SELECT * FROM product WHERE available = 1 ORDER BY stock")));
}

/*
 * What is deleted takes along what belongs to it, and finds that by an index.  The few browsers and
 * groups of members have none, nor have tickets and loans, which an account that goes only leaves
 * behind: every index costs each program that opens the database.
 */
static void test_what_goes_along_is_found(void **state)
{
	struct statement rows = db_query(&db, "SELECT group_concat(t.name || '.' || f.\"from\") "
		"FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE NOT EXISTS "
		"(SELECT 1 FROM pragma_index_list(t.name) i "
		"JOIN pragma_index_xinfo(i.name) x ON x.seqno = 0 WHERE x.name = f.\"from\")",
		BIND_NOTHING);

	(void)state;
	assert_true(db_next(&rows));
	assert_string_equal(db_text(&rows, 0),
		"user_in_group.group_id,device.user_id,ticket.user_id,loan.user_id");
	db_finish(&rows);
}

/* All that is public is delivered as it lies there, one row at a time. */
static void test_all_products_are_never_sorted(void **state)
{
	const char *plan;

	(void)state;
	fill_shop();
	memset(ran, 0, sizeof ran);
	sqlite3_trace_v2(db.handle, SQLITE_TRACE_STMT, note, NULL);
	names(product_public(&db, siti->id, NULL));
	sqlite3_trace_v2(db.handle, 0, NULL, NULL);
	assert_null(ran[1]);
	plan = plan_of(ran[0]);
	assert_non_null(strstr(plan, "SCAN p\n"));
	assert_null(strstr(plan, "TEMP B-TREE"));
}

/* Names that people hold for one another are one name. */
/* What is signed or still asked for by an old id must not be a newcomer's. */
static void test_id_of_deleted_user_is_not_given_again(void **state)
{
	int64_t id = budi->id;

	(void)state;
	user_delete(&db, id);
	assert_true(user_insert(&db, "tono", "hash of tono"));
	assert_true(user_find_by_name(&db, "tono")->id > id);
}

static void test_user_names(void **state)
{
	static const char *const taken_names[] = { "siti", "SITI", "ｓｉｔｉ", "Siti", "BUDI",
		"étienne", "STRASSE", "straße", NULL };
	static const char *const others[] = { "sita", "a_b", "axb", "a%b", "s%", "Etienne", "ı",
		"", NULL };

	(void)state;
	assert_true(user_insert(&db, "Étienne", "x"));
	assert_true(user_insert(&db, "Strasse", "x"));
	for (size_t i = 0; taken_names[i] != NULL; i++) {
		assert_true(user_name_is_taken(&db, taken_names[i]));
		assert_false(user_insert(&db, taken_names[i], "x"));
	}
	for (size_t i = 0; others[i] != NULL; i++) {
		assert_false(user_name_is_taken(&db, others[i]));
		assert_true(user_insert(&db, others[i], "x"));
		assert_true(user_name_is_taken(&db, others[i]));
	}
}

static void test_user_is_found_by_the_exact_name(void **state)
{
	const struct user *user;

	(void)state;
	assert_true(user_insert(&db, "Étienne", "his hash"));
	user = user_find_by_name(&db, "Étienne");
	assert_non_null(user);
	assert_string_equal(user->username, "Étienne");
	assert_string_equal(user->password, "his hash");
	assert_true(user->is_active);
	assert_false(user->is_staff);
	assert_false(user->is_superuser);
	assert_null(user_find_by_name(&db, "étienne"));
	assert_null(user_find_by_name(&db, "%"));
	assert_null(user_find_by_name(&db, ""));
	assert_string_equal(user_find(&db, user->id)->username, "Étienne");
	assert_null(user_find(&db, user->id + 1));
	assert_null(user_find(&db, 0));
}

static void register_tuti(void *number)
{
	struct arena own = { 0 };
	struct db other = { .directory = folder, .arena = &own, .mode = DB_WRITE };
	bool won = user_insert(&other, *(int *)number % 2 != 0 ? "tuti" : "Tuti", "x");

	if (won)
		db_run(&other, "INSERT INTO setting VALUES ($1, 'won')",
			BIND(arena_printf(&own, "%d", *(int *)number)));
	db_commit(&other);
	db_close(&other);
	arena_free(&own);
}

/* Of many who register one name at once, one gets it. */
static void test_race_for_a_name(void **state)
{
	struct statement rows;

	(void)state;
	db_commit(&db);
	db_close(&db);
	start_many(8, register_tuti);
	rows = db_query(&db, "SELECT (SELECT count(*) FROM user WHERE username_key = 'tuti'), "
		"(SELECT count(*) FROM setting WHERE value = 'won')", BIND_NOTHING);
	assert_true(db_next(&rows));
	assert_int_equal(db_integer(&rows, 0), 1);
	assert_int_equal(db_integer(&rows, 1), 1);
	db_finish(&rows);
}

/* Two digits or none, and the prices have what the setting says. */
static void test_currency_decimals(void **state)
{
	static const struct {
		const char *value;
		int decimals;
	} cases[] = { { "0", 0 }, { "2", 2 }, { "1", 0 }, { "3", 0 }, { "-2", 0 }, { "2 ", 0 },
		{ "02", 0 }, { "", 0 }, { "x", 0 } };

	(void)state;
	assert_int_equal(setting_currency_decimals(&db), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		db_run(&db, "INSERT INTO setting VALUES ('currency_decimals', $1) "
			"ON CONFLICT (name) DO UPDATE SET value = excluded.value",
			BIND(cases[i].value));
		assert_int_equal(setting_currency_decimals(&db), cases[i].decimals);
	}
}

/* ---- devices ---- */

/* A device of that number, seen then; its session dies so many seconds from now. */
static struct device seen_at(int64_t id, int64_t us, int64_t seconds)
{
	return (struct device){ .id = id, .signed_in = date_now(), .last_seen = { us },
		.expires = { date_now().us + seconds * 1000000 }, .address = "192.0.2.1",
		.last_address = "192.0.2.2", .user_agent = "Firefox" };
}

static void add_device(const struct user *user, int64_t id, int64_t us, int64_t seconds)
{
	struct device device = seen_at(id, us, seconds);

	device_insert(&db, user->id, &device);
}

static void test_device_of_a_user(void **state)
{
	struct device device;

	(void)state;
	add_device(siti, 7, 70, 60);
	assert_string_equal(device_find_user(&db, siti->id, 7, &device)->username, "siti");
	assert_string_equal(device.address, "192.0.2.1");
	assert_string_equal(device.last_address, "192.0.2.2");
	assert_int_equal(device.id, 7);
	assert_int_equal(device.last_seen.us, 70);
	assert_null(device_find_user(&db, budi->id, 7, &device));
	assert_null(device_find_user(&db, siti->id, 8, &device));
	device.last_seen.us = 80;
	device.last_address = "192.0.2.3";
	device_seen(&db, &device);
	device_find_user(&db, siti->id, 7, &device);
	assert_int_equal(device.last_seen.us, 80);
	assert_string_equal(device.last_address, "192.0.2.3");
}

static void test_devices_are_listed(void **state)
{
	const struct devices *all;

	(void)state;
	add_device(budi, 1000, 1, 60);
	add_device(siti, 1001, 1, -60);
	for (int i = 0; i < 60; i++)
		add_device(siti, 100 + i, 100 + i, 60);
	all = devices_of(&db, siti->id);
	assert_int_equal(all->count, DEVICES_MOST);
	for (size_t i = 0; i < DEVICES_MOST; i++)
		assert_int_equal(all->device[i].id, 159 - i);
	assert_int_equal(devices_of(&db, budi->id)->count, 1);
	assert_int_equal(devices_of(&db, 99)->count, 0);
}

static void test_devices_are_signed_out(void **state)
{
	(void)state;
	for (int i = 1; i <= 4; i++)
		add_device(siti, i, i, 60);
	add_device(budi, 5, 5, 60);
	assert_false(device_delete(&db, siti->id, 5));
	assert_true(device_delete(&db, siti->id, 4));
	assert_false(device_delete(&db, siti->id, 4));
	device_delete_others(&db, siti->id, 2);
	assert_int_equal(devices_of(&db, siti->id)->count, 1);
	assert_int_equal(devices_of(&db, siti->id)->device[0].id, 2);
	assert_int_equal(devices_of(&db, budi->id)->count, 1);
	user_delete(&db, siti->id);
	assert_int_equal(devices_of(&db, siti->id)->count, 0);
	assert_int_equal(devices_of(&db, budi->id)->count, 1);
}

static int64_t count_devices(void)
{
	struct statement rows = db_query(&db, "SELECT count(*) FROM device", BIND_NOTHING);
	int64_t count = db_next(&rows) ? db_integer(&rows, 0) : -1;

	db_finish(&rows);
	return count;
}

/* With each new one go those of the next 20 whose sessions are dead, and no others. */
static void test_dead_devices_go(void **state)
{
	(void)state;
	add_device(budi, 500, 1, 60);
	for (int i = 0; i < 40; i++)
		add_device(siti, 501 + i, 1, -60);
	assert_int_equal(count_devices(), 41);
	add_device(siti, 400, 1, 60);
	assert_int_equal(count_devices(), 42 - 19);
	add_device(siti, 499, 1, 60);
	assert_int_equal(count_devices(), 43 - 19 - 19);
	assert_int_equal(devices_of(&db, budi->id)->count, 1);
	assert_int_equal(devices_of(&db, siti->id)->count, 2);
}

/* ---- permissions ---- */

static void test_permissions(void **state)
{
	(void)state;
	assert_true(permission_is_known("add_product"));
	assert_true(permission_is_known("view_setting"));
	assert_false(permission_is_known("eat_product"));
	assert_false(permission_is_known(""));
	assert_false(user_has_permission(&db, siti, "view_order"));
	db_run(&db, "UPDATE user SET permissions = 'add_dish view_dish' WHERE id = $1",
		BIND(siti->id));
	assert_true(user_has_permission(&db, siti, "view_dish"));
	assert_false(user_has_permission(&db, siti, "view"));
	assert_false(user_has_permission(&db, siti, "dish view_dish"));
	db_run(&db, "INSERT INTO user_group VALUES (3, 'kitchen', 'view_order change_order')",
		BIND_NOTHING);
	db_run(&db, "INSERT INTO user_in_group VALUES ($1, 3)", BIND(siti->id));
	assert_true(user_has_permission(&db, siti, "change_order"));
	assert_false(user_has_permission(&db, budi, "change_order"));
	db_run(&db, "DELETE FROM user_group", BIND_NOTHING);
	assert_false(user_has_permission(&db, siti, "change_order"));
	user_make_superuser(&db, budi->id);
	assert_true(user_has_permission(&db, user_find(&db, budi->id), "delete_user"));
	db_run(&db, "UPDATE user SET is_active = 0 WHERE id = $1", BIND(budi->id));
	assert_false(user_has_permission(&db, user_find(&db, budi->id), "delete_user"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_ids),
		shop(test_product_comes_back_as_it_went),
		shop(test_who_finds_a_product),
		shop(test_product_update),
		shop(test_closed_account_sells_nothing),
		shop(test_product_delete),
		shop(test_products_go_with_their_seller),
		shop(test_prices_in_cents),
		shop(test_products_of_a_user),
		shop(test_public_products),
		shop(test_take_says_whether_there_are_more),
		shop(test_search_words),
		shop(test_search_category),
		shop(test_categories),
		shop(test_pages_are_one_list),
		shop(test_pages_of_a_search),
		shop(test_page_behind_a_deleted_product),
		shop(test_places_that_are_none),
		shop(test_no_statement_reads_everything),
		shop(test_what_goes_along_is_found),
		shop(test_all_products_are_never_sorted),
		shop(test_id_of_deleted_user_is_not_given_again),
		shop(test_user_names),
		shop(test_user_is_found_by_the_exact_name),
		shop(test_race_for_a_name),
		shop(test_currency_decimals),
		shop(test_device_of_a_user),
		shop(test_devices_are_listed),
		shop(test_devices_are_signed_out),
		shop(test_dead_devices_go),
		shop(test_permissions),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
