/* Records: the table of what the admin knows, and the engine that writes and reads them. */
#include "records.h"

#include "model/device.h"
#include "model/dish.h"
#include "model/founding.h"
#include "model/history.h"
#include "model/loan.h"
#include "model/order.h"
#include "model/permission.h"
#include "model/product.h"
#include "model/record.h"
#include "model/staff.h"
#include "model/stock.h"
#include "model/ticket.h"
#include "model/user.h"

/* ---- the table ---- */

static void test_types_are_whole(void **state)
{
	(void)state;
	for (const struct record_type *const *type = record_types; *type != NULL; type++) {
		assert_ptr_equal(record_type_find((*type)->name), *type);
		assert_true((*type)->count <= RECORD_FIELDS);
		for (size_t i = 0; i < (*type)->count; i++) {
			const struct record_field *field = &(*type)->field[i];

			if (field->name == NULL)
				fail_msg("%s: field %zu has no name", (*type)->name, i);
			if (field->label == NULL && (field->flags & RECORD_HIDDEN) == 0)
				fail_msg("%s.%s has no label", (*type)->name, field->name);
			assert_int_equal(record_field_find(*type, field->name), i);
		}
	}
	assert_null(record_type_find("settings"));
	assert_null(record_type_find(""));
}

static void test_permissions_have_their_words(void **state)
{
	const struct record_field *field =
		&record_group.field[record_field_find(&record_group, "permissions")];

	(void)state;
	assert_int_equal(field->word_count, PERMISSION_COUNT);
	for (size_t i = 0; i < PERMISSION_COUNT; i++) {
		char *label = arena_printf(&arena, "Can %s", field->words[i]);

		*strchr(label, '_') = ' ';
		assert_string_equal(field->words[i], permission_words[i]);
		assert_string_equal(field->labels[i], label);
	}
}

/* ---- every type ---- */

static void check_round(struct record record, const char *name, const char *value)
{
	const struct record_type *type = record.type;
	struct record added = add(record);
	const struct record *was = record_found(type, added.key), *now;

	for (size_t i = 0; i < type->count; i++)
		if (record.value[i] != NULL)
			assert_string_equal(was->value[i], record.value[i]);
		else
			assert_null(was->value[i]);
	must_change(was, name, value);
	now = record_found(type, added.key);
	assert_string_equal(get(now, name), value);
	assert_string_not_equal(record_seen(&arena, was), record_seen(&arena, now));
	assert_int_equal(history_of(&db, type->name, added.key, 10).count, 2);
	assert_string_equal(history_of(&db, type->name, added.key, 10).entry[0].fields, name);
	assert_null(record_delete(&db, now, "bos"));
	assert_null(record_find(&db, type, added.key));
	assert_int_equal(history_of(&db, type->name, added.key, 10).entry[0].action,
		HISTORY_DELETED);
}

static void test_every_type_comes_back_as_it_went(void **state)
{
	struct record user = user_called("budi"), product = product_called("Kopi \"É\" <b>");
	const char *group;

	(void)state;
	group = add(group_called("cooks")).key;
	set(&product, "description", "line 1\nline 2");
	set(&product, "category", "Minuman");
	set(&product, "stock", "7");
	check_round(product, "price", "13000");
	check_round(item_called("Gula"), "threshold", "5");
	check_round(dish_called("Soto"), "contains", "eggs -milk");
	check_round(book_called("Bumi Manusia"), "genres", "novel history");
	set(&user, "groups", group);
	set(&user, "user_permissions", "add_product view_order");
	set(&user, "bank_account", "BCA 123\nBudi");
	check_round(user, "email", "budi@example.com");
	check_round(group_called("sellers"), "permissions", "add_product");
}

