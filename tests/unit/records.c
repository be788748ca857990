/* Records by the names of their fields, and some of each type. */
#include "records.h"

#include "model/order.h"
#include "model/ticket.h"
#include "model/user.h"

struct db db;
const char *siti;

int records_begin(void **state)
{
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	user_insert(&db, "siti", "hash of siti");
	siti = arena_integer(&arena, user_find_by_name(&db, "siti")->id);
	return result;
}

int records_end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

/* ---- records by the names of their fields ---- */

size_t at(const struct record_type *type, const char *name)
{
	size_t field = record_field_find(type, name);

	assert_true(field < type->count);
	return field;
}

const char *get(const struct record *record, const char *name)
{
	return record->value[at(record->type, name)];
}

void set(struct record *record, const char *name, const char *value)
{
	record->value[at(record->type, name)] = value;
}

struct record new_record(const struct record_type *type)
{
	struct record record = { .type = type };

	for (size_t i = 0; i < type->count; i++)
		record.value[i] = record_initial(&arena, &type->field[i]);
	return record;
}

/* NULL: it was added; else why not. */
const char *try_to_add(struct record *record, const char *expected_field)
{
	size_t field = 99;
	const char *problem = record_add(&db, record, "bos", &field);

	if (problem != NULL && expected_field != NULL)
		assert_int_equal(field, at(record->type, expected_field));
	return problem;
}

struct record add(struct record record)
{
	const char *problem = try_to_add(&record, NULL);

	if (problem != NULL)
		fail_msg("%s: %s", record.type->name, problem);
	assert_non_null(record.key);
	return record;
}

const struct record *record_found(const struct record_type *type, const char *key)
{
	const struct record *record = record_find(&db, type, key);

	assert_non_null(record);
	return record;
}

const char *change(const struct record *was, const char *name, const char *value,
	const char *expected_field)
{
	struct record now = *was;
	size_t field = 99;
	const char *problem;

	set(&now, name, value);
	problem = record_change(&db, was, &now, "bos", &field);
	if (problem != NULL && expected_field != NULL)
		assert_int_equal(field, at(was->type, expected_field));
	return problem;
}

void must_change(const struct record *was, const char *name, const char *value)
{
	const char *problem = change(was, name, value, NULL);

	if (problem != NULL)
		fail_msg("%s: %s", name, problem);
}

/* ---- some of each ---- */

struct record product_called(const char *name)
{
	struct record product = new_record(&record_product);

	set(&product, "user", siti);
	set(&product, "name", name);
	set(&product, "price", "12500");
	return product;
}

struct record user_called(const char *name)
{
	struct record user = new_record(&record_user);

	set(&user, "username", name);
	return user;
}

struct record book_called(const char *title)
{
	struct record book = new_record(&record_book);

	set(&book, "title", title);
	set(&book, "author", "Pramoedya");
	set(&book, "year", "1980");
	set(&book, "pages", "500");
	set(&book, "copies", "1");
	return book;
}

struct record item_called(const char *name)
{
	struct record item = new_record(&record_item);

	set(&item, "user", siti);
	set(&item, "name", name);
	set(&item, "description", "in the cellar");
	set(&item, "amount", "3");
	return item;
}

struct record dish_called(const char *name)
{
	struct record dish = new_record(&record_dish);

	set(&dish, "name", name);
	set(&dish, "price", "20000");
	return dish;
}

struct record group_called(const char *name)
{
	struct record group = new_record(&record_group);

	set(&group, "name", name);
	return group;
}

/* Budi buys one of it. */
const char *sell(const struct record *product)
{
	struct order_line line = { .product_id = product->key, .name = get(product, "name"),
		.price = { 12500, 0 }, .quantity = 2 };
	struct order_wish wish = { .token = "token", .buyer = "budi", .phone = "0812",
		.lines = { &line, 1 } };

	assert_null(order_place(&db, &wish));
	return arena_integer(&arena, orders_placed_together(&db, "token").order[0].id);
}

const char *ticket_of(const char *guest)
{
	struct ticket_line line = { .dish = "Soto", .price = { 20000, 0 }, .requests = "" };

	return arena_integer(&arena, ticket_place(&db, &(struct ticket){ .guest = guest,
		.line = &line, .count = 1, .total = { 20000, 0 } }, guest));
}

/* ---- lists ---- */

/* The titles on a page: "Kopi, Teh". */
const char *titles(struct record_page page)
{
	const char *text = "";

	for (size_t i = 0; i < page.count; i++)
		text = arena_printf(&arena, "%s%s%s", text, i > 0 ? ", " : "",
			record_title(&arena, &page.record[i]));
	return text;
}

const char *listed(struct record_query query)
{
	return titles(records_list(&db, &query));
}

struct record_query filtered(const struct record_type *type, const char *name,
	const char *value)
{
	struct record_query query = { .type = type };

	query.filter[at(type, name)] = value;
	return query;
}

/* ---- more of them ---- */

void add_some_products(void)
{
	static const struct {
		const char *name, *price, *category, *available;
	} some[] = {
		{ "Kopi", "12000", "Minuman", "1" },
		{ "teh 100%", "5000", "Minuman", "0" },
		{ "Éclair", "9000", "Kue", "1" },
		{ "Gula", "12000", NULL, "1" },
	};

	for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
		struct record product = product_called(some[i].name);

		set(&product, "price", some[i].price);
		set(&product, "category", some[i].category);
		set(&product, "available", some[i].available);
		add(product);
	}
}
