/* Records as fixtures carry them. */
#include "records.h"

#include "model/ticket.h"

static const char *dumped(const struct record_type *type)
{
	struct record_rows rows = records_all(&db, type);
	struct record record;
	const char *text = "";

	while (record_next(&rows, &record)) {
		text = arena_printf(&arena, "%s%s:", text, record.key);
		for (size_t i = 0; i < type->count; i++)
			text = arena_printf(&arena, "%s%s|", text,
				record.value[i] != NULL ? record.value[i] : "NULL");
	}
	return text;
}

static void test_written_record_reads_back_equal(void **state)
{
	struct record user = user_called("budi");
	const char *before[8];
	struct record_writer writer = { .db = &db };

	(void)state;
	add_some_products();
	set(&user, "groups", add(group_called("cooks")).key);
	add(user);
	add(book_called("Puisi"));
	ticket_of("Budi");
	for (size_t i = 0; record_types[i] != NULL; i++) {
		struct record_rows rows = records_all(&db, record_types[i]);
		struct record record[9];
		size_t count = 0;

		before[i] = dumped(record_types[i]);
		writer = (struct record_writer){ .db = &db, .type = record_types[i] };
		for (size_t j = 0; j < RECORD_FIELDS; j++)
			writer.given[j] = true;
		for (; record_next(&rows, &record[count]); count++) {
			record[count].key = arena_string(&arena, record[count].key);
			for (size_t j = 0; j < record_types[i]->count; j++)
				if (record[count].value[j] != NULL)
					record[count].value[j] = arena_string(&arena,
						record[count].value[j]);
		}
		while (count-- > 0)
			assert_null(record_write(&writer, &record[count]));
		assert_string_equal(dumped(record_types[i]), before[i]);
	}
}

static void test_what_is_not_given_stays(void **state)
{
	struct record_writer writer = { .db = &db, .type = &record_item };
	struct record item = add(item_called("Gula"));
	struct record part = { .type = &record_item, .key = item.key };

	(void)state;
	set(&part, "threshold", "9");
	writer.given[at(&record_item, "threshold")] = true;
	assert_null(record_write(&writer, &part));
	assert_string_equal(get(record_found(&record_item, item.key), "threshold"), "9");
	assert_string_equal(get(record_found(&record_item, item.key), "name"), "Gula");
	part.key = "77";
	assert_non_null(record_write(&writer, &part));
	assert_null(record_find(&db, &record_item, "77"));
}

static void test_new_records_get_keys(void **state)
{
	struct record_writer writer = { .db = &db, .type = &record_user };
	struct record user = { .type = &record_user };
	const char *group = add(group_called("cooks")).key;

	(void)state;
	writer.given[at(&record_user, "username")] = true;
	writer.given[at(&record_user, "groups")] = true;
	set(&user, "username", "Budi");
	set(&user, "groups", group);
	assert_null(record_write(&writer, &user));
	assert_string_equal(listed(filtered(&record_user, "groups", group)), "Budi");
	assert_string_equal(get(record_found(&record_user, "2"), "is_active"), "1");
	set(&user, "username", "BUDI");
	assert_non_null(record_write(&writer, &user)); /* as a constraint, not as a failure */
	assert_null(records_settle(&db));
}

static void test_load_is_settled(void **state)
{
	struct record_writer writer = { .db = &db, .type = &record_product };
	struct record product = product_called("Kopi");

	(void)state;
	memset(writer.given, true, sizeof writer.given);
	db_commit(&db);
	records_begin_load(&db);
	product.key = "00000000-0000-4000-8000-000000000001";
	set(&product, "stock", "4");
	set(&product, "user", "50");
	assert_null(record_write(&writer, &product));
	assert_non_null(records_settle(&db));
	set(&product, "user", siti);
	assert_null(record_write(&writer, &product));
	assert_null(records_settle(&db));
	db_commit(&db);
	assert_int_equal(db_number(&db, "SELECT sum(quantity) FROM stock_change", BIND_NOTHING), 4);
	assert_null(records_settle(&db));
	assert_int_equal(db_number(&db, "SELECT count(*) FROM stock_change", BIND_NOTHING), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		records(test_written_record_reads_back_equal),
		records(test_what_is_not_given_stays),
		records(test_new_records_get_keys),
		records(test_load_is_settled),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