static void test_keys_that_are_none_find_nothing(void **state)
{
	static const char *const rubbish[] = { "", "x", "-1", "0", "999", "1 OR 1=1", "1.0",
		"99999999999999999999", "00000000-0000-4000-8000-000000000000", "'", "\xFF", NULL };

	(void)state;
	for (const struct record_type *const *type = record_types; *type != NULL; type++)
		for (size_t i = 0; rubbish[i] != NULL; i++)
			assert_null(record_find(&db, *type, rubbish[i]));
	assert_string_equal(record_found(&record_user, arena_printf(&arena, "00%s", siti))->key,
		siti);
}

static void test_product_is_found_in_any_case(void **state)
{
	struct record product = add(product_called("Teh"));
	char *upper = arena_string(&arena, product.key);

	(void)state;
	for (char *c = upper; *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'f')
			*c = (char)(*c - 'a' + 'A');
	assert_string_equal(record_found(&record_product, upper)->key, product.key);
	assert_string_equal(record_found(&record_product, upper)->title[0], "siti");
}

/* ---- what is judged ---- */

static const char *judge(const struct record_type *type, const char *name, const char *value)
{
	return record_value_problem(&db, &type->field[at(type, name)], value);
}

static void test_values_are_judged(void **state)
{
	static const struct {
		const struct record_type *type;
		const char *field, *good[5], *bad[9];
	} cases[] = {
		{ &record_product, "name", { "x", "É" },
			{ "", "a\nb", "\xE2\x80\xAE", "\x7F", "\xFF" } },
		{ &record_product, "description", { "", "a\nb" }, { "\xFF" } },
		{ &record_product, "price", { "0", "999999999999" },
			{ "", "-1", "1000000000000", "1.5", "x", "99999999999999999999", " 1" } },
		{ &record_product, "stock", { "0", "2147483647" },
			{ "", "-1", "2147483648", "-" } },
		{ &record_product, "available", { "0", "1" }, { "", "2", "yes", "-1" } },
		{ &record_product, "image", { "" }, { "x.jpg", "../secret.key", "/etc/passwd" } },
		{ &record_product, "date_added", { "0", "-1", "253402300799999999" },
			{ "", "253402300800000000", "-62135596800000001", "today" } },
		{ &record_product, "user", { "1" }, { "", "2", "siti", "1 ", "1 1" } },
		{ &record_order, "state", { "paid" }, { "", "lost", "0" } },
		{ &record_dish, "spice", { "0", "3" }, { "", "4", "-1", "hot" } },
		{ &record_dish, "contains", { "", "milk", "peanuts -milk" },
			{ "meat", "milk milk", "milk -milk", "--milk", "-", " ", "-milk  milk" } },
		{ &record_book, "genres", { "", "novel", "novel poetry" },
			{ "novels", "-novel", "novel novel", "nov", "NOVEL" } },
		{ &record_book, "year", { "-3000", "1980" }, { "", "10000", "-3001", "--1" } },
		{ &record_user, "groups", { "" }, { "1", "x", "-" } },
		{ &record_user, "last_login", { "", NULL }, { "x" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (size_t j = 0; cases[i].good[j] != NULL; j++)
			if (judge(cases[i].type, cases[i].field, cases[i].good[j]) != NULL)
				fail_msg("%s refuses \"%s\"", cases[i].field, cases[i].good[j]);
		for (size_t j = 0; cases[i].bad[j] != NULL; j++)
			if (judge(cases[i].type, cases[i].field, cases[i].bad[j]) == NULL)
				fail_msg("%s takes \"%s\"", cases[i].field, cases[i].bad[j]);
	}
	assert_null(judge(&record_product, "category", NULL));
	assert_non_null(judge(&record_product, "description", NULL));
	assert_null(judge(&record_product, "name", letters(255)));
	assert_non_null(judge(&record_product, "name", letters(256)));
}

static void test_engine_judges_once_more(void **state)
{
	struct record product = product_called("");
	size_t field;

	(void)state;
	assert_non_null(try_to_add(&product, "name"));
	product = product_called("Kopi");
	set(&product, "user", "77");
	assert_non_null(try_to_add(&product, "user"));
	set(&product, "user", siti);
	set(&product, "stock", "-1");
	assert_non_null(try_to_add(&product, "stock"));
	assert_int_equal(records_list(&db, &(struct record_query){ .type = &record_product }).total,
		0);
	product = add(product_called("Kopi"));
	assert_non_null(change(record_found(&record_product, product.key), "user", "77", "user"));
	assert_null(record_change(&db, &product, &product, "bos", &field));
	assert_int_equal(history_of(&db, "product", product.key, 10).count, 1);
}

static void test_names_that_are_taken(void **state)
{
	struct record group = group_called("cooks"), user = user_called("SITI");

	(void)state;
	add(group);
	assert_non_null(try_to_add(&group, "name"));
	assert_non_null(change(&(struct record){ .type = &record_group, .key =
		add(group_called("cook")).key, .value = { "cook", "" } }, "name", "cooks", "name"));
	assert_string_equal(try_to_add(&user, "username"),
		"A user with that username already exists.");
	user = user_called("a b");
	assert_non_null(try_to_add(&user, "username"));
	user = user_called("\xEF\xAC\x81tri"); /* a ligature: not NFKC */
	assert_non_null(try_to_add(&user, "username"));
	must_change(record_found(&record_user, siti), "username", "Siti");
	assert_non_null(user_find_by_name(&db, "Siti"));
	must_change(record_found(&record_user, siti), "username", "tini");
	assert_true(user_insert(&db, "siti", ""));
}

/* ---- what belongs to a type ---- */

static void test_stock_goes_through_the_ledger(void **state)
{
	struct record product = product_called("Kopi");
	struct stock_changes changes;
	int64_t seq;

	(void)state;
	set(&product, "stock", "5");
	product = add(product);
	must_change(record_found(&record_product, product.key), "stock", "3");
	must_change(record_found(&record_product, product.key), "name", "Kopi tubruk");
	seq = db_number(&db, "SELECT seq FROM product", BIND_NOTHING);
	changes = stock_changes_of(&db, seq);
	assert_int_equal(changes.count, 2);
	assert_int_equal(changes.change[0].quantity, -2);
	assert_int_equal(changes.change[1].quantity, 5);
	assert_string_equal(changes.change[0].made_by, "bos");
	assert_string_equal(get(record_found(&record_product, product.key), "stock"), "3");
}

static void test_what_is_searched_follows_a_change(void **state)
{
	struct record product = add(product_called("Kopi"));
	struct products shop;
	struct product row;

	(void)state;
	must_change(record_found(&record_product, product.key), "name", "TÉH");
	shop = product_search(&db, &(struct shop_search){ .words = "téh" });
	assert_true(product_next(&shop, &row));
	product_finish(&shop);
	shop = product_search(&db, &(struct shop_search){ .words = "kopi" });
	assert_false(product_next(&shop, &row));
}

static void test_order_goes_its_way(void **state)
{
	struct record product = product_called("Kopi");
	const struct record *order;
	const char *id;

	(void)state;
	set(&product, "stock", "5");
	product = add(product);
	id = sell(&product);
	order = record_found(&record_order, id);
	assert_string_equal(get(order, "state"), "placed");
	assert_string_equal(get(record_found(&record_product, product.key), "stock"), "3");
	must_change(order, "state", "done");
	assert_non_null(change(record_found(&record_order, id), "state", "placed", "state"));
	assert_non_null(change(record_found(&record_order, id), "state", "cancelled", "state"));
	must_change(record_found(&record_order, id), "state", "paid");
	assert_non_null(get(record_found(&record_order, id), "paid"));
	assert_string_equal(order_changes_of(&db, atoi(id)).change[1].made_by, "bos");
}

static void test_cancelled_order_gives_the_stock_back(void **state)
{
	struct record product = product_called("Kopi");
	const char *id;

	(void)state;
	set(&product, "stock", "5");
	product = add(product);
	id = sell(&product);
	must_change(record_found(&record_order, id), "state", "cancelled");
	assert_string_equal(get(record_found(&record_product, product.key), "stock"), "5");
	assert_null(record_delete(&db, record_found(&record_order, id), "bos"));
	assert_int_equal(db_number(&db, "SELECT count(*) FROM order_line", BIND_NOTHING), 0);
}

static void test_order_that_is_deleted_gives_the_stock_back(void **state)
{
	struct record product = product_called("Kopi");
	const char *id;

	(void)state;
	set(&product, "stock", "5");
	product = add(product);
	id = sell(&product);
	assert_null(record_delete(&db, record_found(&record_order, id), "bos"));
	assert_string_equal(get(record_found(&record_product, product.key), "stock"), "5");
	assert_null(record_find(&db, &record_order, id));
}

static void test_ticket_goes_step_by_step(void **state)
{
	const char *id = ticket_of("Budi"), *other = ticket_of("Wati");

	(void)state;
	assert_non_null(change(record_found(&record_ticket, id), "state", "ready", "state"));
	must_change(record_found(&record_ticket, id), "state", "cooking");
	assert_non_null(change(record_found(&record_ticket, id), "state", "new", "state"));
	must_change(record_found(&record_ticket, id), "state", "ready");
	must_change(record_found(&record_ticket, id), "state", "handed over");
	assert_non_null(change(record_found(&record_ticket, id), "state", "discarded", "state"));
	must_change(record_found(&record_ticket, other), "state", "discarded");
	assert_int_equal(tickets_open_count(&db), 0);
	assert_null(record_delete(&db, record_found(&record_ticket, id), "bos"));
}

static void test_dish_does_not_contradict_itself(void **state)
{
	static const char *const wrong[][2] = { { "milk", "vegan" }, { "fish", "vegetarian" },
		{ "gluten", "gluten-free" }, { "-gluten", "-gluten-free" },
		{ "", "-vegetarian vegan" } };
	static const char *const right[][2] = { { "milk", "-vegan vegetarian" },
		{ "-gluten", "gluten-free" }, { "gluten", "-gluten-free" }, { "", "-vegan" },
		{ "-milk", "vegan" } };
	struct record dish = dish_called("Soto");

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		set(&dish, "contains", wrong[i][0]);
		set(&dish, "suits", wrong[i][1]);
		if (try_to_add(&dish, "suits") == NULL)
			fail_msg("contains %s, suits %s", wrong[i][0], wrong[i][1]);
	}
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		set(&dish, "contains", right[i][0]);
		set(&dish, "suits", right[i][1]);
		add(dish);
	}
}

