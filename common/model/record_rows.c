/*
 * The tables that the admin does not show by themselves.  Where a row has no key of its own, what
 * it belongs to and its number there make one, with a dot between them.
 */
#include "model/record_rows.h"

#include "model/order.h"
#include "model/product.h"
#include "model/reading.h"
#include "model/record_descriptor.h"
#include "model/stock.h"
#include "model/user.h"

enum {
	WORD_LONGEST = 40, KEY_LONGEST = 200,
	SETTING_LONGEST = 10000,
	BEFORE_LONGEST = 10000,   /* the days of earlier readings */
};

/* The name of whoever did it; "": a guest, who may have left a longer one. */
#define BY(field) { .name = (field), .kind = RECORD_TEXT, .longest = USERNAME_LONGEST }
#define MADE(field, more) { .name = (field), .kind = RECORD_DATE, .flags = (more) }
/* A date that is 0 while it is not known. */
#define MADE_OR_0(field) { .name = field, .kind = RECORD_DATE, .flags = RECORD_NULL, \
	.column = "nullif(" field ", 0)", .into = field, .stored = "coalesce(%s, 0)" }
#define COUNTED(field, least, most) { .name = (field), .kind = RECORD_INTEGER, \
	.flags = RECORD_REQUIRED, .lowest = (least), .highest = (most) }
#define NUMBER COUNTED("number", 1, INT32_MAX)

/* The two parts of such a key. */
#define BEFORE_DOT "substr($1, 1, instr($1, '.') - 1)"
#define BEHIND_DOT "CAST(substr($1, instr($1, '.') + 1) AS INTEGER)"
#define FOUND(owner, number) .found = owner " = CAST(" BEFORE_DOT " AS INTEGER) AND " \
	number " = " BEHIND_DOT

static const struct record_field setting_fields[] = {
	{ .name = "value", .kind = RECORD_LONG_TEXT, .longest = SETTING_LONGEST },
};

const struct record_type record_setting = {
	.name = "setting", .fixture = "warung.setting",
	.table = "setting", .key = "name", .conflict = "name", .order = "name",
	.key_is_text = true, FIELDS(setting_fields),
};

static const struct record_field stock_change_fields[] = {
	{ .name = "product", .kind = RECORD_REFERENCE, .flags = RECORD_REQUIRED,
	  .of = &record_product, .column = "(SELECT id FROM product WHERE seq = product_seq)",
	  .into = "product_seq", .stored = "(SELECT seq FROM product WHERE id = %s)" },
	NUMBER,
	COUNTED("quantity", -INT64_C(2147483647), 2147483647),
	{ .name = "reason", .kind = RECORD_CHOICE, .flags = RECORD_REQUIRED,
	  WORDS(stock_reason_words, STOCK_REASONS) },
	MADE("made", RECORD_REQUIRED),
	BY("made_by"),
	{ .name = "note", .kind = RECORD_TEXT, .longest = STOCK_NOTE_LONGEST },
	{ .name = "order", .kind = RECORD_INTEGER, .flags = RECORD_NULL, .column = "order_id",
	  .lowest = 1, .highest = INT64_MAX },
	{ .name = "undoes", .kind = RECORD_INTEGER, .flags = RECORD_NULL,
	  .lowest = 1, .highest = INT32_MAX },
};

const struct record_type record_stock_change = {
	.name = "stock_change", .fixture = "warung.stockchange",
	.table = "stock_change",
	.key = "(SELECT id FROM product WHERE seq = product_seq) || '.' || number",
	.found = "product_seq = (SELECT seq FROM product WHERE id = " BEFORE_DOT ") "
		"AND number = " BEHIND_DOT,
	.conflict = "product_seq, number", .order = "product_seq, number",
	.key_is_text = true, FIELDS(stock_change_fields),
};

#define OF_ORDER { .name = "order", .kind = RECORD_REFERENCE, .flags = RECORD_REQUIRED, \
	.of = &record_order, .column = "order_id" }

static const struct record_field order_line_fields[] = {
	OF_ORDER,
	NUMBER,
	{ .name = "product", .kind = RECORD_TEXT, .flags = RECORD_REQUIRED,
	  .column = "product_id", .longest = 36 /* it may be gone: this is no reference */ },
	{ .name = "name", .kind = RECORD_TEXT, .longest = PRODUCT_NAME_LONGEST },
	{ .name = "price", .kind = RECORD_MONEY, .flags = RECORD_REQUIRED,
	  .highest = 999999999999 },
	COUNTED("quantity", 1, 2147483647),
};

