/* The records of the market and the stock-room: products, items, orders. */
#include "base/text.h"
#include "model/item.h"
#include "model/order.h"
#include "model/product.h"
#include "model/record_descriptor.h"
#include "model/stock.h"

static const int64_t MONEY_HIGHEST = 999999999999;

/* ---- products ---- */

enum { PRODUCT_USER, PRODUCT_NAME, PRODUCT_PRICE, PRODUCT_DESCRIPTION, PRODUCT_STOCK,
	PRODUCT_CATEGORY, PRODUCT_IMAGE, PRODUCT_AVAILABLE, PRODUCT_DATE_ADDED };

static const struct record_field product_fields[] = {
	[PRODUCT_USER] = { .name = "user", .label = N_("Seller"), .kind = RECORD_REFERENCE,
		.flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_FILTERED, .of = &record_user,
		.column = "user_id" },
	[PRODUCT_NAME] = { .name = "name", .label = N_("Name"), .kind = RECORD_TEXT,
		.flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_SEARCHED,
		.longest = PRODUCT_NAME_LONGEST, .sorted = "name_key" },
	[PRODUCT_PRICE] = { .name = "price", .label = N_("Price"), .kind = RECORD_MONEY,
		.flags = RECORD_REQUIRED | RECORD_LISTED, .highest = MONEY_HIGHEST },
	[PRODUCT_DESCRIPTION] = { .name = "description", .label = N_("Description"),
		.kind = RECORD_LONG_TEXT, .flags = RECORD_SEARCHED,
		.longest = PRODUCT_DESCRIPTION_LONGEST },
	[PRODUCT_STOCK] = { .name = "stock", .label = N_("Stock"), .kind = RECORD_INTEGER,
		.help = N_("A new number is noted in the stock’s history as counted."),
		.flags = RECORD_LISTED | RECORD_KEPT, .highest = PRODUCT_STOCK_HIGHEST },
	[PRODUCT_CATEGORY] = { .name = "category", .label = N_("Category"), .kind = RECORD_TEXT,
		.flags = RECORD_NULL | RECORD_LISTED | RECORD_SEARCHED | RECORD_FILTERED,
		.longest = PRODUCT_CATEGORY_LONGEST },
	[PRODUCT_IMAGE] = { .name = "image", .label = N_("Picture"), .kind = RECORD_PICTURE },
	[PRODUCT_AVAILABLE] = { .name = "available", .label = N_("On sale"),
		.kind = RECORD_BOOLEAN, .flags = RECORD_LISTED | RECORD_FILTERED, .initial = "1" },
	[PRODUCT_DATE_ADDED] = { .name = "date_added", .label = N_("Added on"),
		.kind = RECORD_DATE, .flags = RECORD_LISTED | RECORD_FIXED },
};

static size_t derive_product(struct db *db, const struct record *record, const char *column[],
	const char *value[])
{
	const char *name = record_text(record, PRODUCT_NAME);

	column[0] = "name_key";
	value[0] = product_name_key(db->arena, name);
	column[1] = "search";
	value[1] = product_search_text(db->arena, name, record->value[PRODUCT_CATEGORY],
		record_text(record, PRODUCT_DESCRIPTION));
	return 2;
}

static void product_changed(struct db *db, const struct record *was, const struct record *now,
	const char *made_by)
{
	(void)was;
	if (now != NULL)
		stock_count(db, db_number(db, "SELECT seq FROM product WHERE id = $1",
			BIND(now->key)), text_number(now->value[PRODUCT_STOCK],
			PRODUCT_STOCK_HIGHEST, 0), made_by);
}

static const struct record_part product_parts[] = {
	{ .label = N_("stock changes"), .table = "stock_change", .column = "product_seq",
	  .stored = "(SELECT seq FROM product WHERE id = %s)" },
};

const struct record_type record_product = {
	.name = "product", .fixture = "main.product", .label = N_("product"),
	.plural = N_("products"), .permission = "product", .may = RECORD_ALL,
	.table = "product", .key = "id", .conflict = "id", .order = "seq", .search = "search",
	.key_is_text = true, .title = PRODUCT_NAME, FIELDS(product_fields), PARTS(product_parts),
	.derive = derive_product, .changed = product_changed,
};

/* ---- items ---- */

static const struct record_field item_fields[] = {
	{ .name = "user", .label = N_("Owner"), .kind = RECORD_REFERENCE,
	  .flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_FILTERED, .of = &record_user,
	  .column = "user_id" },
	{ .name = "name", .label = N_("Name"), .kind = RECORD_TEXT,
	  .flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_SEARCHED,
	  .longest = ITEM_NAME_LONGEST },
	{ .name = "amount", .label = N_("Amount"), .kind = RECORD_INTEGER,
	  .flags = RECORD_REQUIRED | RECORD_LISTED, .highest = ITEM_AMOUNT_HIGHEST },
	{ .name = "description", .label = N_("Description"), .kind = RECORD_LONG_TEXT,
	  .flags = RECORD_SEARCHED, .longest = ITEM_DESCRIPTION_LONGEST },
	{ .name = "threshold", .label = N_("Runs low at"), .kind = RECORD_INTEGER,
	  .help = N_("With so many or fewer it is time to buy more. 0: never."),
	  .flags = RECORD_LISTED | RECORD_OURS, .highest = ITEM_AMOUNT_HIGHEST },
};