static void test_book_that_is_lent_stays(void **state)
{
	struct record book = add(book_called("Bumi Manusia"));
	const struct user *reader = user_find_by_name(&db, "siti");
	const struct book *shelf = book_find(&db, atoi(book.key));
	int64_t counts[2];

	(void)state;
	loan_ask(&db, shelf, reader);
	loan_lend(&db, loan_of_book(&db, shelf->id, reader->id)->id, date_now(),
		(struct date){ 1 });
	assert_non_null(record_delete(&db, &book, "bos"));
	assert_non_null(book_find(&db, shelf->id));
	assert_int_equal(record_book.part_count, 2);
	record_count_parts(&db, &book, counts);
	assert_int_equal(counts[0], 1);
	assert_int_equal(counts[1], 0);
	loan_return(&db, loan_of_book(&db, shelf->id, reader->id)->id);
	assert_null(record_delete(&db, &book, "bos"));
	assert_null(book_find(&db, shelf->id));
}

static void test_last_superuser_stays(void **state)
{
	const struct record *boss;
	struct record other = user_called("budi");

	(void)state;
	user_make_superuser(&db, atoi(siti));
	boss = record_found(&record_user, siti);
	assert_non_null(change(boss, "is_active", "0", "is_active"));
	assert_non_null(change(boss, "is_superuser", "0", "is_superuser"));
	assert_non_null(record_delete(&db, boss, "bos"));
	assert_non_null(change(boss, "is_staff", "0", "is_staff"));
	assert_true(shop_has_superuser(&db));
	set(&other, "is_superuser", "1");
	set(&other, "is_staff", "1");
	set(&other, "is_active", "0"); /* who is shut out cannot help */
	other = add(other);
	assert_non_null(change(boss, "is_active", "0", "is_active"));
	must_change(&other, "is_active", "1");
	must_change(record_found(&record_user, other.key), "is_staff", "0"); /* nor this way */
	assert_non_null(change(boss, "is_superuser", "0", "is_superuser"));
	assert_non_null(change(boss, "is_staff", "0", "is_staff"));
	assert_int_equal(staff_superusers(&db)->count, 1);
	assert_null(record_delete(&db, record_found(&record_user, other.key), "bos"));
	set(&other, "is_active", "1");
	other = add(other);
	must_change(record_found(&record_user, siti), "is_superuser", "0");
	assert_non_null(record_delete(&db, record_found(&record_user, other.key), "bos"));
	assert_null(record_delete(&db, record_found(&record_user, siti), "bos"));
}