const struct record_type record_order_line = {
	.name = "order_line", .fixture = "warung.orderline",
	.table = "order_line", .key = "order_id || '.' || number",
	FOUND("order_id", "number"), .conflict = "order_id, number", .order = "order_id, number",
	.key_is_text = true, FIELDS(order_line_fields),
};

static const struct record_field order_change_fields[] = {
	OF_ORDER,
	NUMBER,
	{ .name = "state", .kind = RECORD_CHOICE, .flags = RECORD_REQUIRED,
	  WORDS(order_state_words, ORDER_STATES) },
	MADE("made", RECORD_REQUIRED),
	BY("made_by"),
};

const struct record_type record_order_change = {
	.name = "order_change", .fixture = "warung.orderchange",
	.table = "order_change", .key = "order_id || '.' || number",
	FOUND("order_id", "number"), .conflict = "order_id, number", .order = "order_id, number",
	.key_is_text = true, FIELDS(order_change_fields),
};

static const struct record_field reading_fields[] = {
	{ .name = "user", .kind = RECORD_REFERENCE, .flags = RECORD_REQUIRED,
	  .of = &record_user, .column = "user_id" },
	{ .name = "book", .kind = RECORD_REFERENCE, .flags = RECORD_REQUIRED,
	  .of = &record_book, .column = "book_id" },
	{ .name = "state", .kind = RECORD_CHOICE, .flags = RECORD_REQUIRED,
	  WORDS(reading_state_words, READING_STATES) },
	COUNTED("page", 0, READING_PAGES_HIGHEST),
	COUNTED("chapter", 0, READING_CHAPTER_HIGHEST),
	COUNTED("percent", 0, 100),
	COUNTED("pages", 0, READING_PAGES_HIGHEST),
	MADE_OR_0("started"),
	MADE_OR_0("finished"),
	MADE("updated", RECORD_REQUIRED),
	{ .name = "before", .kind = RECORD_TEXT, .longest = BEFORE_LONGEST },
	{ .name = "shared", .kind = RECORD_BOOLEAN },
};

const struct record_type record_reading = {
	.name = "reading", .fixture = "warung.reading",
	.table = "reading", .key = "user_id || '.' || book_id",
	FOUND("user_id", "book_id"), .conflict = "user_id, book_id", .order = "user_id, book_id",
	.key_is_text = true, FIELDS(reading_fields),
};

static const struct record_field loan_fields[] = {
	{ .name = "book", .kind = RECORD_REFERENCE, .flags = RECORD_REQUIRED,
	  .of = &record_book, .column = "book_id" },
	{ .name = "user", .kind = RECORD_REFERENCE, .flags = RECORD_NULL,
	  .of = &record_user, .column = "user_id" },
	BY("borrower"),
	MADE("asked", RECORD_REQUIRED),
	MADE("lent", RECORD_NULL),
	MADE("due", RECORD_NULL),
	MADE("returned", RECORD_NULL),
};

const struct record_type record_loan = {
	.name = "loan", .fixture = "warung.loan",
	.table = "loan", .key = "id", .conflict = "id", .order = "id", FIELDS(loan_fields),
};

static const struct record_field history_fields[] = {
	MADE("made", RECORD_REQUIRED),
	BY("made_by"),
	{ .name = "action", .kind = RECORD_TEXT, .flags = RECORD_REQUIRED,
	  .longest = WORD_LONGEST },
	{ .name = "model", .kind = RECORD_TEXT, .flags = RECORD_REQUIRED,
	  .longest = WORD_LONGEST },
	{ .name = "object", .kind = RECORD_TEXT, .longest = KEY_LONGEST },
	{ .name = "name", .kind = RECORD_TEXT, .longest = RECORD_TITLE_LONGEST },
	{ .name = "fields", .kind = RECORD_TEXT, .longest = SETTING_LONGEST },
};

const struct record_type record_history = {
	.name = "history", .fixture = "warung.history",
	.table = "history", .key = "id", .conflict = "id", .order = "id", FIELDS(history_fields),
};

/* How money is written is a setting, so these come first. */
const struct record_type *const record_fixtures[] = {
	&record_setting, &record_group, &record_user, &record_product, &record_item,
	&record_order, &record_order_line, &record_order_change, &record_stock_change,
	&record_dish, &record_ticket, &record_book, &record_reading, &record_loan,
	&record_history, NULL
};
