/* Everything that the shop keeps about a member: one JSON object, with a line for each thing. */
#include "account/account_download.h"

#include <ctype.h>
#include <string.h>

#include "account/download_json.h"
#include "account/download_rooms.h"
#include "account/session_memory.h"
#include "model/device.h"
#include "model/order.h"
#include "model/seller.h"
#include "session/session.h"
#include "visitor/cart.h"

static void put_account(struct buffer *out, struct request *req)
{
	struct user_dates dates = user_dates(req->db, req->user->id);
	struct seller seller = seller_find(req->db, req->user->id);
	cJSON *account = download_object();

	json_add(account, "username", json_text(req->user->username));
	json_add(account, "date_joined", json_date(dates.joined));
	json_add(account, "last_login", json_date(dates.last_login));
	json_add(account, "is_active", cJSON_CreateBool(req->user->is_active));
	json_add(account, "is_staff", cJSON_CreateBool(req->user->is_staff));
	json_add(account, "is_superuser", cJSON_CreateBool(req->user->is_superuser));
	json_add(account, "phone", json_text(seller.phone));
	json_add(account, "bank_account", json_text(seller.bank_account));
	json_add(account, "qris", json_text(seller.qris));
	download_put(out, account, true);
}

static void put_products(struct buffer *out, struct request *req)
{
	struct products products = product_of_user(req->db, req->user->id, INT64_MAX);
	struct product product;

	for (bool first = true; product_next(&products, &product); first = false) {
		cJSON *fields = download_object();

		json_add(fields, "id", json_text(product.id));
		product_json(fields, &product);
		download_put(out, fields, first);
	}
}

static void put_items(struct buffer *out, struct request *req)
{
	struct items items = items_of_user(req->db, req->user->id, 0);
	struct item item;

	for (bool first = true; item_next(&items, &item); first = false) {
		cJSON *fields = download_object();

		json_add(fields, "id", json_integer(item.id));
		item_json(fields, &item);
		json_add(fields, "threshold", json_integer(item.threshold));
		download_put(out, fields, first);
	}
}

static void put_cart(struct buffer *out, struct request *req)
{
	const struct cart *cart = cart_read(req);

	for (size_t i = 0; i < cart->count; i++) {
		const struct cart_line *line = &cart->line[i];
		cJSON *fields = download_object();

		json_add(fields, "product", json_text(line->product_id));
		json_add(fields, "name", json_text(line->name));
		json_add(fields, "price", json_money(line->seen));
		json_add(fields, "quantity", json_integer(line->quantity));
		download_put(out, fields, i == 0);
	}
}

static cJSON *order_lines_json(struct request *req, const struct order *order)
{
	struct order_lines lines = order_lines_of(req->db, order->id);
	cJSON *list = download_array();

	for (size_t i = 0; i < lines.count; i++) {
		const struct order_line *line = &lines.line[i];
		cJSON *fields = download_object();

		json_add(fields, "product", json_text(line->product_id));
		json_add(fields, "name", json_text(line->name));
		json_add(fields, "price", json_money(line->price));
		json_add(fields, "quantity", json_integer(line->quantity));
		download_append(list, fields);
	}
	return list;
}

static cJSON *order_changes_json(struct request *req, const struct order *order)
{
	struct order_changes changes = order_changes_of(req->db, order->id);
	cJSON *list = download_array();

	for (size_t i = 0; i < changes.count; i++) {
		const struct order_change *change = &changes.change[i];
		cJSON *fields = download_object();

		json_add(fields, "state", json_text(order_state_words[change->state]));
		json_add(fields, "made", json_date(change->made));
		json_add(fields, "made_by", json_text(change->made_by));
		download_append(list, fields);
	}
	return list;
}

static void put_order(struct buffer *out, struct request *req, const struct order *order,
	bool is_first)
{
	cJSON *fields = download_object();

	json_add(fields, "id", json_integer(order->id));
	json_add(fields, "buyer", json_text(order->buyer));
	json_add(fields, "phone", json_text(order->phone));
	json_add(fields, "seller", json_text(order->seller));
	json_add(fields, "state", json_text(order_state_words[order->state]));
	json_add(fields, "total", json_money(order->total));
	json_add(fields, "placed", json_date(order->placed));
	json_add(fields, "paid", download_date(order->paid));
	json_add(fields, "lines", order_lines_json(req, order));
	json_add(fields, "changes", order_changes_json(req, order));
	download_put(out, fields, is_first);
}