static void test_shop_without_anybody_who_can_enter(void **state)
{
	const struct record *boss;

	(void)state;
	assert_false(shop_has_superuser(&db));
	user_make_superuser(&db, atoi(siti));
	assert_true(shop_has_superuser(&db));
	db_run(&db, "UPDATE user SET is_staff = 0", BIND_NOTHING);
	assert_false(shop_has_superuser(&db));
	boss = record_found(&record_user, siti);
	assert_null(record_delete(&db, boss, "bos"));
}

static void test_money_goes_where_a_superuser_says(void **state)
{
	static const char *const fields[] = { "bank_account", "qris", "groups", "is_staff" };

	(void)state;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		assert_true(record_user.field[at(&record_user, fields[i])].flags & RECORD_POWER);
	assert_false(record_user.field[at(&record_user, "phone")].flags & RECORD_POWER);
}

static void test_closed_account_is_signed_out(void **state)
{
	struct device device = { .id = 7, .expires = { INT64_MAX }, .address = "",
		.last_address = "", .user_agent = "" };

	(void)state;
	device_insert(&db, atoi(siti), &device);
	must_change(record_found(&record_user, siti), "first_name", "Siti");
	assert_int_equal(devices_of(&db, atoi(siti))->count, 1);
	must_change(record_found(&record_user, siti), "is_active", "0");
	assert_int_equal(devices_of(&db, atoi(siti))->count, 0);
}

