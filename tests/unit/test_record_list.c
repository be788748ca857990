/* Lists of records: in which order, which of them, and how many. */
#include "records.h"

#include "model/user.h"

static void test_lists_are_in_order(void **state)
{
	(void)state;
	add_some_products();
	assert_string_equal(listed((struct record_query){ .type = &record_product }),
		"Gula, Éclair, teh 100%, Kopi");
	assert_string_equal(listed((struct record_query){ .type = &record_product, .order = 2 }),
		"Gula, Kopi, teh 100%, Éclair");
	assert_string_equal(listed((struct record_query){ .type = &record_product, .order = -3 }),
		"Gula, Kopi, Éclair, teh 100%");
	assert_string_equal(listed((struct record_query){ .type = &record_product, .order = 99 }),
		"Gula, Éclair, teh 100%, Kopi");
	assert_string_equal(listed((struct record_query){ .type = &record_product,
		.order = INT64_MIN }), "Gula, Éclair, teh 100%, Kopi");
	assert_string_equal(records_list(&db, &(struct record_query){ .type = &record_product })
		.record[0].title[0], "siti");
}

static void test_lists_are_searched(void **state)
{
	static const struct {
		const char *words, *found;
	} cases[] = {
		{ "kopi", "Kopi" }, { "éCLAIR", "Éclair" }, { "minuman  TEH", "teh 100%" },
		{ "%", "teh 100%" }, { "_", "" }, { "kopi gula", "" }, { "kopimin", "" },
		{ "", "Gula, Éclair, teh 100%, Kopi" }, { "  ", "Gula, Éclair, teh 100%, Kopi" },
		{ "\xFF", "" }, { "'", "" }, { "kue", "Éclair" },
	};
	struct record user = user_called("budi");

	(void)state;
	add_some_products();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(listed((struct record_query){ .type = &record_product,
			.words = cases[i].words }), cases[i].found);
	set(&user, "last_name", "Élan");
	set(&user, "email", "b@example.com");
	add(user);
	assert_string_equal(listed((struct record_query){ .type = &record_user,
		.words = "élan EXAMPLE" }), "budi");
	assert_string_equal(listed((struct record_query){ .type = &record_user,
		.words = "hash" }), ""); /* no password is searched */
}

/* Of what has no title, the key is one: as a whole, beside other words. */
static void test_orders_are_searched_by_number(void **state)
{
	static const struct {
		const char *words, *found;
	} cases[] = { { "7", "7" }, { "17", "17" }, { "1", "" }, { "7 siti", "7" },
		{ "siti", "17, 7" }, { "7 17", "" }, { "08 17", "17" } };

	(void)state;
	db_run(&db, "INSERT INTO orders (id, buyer, seller, phone, token, state, total, placed) "
		"VALUES (7, 'budi', 'siti', '', 'a', 'done', 1, 1), "
		"(17, 'budi', 'siti', '08', 'b', 'done', 1, 1)", BIND_NOTHING);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(listed((struct record_query){ .type = &record_order,
			.words = cases[i].words }), cases[i].found);
}

static void test_lists_are_filtered(void **state)
{
	struct record book = book_called("Puisi"), user = user_called("budi");
	struct record_query both = filtered(&record_product, "category", "Minuman");

	(void)state;
	add_some_products();
	both.filter[at(&record_product, "available")] = "1";
	assert_string_equal(listed(both), "Kopi");
	assert_int_equal(records_list(&db, &both).found, 1);
	assert_int_equal(records_list(&db, &both).total, 4);
	both.words = "teh";
	assert_string_equal(listed(both), "");
	assert_string_equal(listed(filtered(&record_product, "user", siti)),
		"Gula, Éclair, teh 100%, Kopi");
	assert_string_equal(listed(filtered(&record_product, "user", "99")), "");
	set(&book, "genres", "poetry novel");
	add(book);
	assert_string_equal(listed(filtered(&record_book, "genres", "novel")), "Puisi");
	assert_string_equal(listed(filtered(&record_book, "genres", "horror")), "");
	set(&user, "groups", add(group_called("cooks")).key);
	add(user);
	assert_string_equal(listed(filtered(&record_user, "groups", "1")), "budi");
	assert_string_equal(listed(filtered(&record_user, "groups", "2")), "");
}

