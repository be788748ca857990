/* json: products as Django's JSON serializer writes them. */
#include "route/route.h"

#include <limits.h>
#include <string.h>

#include "data/wanted.h"
#include "route/product_json.h"

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

static void put_product(struct buffer *out, const struct product *product)
{
	cJSON *object = cJSON_CreateObject();

	json_add(object, "model", json_text("main.product"));
	json_add(object, "pk", json_text(product->id));
	product_json(json_add(object, "fields", cJSON_CreateObject()), product);
	put_object(out, object);
	cJSON_Delete(object);
}

static void show(struct request *req, struct response *res)
{
	struct products products = wanted_products(req);
	struct product product;

	res->content_type = "application/json";
	buffer_char(&res->body, '[');
	for (bool first = true; product_next(&products, &product); first = false) {
		if (!first)
			buffer_literal(&res->body, ", ");
		put_product(&res->body, &product);
	}
	buffer_literal(&res->body, "]\n");
}

ROUTE(.get = show, .takes_path = true);