/* Of the one who sold two of his five. */
static int64_t expected_parts(const struct record_part *part)
{
	if (strcmp(part->label, "stock changes") == 0)
		return 2;
	return part->type == &record_product || part->type == &record_item ||
		strcmp(part->label, "books waited for or brought back") == 0 ||
		strcmp(part->label, "orders as a seller") == 0;
}

static void test_who_goes_takes_along(void **state)
{
	int64_t counts[16] = { 0 };
	struct record product = product_called("Kopi");
	const char *order;

	(void)state;
	set(&product, "stock", "5");
	product = add(product);
	add(item_called("Gula"));
	loan_ask(&db, book_find(&db, atoi(add(book_called("Puisi")).key)),
		user_find_by_name(&db, "siti"));
	order = sell(&product);
	record_count_parts(&db, record_found(&record_user, siti), counts);
	for (size_t i = 0; i < record_user.part_count; i++)
		assert_int_equal(counts[i], expected_parts(&record_user.part[i]));
	assert_null(record_delete(&db, record_found(&record_user, siti), "bos"));
	assert_null(record_find(&db, &record_product, product.key));
	assert_int_equal(db_number(&db, "SELECT count(*) FROM loan", BIND_NOTHING), 0);
	assert_string_equal(get(record_found(&record_order, order), "state"), "cancelled");
	assert_null(get(record_found(&record_order, order), "seller"));
	assert_string_equal(get(record_found(&record_order, order), "seller_name"), "siti");
	record_count_parts(&db, record_found(&record_order, order), counts);
	assert_int_equal(counts[0], 1);
	assert_int_equal(counts[1], 2);
}