/* All of them, as many at a time as a page shows. */
static void put_orders(struct buffer *out, struct request *req,
	struct orders (*find)(struct db *db, int64_t user_id, int64_t before))
{
	struct orders orders = { .more = true };
	int64_t before = INT64_MAX;

	while (orders.more) {
		orders = find(req->db, req->user->id, before);
		for (size_t i = 0; i < orders.count; i++) {
			put_order(out, req, &orders.order[i], before == INT64_MAX);
			before = orders.order[i].id;
		}
	}
}

static void put_bought(struct buffer *out, struct request *req)
{
	put_orders(out, req, orders_bought);
}

static void put_sold(struct buffer *out, struct request *req)
{
	put_orders(out, req, orders_sold);
}

static void put_devices(struct buffer *out, struct request *req)
{
	const struct devices *devices = devices_of(req->db, req->user->id);

	for (size_t i = 0; i < devices->count; i++) {
		const struct device *device = &devices->device[i];
		cJSON *fields = download_object();

		json_add(fields, "user_agent", json_text(device->user_agent));
		json_add(fields, "signed_in", json_date(device->signed_in));
		json_add(fields, "address", json_text(device->address));
		json_add(fields, "last_seen", json_date(device->last_seen));
		json_add(fields, "last_address", json_text(device->last_address));
		download_put(out, fields, i == 0);
	}
}

static void put_memory(struct buffer *out, const char *name, const char *value, bool is_first)
{
	cJSON *fields = download_object();

	json_add(fields, "name", json_text(name));
	json_add(fields, "value", json_text(value));
	download_put(out, fields, is_first);
}

static void put_session(struct buffer *out, struct request *req)
{
	const struct pair *entry;
	bool first = true;

	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;) {
		const char *value = session_entry_value(req, entry);

		if (value == NULL)
			continue;
		put_memory(out, entry->name, value, first);
		first = false;
	}
}

static void put_cookies(struct buffer *out, struct request *req)
{
	bool first = true;

	for (size_t i = 0; i < req->cookies.count; i++) {
		const struct pair *cookie = &req->cookies.pair[i];
		const char *value = session_cookie_value(req, cookie);

		if (value == NULL)
			continue;
		put_memory(out, cookie->name, value, first);
		first = false;
	}
}

static const struct {
	const char *name;
	void (*put)(struct buffer *out, struct request *req);
} lists[] = {
	{ "products", put_products },
	{ "items", put_items },
	{ "cart", put_cart },
	{ "orders_bought", put_bought },
	{ "orders_sold", put_sold },
	{ "profile", download_profile },
	{ "tickets", download_tickets },
	{ "reading_preferences", download_reader },
	{ "readings", download_readings },
	{ "loans", download_loans },
	{ "devices", put_devices },
	{ "session", put_session },
	{ "cookies", put_cookies },
};

/* The name of a member, which may be in any script, in letters that every file system takes. */
static const char *file_name(struct request *req)
{
	char *name = arena_string(req->arena, req->user->username);

	for (char *c = name; *c != '\0'; c++)
		if (!isascii(*c) || (!isalnum((unsigned char)*c) && strchr("-._", *c) == NULL))
			*c = '_';
	return arena_printf(req->arena, "attachment; filename=\"warung-%s.json\"", name);
}

void account_download(struct request *req, struct response *res)
{
	struct buffer *out = &res->body;

	res->content_type = "application/json";
	response_header(res, "Content-Disposition", file_name(req));
	buffer_literal(out, "{\"account\":");
	put_account(out, req);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		buffer_printf(out, ",\n\"%s\": [", lists[i].name);
		lists[i].put(out, req);
		buffer_literal(out, "]");
	}
	buffer_literal(out, "}\n");
}
