/* json: products and items as Django's JSON serializer writes them. */
#include "route/route.h"

#include <limits.h>
#include <string.h>

#include "data/wanted.h"
#include "route/json.h"

enum {
	ESCAPED = 6,   /* bytes that one byte of a text may become: \u001f */
	SPARE = 64,    /* for any number, and what cJSON wants behind a text */
};

static void put_object(struct buffer *out, const cJSON *object);

/* cJSON prints the scalars; Django's spaces behind ":" and "," are ours. */
static void put_value(struct buffer *out, const cJSON *value)
{
	const char *text = value->valuestring;
	size_t most = SPARE + (text != NULL ? ESCAPED * strlen(text) : 0);
	char *room;

	if (cJSON_IsObject(value)) {
		put_object(out, value);
		return;
	}
	room = buffer_room(out, most);
	if (most > INT_MAX || !cJSON_PrintPreallocated((cJSON *)value, room, (int)most, false))
		fail(503, "a value that cannot be printed as JSON");
	out->length += strlen(room);
}

static void put_object(struct buffer *out, const cJSON *object)
{
	const cJSON *member;

	buffer_char(out, '{');
	cJSON_ArrayForEach(member, object) {
		if (member != object->child)
			buffer_literal(out, ", ");
		buffer_char(out, '"');
		buffer_text(out, member->string);
		buffer_literal(out, "\": ");
		put_value(out, member);
	}
	buffer_char(out, '}');
}

static void put_thing(struct buffer *out, const char *model, cJSON *id, cJSON *fields)
{
	cJSON *object = cJSON_CreateObject();

	json_add(object, "model", json_text(model));
	json_add(object, "pk", id);
	json_add(object, "fields", fields);
	put_object(out, object);
	cJSON_Delete(object);
}

static void put_product(struct buffer *out, const struct product *product)
{
	cJSON *fields = cJSON_CreateObject();

	product_json(fields, product);
	put_thing(out, "main.product", json_text(product->id), fields);
}

static void put_item(struct buffer *out, const struct item *item)
{
	cJSON *fields = cJSON_CreateObject();

	item_json(fields, item);
	put_thing(out, "main.item", json_integer(item->id), fields);
}

static void put_products(struct buffer *out, struct products products)
{
	struct product product;

	for (bool first = true; product_next(&products, &product); first = false) {
		if (!first)
			buffer_literal(out, ", ");
		put_product(out, &product);
	}
}

static void put_items(struct buffer *out, struct items items)
{
	struct item item;

	for (bool first = true; item_next(&items, &item); first = false) {
		if (!first)
			buffer_literal(out, ", ");
		put_item(out, &item);
	}
}

static void show(struct request *req, struct response *res)
{
	if (!wanted_is_allowed(req, res))
		return;
	res->content_type = "application/json";
	buffer_char(&res->body, '[');
	if (items_are_wanted(req))
		put_items(&res->body, wanted_items(req));
	else
		put_products(&res->body, wanted_products(req));
	buffer_literal(&res->body, "]\n");
}

ROUTE(.get = show, .takes_path = 2);