static void test_filters_that_say_nothing_are_none(void **state)
{
	(void)state;
	add_some_products();
	assert_string_equal(listed((struct record_query){ .type = &record_user }), "siti");
	for (size_t i = 0; i < record_user.count; i++) {
		struct record_query query = { .type = &record_user };

		query.filter[i] = "\xFF";
		assert_int_equal(records_list(&db, &query).found, 1);
	}
	/* No list is cut down by what it does not show: a hash could be guessed. */
	assert_int_equal(records_list(&db, &(struct record_query){ .type = &record_user,
		.filter = { "x" } }).found, 1);
}

static void test_pages(void **state)
{
	struct record_query query = { .type = &record_item };
	struct record_page page;

	(void)state;
	assert_int_equal(records_list(&db, &query).pages, 1);
	for (int i = 1; i <= 101; i++)
		add(item_called(arena_printf(&arena, "item %d", i)));
	page = records_list(&db, &query);
	assert_int_equal(page.count, RECORDS_PER_PAGE);
	assert_int_equal(page.pages, 2);
	assert_string_equal(record_title(&arena, &page.record[0]), "item 101");
	query.page = INT64_MAX;
	page = records_list(&db, &query);
	assert_int_equal(page.page, 2);
	assert_string_equal(titles(page), "item 1");
	query.words = "item";
	assert_string_equal(listed(query), "item 1");
	query.page = INT64_MIN;
	assert_int_equal(records_list(&db, &query).page, 1);
}

static void test_choices(void **state)
{
	bool more;

	(void)state;
	add_some_products();
	assert_string_equal(titles(records_titles(&db, &record_product, 9, &more)),
		"Gula, Kopi, teh 100%, Éclair");
	assert_false(more);
	assert_string_equal(titles(records_titles(&db, &record_product, 3, &more)),
		"Gula, Kopi, teh 100%");
	assert_true(more);
	user_insert(&db, "budi", "");
	assert_string_equal(titles(record_filter_values(&db, &record_product,
		at(&record_product, "user"))), "siti");
	assert_string_equal(titles(record_filter_values(&db, &record_product,
		at(&record_product, "category"))), "Kue, Minuman");
	assert_int_equal(record_filter_values(&db, &record_user, at(&record_user,
		"groups")).count, 0);
	assert_int_equal(records_titles(&db, &record_order, 9, &more).count, 0);
}

/* Random questions never fail, and each answer is a part of what was found, each record once. */
static void test_random_questions(void **state)
{
	(void)state;
	add_some_products();
	srandom(7);
	for (int i = 0; i < 2000; i++) {
		const struct record_type *type = record_types[random() % 8];
		struct record_query query = { .type = type, .order = random() % 23 - 11,
			.page = random() % 5 - 2 };
		char words[8] = { 0 };
		struct record_page page;

		for (size_t j = 0; j < 7 && random() % 4 != 0; j++)
			words[j] = (char)random();
		if (random() % 2 == 0)
			query.words = words;
		query.filter[(size_t)random() % type->count] = random() % 2 != 0 ? words : "1";
		page = records_list(&db, &query);
		assert_true(page.found <= page.total);
		assert_int_equal(page.page, 1);
		assert_int_equal(page.count, page.found);
		for (size_t j = 1; j < page.count; j++)
			assert_string_not_equal(page.record[j].key, page.record[j - 1].key);
	}
}

/* ---- the same lists, found the slow way ---- */

enum { ORACLE_PRODUCTS = 250 };

struct ware {
	const char *name, *category;
	long price;
	bool available;
};

static struct ware random_ware(void)
{
	static const char *const words[] = { "kopi", "TÉH", "gula 5%", "x_y" };
	static const char *const categories[] = { "Kue", "Minuman", "" };

	return (struct ware){
		.name = arena_printf(&arena, "%s %s", words[random() % 4], words[random() % 4]),
		.category = categories[random() % 3],
		.price = random() % 20,
		.available = random() % 2 != 0,
	};
}

static void sell_wares(struct ware *wares)
{
	for (int i = 0; i < ORACLE_PRODUCTS; i++) {
		struct record product;

		wares[i] = random_ware();
		product = product_called(wares[i].name);
		set(&product, "category", wares[i].category);
		set(&product, "price", arena_integer(&arena, wares[i].price));
		set(&product, "available", wares[i].available ? "1" : "0");
		add(product);
	}
}