static void test_groups_come_and_go(void **state)
{
	struct record cooks = group_called("cooks"), user = user_called("budi");
	int64_t counts[1];

	(void)state;
	set(&cooks, "permissions", "change_dish");
	cooks = add(cooks);
	set(&user, "groups", arena_printf(&arena, "%s %s", cooks.key,
		add(group_called("barista")).key));
	user = add(user);
	assert_string_equal(get(record_found(&record_user, user.key), "groups"), "1 2");
	assert_string_equal(record_found(&record_user, user.key)->title[at(&record_user, "groups")],
		"barista, cooks");
	assert_true(user_has_permission(&db, user_find_by_name(&db, "budi"), "change_dish"));
	record_count_parts(&db, &cooks, counts);
	assert_int_equal(counts[0], 1);
	assert_non_null(change(&user, "groups", "1 9", "groups"));
	must_change(&user, "groups", "2");
	assert_false(user_has_permission(&db, user_find_by_name(&db, "budi"), "change_dish"));
	assert_string_equal(get(record_found(&record_user, user.key), "groups"), "2");
	must_change(record_found(&record_user, user.key), "groups", "");
	assert_string_equal(get(record_found(&record_user, user.key), "groups"), "");
}

static bool sees(const char *seen, const char *name, const char *value)
{
	return record_is_seen(&arena, seen, &record_user, at(&record_user, name), value);
}

static void test_seen_is_what_staff_can_change(void **state)
{
	struct record user = *record_found(&record_user, siti);
	const char *seen = record_seen(&arena, &user);

	(void)state;
	set(&user, "memory", "cart.1=2");
	set(&user, "last_login", "5");
	assert_string_equal(record_seen(&arena, &user), seen);
	set(&user, "first_name", "S");
	assert_string_not_equal(record_seen(&arena, &user), seen);
	set(&user, "first_name", "");
	set(&user, "last_name", "S");
	assert_string_not_equal(record_seen(&arena, &user), seen);
}

static void test_seen_is_told_field_by_field(void **state)
{
	static const char *const rubbish[] = { "", ".", "x", "................................" };
	struct record user = *record_found(&record_user, siti);
	const char *seen;

	(void)state;
	set(&user, "bank_account", "BCA 123\nSiti");
	set(&user, "groups", "1 12 3");
	seen = record_seen(&arena, &user);
	assert_true(sees(seen, "username", "siti"));
	assert_true(sees(seen, "first_name", ""));
	assert_false(sees(seen, "username", "sit"));
	assert_false(sees(seen, "username", ""));
	assert_false(sees(seen, "username", NULL));
	assert_false(sees(seen, "first_name", NULL));
	assert_true(sees(seen, "bank_account", "BCA 123\r\nSiti"));
	assert_false(sees(seen, "bank_account", "BCA 123 Siti"));
	assert_true(sees(seen, "groups", "12 3 1"));
	assert_false(sees(seen, "groups", "1 123"));
	assert_false(sees(seen, "groups", "1 12"));
	for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++)
		assert_false(sees(rubbish[i], "username", "siti"));
}

static void test_titled(void **state)
{
	(void)state;
	add(user_called("budi"));
	add(group_called("cooks"));
	assert_string_equal(record_titled(&db, &record_user, "siti"), siti);
	assert_null(record_titled(&db, &record_user, "sit"));
	assert_null(record_titled(&db, &record_user, "SITI"));
	assert_null(record_titled(&db, &record_user, "' OR 1=1"));
	assert_non_null(record_titled(&db, &record_group, "cooks"));
	assert_null(record_titled(&db, &record_order, "7"));
}

