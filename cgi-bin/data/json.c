/* json: products as Django's JSON serializer writes them. */
#include "route/route.h"

#include <cjson/cJSON.h>

#include "data/wanted.h"

static void put_object(struct buffer *out, const cJSON *object);

/* cJSON prints the scalars; Django's spaces behind ":" and "," are ours. */
static void put_value(struct buffer *out, const cJSON *value)
{
	char *text;

	if (cJSON_IsObject(value)) {
		put_object(out, value);
		return;
	}
	text = cJSON_PrintUnformatted(value);
	if (text == NULL)
		fail(503, "out of memory for JSON");
	buffer_text(out, text);
	cJSON_free(text);
}

static void put_object(struct buffer *out, const cJSON *object)
{
	const cJSON *member;

	buffer_char(out, '{');
	cJSON_ArrayForEach(member, object) {
		if (member != object->child)
			buffer_literal(out, ", ");
		buffer_printf(out, "\"%s\": ", member->string);
		put_value(out, member);
	}
	buffer_char(out, '}');
}

static const char *date_text(struct buffer *text, struct date date)
{
	buffer_clear(text);
	date_json(text, date);
	return text->data;
}

static const char *money_text(struct buffer *text, struct money money)
{
	buffer_clear(text);
	money_plain(text, money);
	return text->data;
}

/* Whole units are a number; cents are a string, as Django's DecimalField. */
static void add_price(cJSON *fields, struct buffer *text, struct money price)
{
	if (price.decimals == 0)
		cJSON_AddRawToObject(fields, "price", money_text(text, price));
	else
		cJSON_AddStringToObject(fields, "price", money_text(text, price));
}

static void add_fields(cJSON *fields, struct buffer *text, const struct product *product)
{
	cJSON_AddNumberToObject(fields, "user", (double)product->user_id);
	cJSON_AddStringToObject(fields, "name", product->name);
	add_price(fields, text, product->price);
	cJSON_AddStringToObject(fields, "description", product->description);
	cJSON_AddNumberToObject(fields, "stock", (double)product->stock);
	if (product->category != NULL)
		cJSON_AddStringToObject(fields, "category", product->category);
	else
		cJSON_AddNullToObject(fields, "category");
	cJSON_AddStringToObject(fields, "image", product->image);
	cJSON_AddBoolToObject(fields, "available", product->available);
	cJSON_AddStringToObject(fields, "date_added", date_text(text, product->date_added));
}

static void put_product(struct buffer *out, struct buffer *text, const struct product *product)
{
	cJSON *object = cJSON_CreateObject();
	cJSON *fields;

	cJSON_AddStringToObject(object, "model", "main.product");
	cJSON_AddStringToObject(object, "pk", product->id);
	fields = cJSON_AddObjectToObject(object, "fields");
	if (fields == NULL)
		fail(503, "out of memory for JSON");
	add_fields(fields, text, product);
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