const struct record_type record_item = {
	.name = "item", .fixture = "main.item", .ours = "warung.item", .label = N_("item"),
	.plural = N_("items"), .permission = "item", .may = RECORD_ALL,
	.table = "item", .key = "id", .conflict = "id", .order = "id", .title = 1,
	FIELDS(item_fields),
};

/* ---- orders ---- */

enum { STATE_OF_ORDER = 5 };

static const struct record_field order_fields[] = {
	{ .name = "buyer", .label = N_("Buyer’s account"), .kind = RECORD_REFERENCE,
	  .flags = RECORD_NULL | RECORD_FIXED, .of = &record_user, .column = "buyer_id" },
	{ .name = "seller", .label = N_("Seller’s account"), .kind = RECORD_REFERENCE,
	  .flags = RECORD_NULL | RECORD_FIXED | RECORD_FILTERED, .of = &record_user,
	  .column = "seller_id" },
	{ .name = "buyer_name", .label = N_("Buyer"), .kind = RECORD_TEXT,
	  .flags = RECORD_FIXED | RECORD_LISTED | RECORD_SEARCHED, .column = "buyer",
	  .longest = USERNAME_LONGEST },
	{ .name = "seller_name", .label = N_("Seller"), .kind = RECORD_TEXT,
	  .flags = RECORD_REQUIRED | RECORD_FIXED | RECORD_LISTED | RECORD_SEARCHED,
	  .column = "seller", .longest = USERNAME_LONGEST },
	{ .name = "phone", .label = N_("Phone number"), .kind = RECORD_TEXT,
	  .flags = RECORD_FIXED | RECORD_SEARCHED, .longest = ORDER_NAME_LONGEST },
	[STATE_OF_ORDER] = { .name = "state", .label = N_("State"), .kind = RECORD_CHOICE,
	  .flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_FILTERED | RECORD_KEPT,
	  WORDS(order_state_words, ORDER_STATES), .labels = order_state_labels },
	{ .name = "total", .label = N_("Total"), .kind = RECORD_MONEY,
	  .flags = RECORD_REQUIRED | RECORD_FIXED | RECORD_LISTED, .highest = INT64_MAX / 100 },
	{ .name = "placed", .label = N_("Placed on"), .kind = RECORD_DATE,
	  .flags = RECORD_REQUIRED | RECORD_FIXED | RECORD_LISTED },
	{ .name = "paid", .label = N_("Paid on"), .kind = RECORD_DATE,
	  .flags = RECORD_NULL | RECORD_FIXED | RECORD_LISTED },
	{ .name = "token", .kind = RECORD_TEXT, .flags = RECORD_REQUIRED | RECORD_HIDDEN,
	  .longest = 100 },
};

static enum order_state order_state_of(const struct record *record)
{
	return (enum order_state)text_find_word(order_state_words, ORDER_STATES,
		record->value[STATE_OF_ORDER]);
}

static bool has_new_state(const struct record *was, const struct record *now)
{
	return was != NULL && now != NULL && order_state_of(was) != order_state_of(now);
}

static const char *order_problem(struct db *db, const struct record *was,
	const struct record *now, size_t *field)
{
	*field = STATE_OF_ORDER;
	return has_new_state(was, now) && !order_may_become(order_find(db,
		text_number(now->key, INT64_MAX, 0)), order_state_of(now), true) ?
		N_("The order can no longer be put into this state.") : NULL;
}

/* What is deleted before it was handed out is cancelled: the stock comes back. */
static void order_changed(struct db *db, const struct record *was, const struct record *now,
	const char *made_by)
{
	const struct order *order = order_find(db, text_number(was->key, INT64_MAX, 0));

	if (has_new_state(was, now))
		order_become(db, order, order_state_of(now), made_by);
	else if (now == NULL && order_may_become(order, ORDER_CANCELLED, true))
		order_become(db, order, ORDER_CANCELLED, made_by);
}

static struct record_lines order_lines(struct db *db, const struct record *record)
{
	struct order_lines lines = order_lines_of(db, text_number(record->key, INT64_MAX, 0));
	struct record_line *table = arena_array(db->arena, lines.count, sizeof *table);

	for (size_t i = 0; i < lines.count; i++)
		table[i] = (struct record_line){ .name = lines.line[i].name,
			.quantity = lines.line[i].quantity, .price = lines.line[i].price };
	return (struct record_lines){ table, lines.count };
}

static const char *order_aftermath(struct db *db, const struct record *record)
{
	return order_may_become(order_find(db, text_number(record->key, INT64_MAX, 0)),
		ORDER_CANCELLED, true) ?
		N_("An order that is still open is cancelled by this, and its goods go back into "
			"stock.") : NULL;
}

static const struct record_part order_parts[] = {
	{ .label = N_("order lines"), .table = "order_line", .column = "order_id" },
	{ .label = N_("state changes"), .table = "order_change", .column = "order_id" },
};

const struct record_type record_order = {
	.name = "order", .fixture = "warung.order", .label = N_("order"), .plural = N_("orders"),
	.permission = "order", .may = RECORD_CHANGE | RECORD_DELETE,
	.table = "orders", .key = "id", .conflict = "id", .order = "id",
	.title = COUNT(order_fields), FIELDS(order_fields), PARTS(order_parts),
	.problem = order_problem, .lines = order_lines, .aftermath = order_aftermath,
	.changed = order_changed,
};