static void test_orders_have_lines(void **state)
{
	struct record product = product_called("Kopi");
	const struct record *order, *ticket = record_found(&record_ticket, ticket_of("Budi"));
	struct record_lines lines;

	(void)state;
	set(&product, "stock", "5");
	product = add(product);
	order = record_found(&record_order, sell(&product));
	lines = record_order.lines(&db, order);
	assert_int_equal(lines.count, 1);
	assert_string_equal(lines.line->name, "Kopi");
	assert_int_equal(lines.line->quantity, 2);
	assert_int_equal(lines.line->price.minor, 12500);
	assert_non_null(record_order.aftermath(&db, order));
	must_change(order, "state", "done");
	assert_null(record_order.aftermath(&db, record_found(&record_order, order->key)));
	lines = record_ticket.lines(&db, ticket);
	assert_int_equal(lines.count, 1);
	assert_string_equal(lines.line->name, "Soto");
	assert_string_equal(lines.line->requests, "");
}

static void test_title_is_cut(void **state)
{
	struct record product = product_called(letters(255));

	(void)state;
	assert_int_equal(strlen(record_title(&arena, &product)), RECORD_TITLE_LONGEST);
	assert_string_equal(record_title(&arena, &(struct record){ .type = &record_order,
		.key = "7" }), "7");
}

/* ---- history ---- */

static void test_history_outlives_its_object(void **state)
{
	struct record product = add(product_called("Kopi"));
	struct history history;

	(void)state;
	must_change(record_found(&record_product, product.key), "name", "Teh");
	record_delete(&db, record_found(&record_product, product.key), "ani");
	history = history_of(&db, "product", product.key, 2);
	assert_int_equal(history.count, 2);
	assert_true(history.more);
	assert_int_equal(history.entry[0].action, HISTORY_DELETED);
	assert_string_equal(history.entry[0].name, "Teh");
	assert_string_equal(history.entry[0].made_by, "ani");
	assert_true(history.entry[0].made.us > 0);
	assert_string_equal(history.entry[1].fields, "name");
	assert_int_equal(history_recent(&db, "bos", 9).count, 2);
	assert_int_equal(history_recent(&db, NULL, 9).count, 3);
	assert_int_equal(history_recent(&db, NULL, 9).entry[2].action, HISTORY_ADDED);
	assert_int_equal(history_recent(&db, "nobody", 9).count, 0);
	assert_int_equal(history_of(&db, "item", product.key, 9).count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		records(test_types_are_whole),
		records(test_permissions_have_their_words),
		records(test_every_type_comes_back_as_it_went),
		records(test_keys_that_are_none_find_nothing),
		records(test_product_is_found_in_any_case),
		records(test_values_are_judged),
		records(test_engine_judges_once_more),
		records(test_names_that_are_taken),
		records(test_stock_goes_through_the_ledger),
		records(test_what_is_searched_follows_a_change),
		records(test_order_goes_its_way),
		records(test_cancelled_order_gives_the_stock_back),
		records(test_order_that_is_deleted_gives_the_stock_back),
		records(test_ticket_goes_step_by_step),
		records(test_dish_does_not_contradict_itself),
		records(test_book_that_is_lent_stays),
		records(test_last_superuser_stays),
		records(test_shop_without_anybody_who_can_enter),
		records(test_money_goes_where_a_superuser_says),
		records(test_closed_account_is_signed_out),
		records(test_who_goes_takes_along),
		records(test_groups_come_and_go),
		records(test_seen_is_what_staff_can_change),
		records(test_seen_is_told_field_by_field),
		records(test_titled),
		records(test_orders_have_lines),
		records(test_title_is_cut),
		records(test_history_outlives_its_object),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
