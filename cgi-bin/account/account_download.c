/* Everything that the shop keeps about a member: one JSON object, with a line for each thing. */
#include "account/account_download.h"

#include <ctype.h>
#include <string.h>

#include "account/session_memory.h"
#include "base/fail.h"
#include "model/device.h"
#include "route/product_json.h"
#include "session/session.h"

static cJSON *object(void)
{
	cJSON *made = cJSON_CreateObject();

	if (made == NULL)
		fail(503, "out of memory for JSON");
	return made;
}

/* Print a thing, which is deleted, on a line of its own. */
static void put(struct buffer *out, cJSON *thing, bool is_first)
{
	char *text = cJSON_PrintUnformatted(thing);

	if (text == NULL)
		fail(503, "out of memory for JSON");
	buffer_text(out, is_first ? "\n" : ",\n");
	buffer_text(out, text);
	cJSON_free(text);
	cJSON_Delete(thing);
}

static void put_account(struct buffer *out, struct request *req)
{
	struct user_dates dates = user_dates(req->db, req->user->id);
	cJSON *account = object();

	json_add(account, "username", json_text(req->user->username));
	json_add(account, "date_joined", json_date(dates.joined));
	json_add(account, "last_login", json_date(dates.last_login));
	json_add(account, "is_active", cJSON_CreateBool(req->user->is_active));
	json_add(account, "is_staff", cJSON_CreateBool(req->user->is_staff));
	json_add(account, "is_superuser", cJSON_CreateBool(req->user->is_superuser));
	put(out, account, true);
}

static void put_products(struct buffer *out, struct request *req)
{
	struct products products = product_of_user(req->db, req->user->id, INT64_MAX);
	struct product product;

	for (bool first = true; product_next(&products, &product); first = false) {
		cJSON *fields = object();

		json_add(fields, "id", json_text(product.id));
		product_json(fields, &product);
		put(out, fields, first);
	}
}

static void put_devices(struct buffer *out, struct request *req)
{
	const struct devices *devices = devices_of(req->db, req->user->id);

	for (size_t i = 0; i < devices->count; i++) {
		const struct device *device = &devices->device[i];
		cJSON *fields = object();

		json_add(fields, "user_agent", json_text(device->user_agent));
		json_add(fields, "signed_in", json_date(device->signed_in));
		json_add(fields, "address", json_text(device->address));
		json_add(fields, "last_seen", json_date(device->last_seen));
		json_add(fields, "last_address", json_text(device->last_address));
		put(out, fields, i == 0);
	}
}

static void put_memory(struct buffer *out, const char *name, const char *value, bool is_first)
{
	cJSON *fields = object();

	json_add(fields, "name", json_text(name));
	json_add(fields, "value", json_text(value));
	put(out, fields, is_first);
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
