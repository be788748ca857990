/* json: products as Django's JSON serializer writes them. */
#include "route/route.h"

#include <cjson/cJSON.h>
#include <limits.h>
#include <string.h>

#include "data/wanted.h"

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

/* Names are constants, and the texts of a product live as long as its object: nothing is copied. */
static cJSON *add(cJSON *object, const char *name, cJSON *value)
{
	if (value == NULL || !cJSON_AddItemToObjectCS(object, name, value))
		fail(503, "out of memory for JSON");
	return value;
}

static cJSON *date_value(struct buffer *text, struct date date)
{
	buffer_clear(text);
	date_json(text, date);
	return cJSON_CreateString(text->data);
}

/* Whole units are a number; cents are a string, as Django's DecimalField. */
static cJSON *price_value(struct buffer *text, struct money price)
{
	buffer_clear(text);
	money_plain(text, price);
	return price.decimals == 0 ? cJSON_CreateRaw(text->data) : cJSON_CreateString(text->data);
}

static void add_fields(cJSON *fields, struct buffer *text, const struct product *product)
{
	const char *category = product->category;

	add(fields, "user", cJSON_CreateNumber((double)product->user_id));
	add(fields, "name", cJSON_CreateStringReference(product->name));
	add(fields, "price", price_value(text, product->price));
	add(fields, "description", cJSON_CreateStringReference(product->description));
	add(fields, "stock", cJSON_CreateNumber((double)product->stock));
	add(fields, "category", category != NULL ? cJSON_CreateStringReference(category) :
		cJSON_CreateNull());
	add(fields, "image", cJSON_CreateStringReference(product->image));
	add(fields, "available", cJSON_CreateBool(product->available));
	add(fields, "date_added", date_value(text, product->date_added));
}

static void put_product(struct buffer *out, struct buffer *text, const struct product *product)
{
	cJSON *object = cJSON_CreateObject();

	if (object == NULL)
		fail(503, "out of memory for JSON");
	add(object, "model", cJSON_CreateStringReference("main.product"));
	add(object, "pk", cJSON_CreateStringReference(product->id));
	add_fields(add(object, "fields", cJSON_CreateObject()), text, product);
	put_object(out, object);
	cJSON_Delete(object);
}

static void show(struct request *req, struct response *res)
{
	struct products products = wanted_products(req);
	struct product product;
	struct buffer text = { 0 };

	res->content_type = "application/json";
	buffer_char(&res->body, '[');
	for (bool first = true; product_next(&products, &product); first = false) {
		if (!first)
			buffer_literal(&res->body, ", ");
		put_product(&res->body, &text, &product);
	}
	buffer_literal(&res->body, "]\n");
	buffer_free(&text);
}

ROUTE(.get = show, .takes_path = true);
