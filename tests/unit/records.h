/* What tests of records stand on: a shop, records by the names of their fields, some of each. */
#ifndef UNIT_RECORDS_H
#define UNIT_RECORDS_H

#include "unit.h"

#include "model/record.h"

/* A shop with one member, siti; `siti` is her key. */
extern struct db db;
extern const char *siti;

#define records(function) \
	cmocka_unit_test_setup_teardown(function, records_begin, records_end)
int records_begin(void **state);
int records_end(void **state);

/* The place of a field, and its value, by name; there must be one. */
size_t at(const struct record_type *type, const char *name);
const char *get(const struct record *record, const char *name);
void set(struct record *record, const char *name, const char *value);

/* What records begin with, and what is required. */
struct record new_record(const struct record_type *type);
struct record product_called(const char *name);
struct record user_called(const char *name);
struct record book_called(const char *title);
struct record item_called(const char *name);
struct record dish_called(const char *name);
struct record group_called(const char *name);

/* Added by "bos".  The first may fail: the problem, and the field must be at fault (NULL: any). */
const char *try_to_add(struct record *record, const char *expected_field);
struct record add(struct record record);
void add_some_products(void);

/* Budi, a guest, buys two of it, a guest orders soto: the keys. */
const char *sell(const struct record *product);
const char *ticket_of(const char *guest);

/* The one with that key; there must be one. */
const struct record *record_found(const struct record_type *type, const char *key);

/* One field is changed by "bos": the problem, as above; or it must not be one. */
const char *change(const struct record *was, const char *name, const char *value,
	const char *expected_field);
void must_change(const struct record *was, const char *name, const char *value);

/* The titles on a page: "Kopi, Teh"; of the list that is asked for. */
const char *titles(struct record_page page);
const char *listed(struct record_query query);

/* A query for those that have that value. */
struct record_query filtered(const struct record_type *type, const char *name, const char *value);

#endif