/* Is it among what is asked for?  Each word stands in the name or the category, in lower case. */
static bool is_asked_for(const struct ware *ware, const char *word, const char *category,
	const char *available)
{
	static const struct {
		const char *upper, *lower;
	} folds[] = { { "TÉH", "téh" }, { "Kue", "kue" }, { "Minuman", "minuman" } };
	bool found = word == NULL || strstr(ware->name, word) != NULL;

	for (size_t i = 0; !found && i < 3; i++)
		found = strstr(folds[i].lower, word) != NULL &&
			(strstr(ware->name, folds[i].upper) != NULL ||
			 strcmp(ware->category, folds[i].upper) == 0);
	return found && (category == NULL || strcmp(ware->category, category) == 0) &&
		(available == NULL || ware->available == (*available == '1'));
}

/* By price upwards, then as they were added. */
static int compare_wares(const void *one, const void *other)
{
	const struct ware *a = *(const struct ware *const *)one;
	const struct ware *b = *(const struct ware *const *)other;

	return a->price != b->price ? (a->price > b->price) - (a->price < b->price) :
		(a > b) - (a < b);
}

static void check_page(const struct ware *const *expected, size_t count,
	const struct record_page *page)
{
	size_t first = (size_t)(page->page - 1) * RECORDS_PER_PAGE;

	assert_int_equal(page->found, count);
	assert_int_equal(page->total, ORACLE_PRODUCTS);
	assert_int_equal(page->count, count - first < RECORDS_PER_PAGE ? count - first :
		RECORDS_PER_PAGE);
	for (size_t i = 0; i < page->count; i++) {
		assert_string_equal(get(&page->record[i], "name"), expected[first + i]->name);
		assert_int_equal(atoi(get(&page->record[i], "price")), expected[first + i]->price);
	}
}

static void test_random_lists_are_what_an_oracle_says(void **state)
{
	static const char *const words[] = { NULL, "kopi", "téh", "%", "_", "i", "kue", "zz" };
	static const char *const categories[] = { NULL, "Kue", "Minuman", "none" };
	static const char *const sold[] = { NULL, "1", "0" };
	static struct ware wares[ORACLE_PRODUCTS];

	(void)state;
	srandom(11);
	sell_wares(wares);
	for (int i = 0; i < 300; i++) {
		const char *word = words[random() % 8], *category = categories[random() % 4];
		const char *available = sold[random() % 3];
		const struct ware *expected[ORACLE_PRODUCTS];
		struct record_query query = filtered(&record_product, "category", category);
		struct record_page page;
		size_t count = 0;

		query.filter[at(&record_product, "available")] = available;
		query.words = word;
		query.order = 3;
		query.page = random() % 5;
		for (size_t j = 0; j < ORACLE_PRODUCTS; j++)
			if (is_asked_for(&wares[j], word, category, available))
				expected[count++] = &wares[j];
		qsort(expected, count, sizeof *expected, compare_wares);
		page = records_list(&db, &query);
		check_page(expected, count, &page);
	}
}

static void test_hidden_fields_are_not_listed(void **state)
{
	struct record_page page = records_list(&db, &(struct record_query){
		.type = &record_user });

	(void)state;
	assert_null(get(&page.record[0], "password"));
	assert_string_equal(get(&page.record[0], "username"), "siti");
	assert_string_equal(get(record_found(&record_user, siti), "password"), "hash of siti");
}

static void test_unasked_fields_begin(void **state)
{
	struct record user = user_called("budi");

	(void)state;
	set(&user, "date_joined", NULL);
	set(&user, "password", NULL);
	set(&user, "last_login", NULL);
	user = add(user);
	assert_true(atoll(get(record_found(&record_user, user.key), "date_joined")) > 0);
	assert_string_equal(get(record_found(&record_user, user.key), "password"), "");
	assert_null(get(record_found(&record_user, user.key), "last_login"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		records(test_lists_are_in_order),
		records(test_lists_are_searched),
		records(test_orders_are_searched_by_number),
		records(test_lists_are_filtered),
		records(test_filters_that_say_nothing_are_none),
		records(test_pages),
		records(test_choices),
		records(test_hidden_fields_are_not_listed),
		records(test_unasked_fields_begin),
		records(test_random_questions),
		records(test_random_lists_are_what_an_oracle_says),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
