/* Things of the shop as JSON. */
#include "route/json.h"

#include "base/fail.h"

/* Names are constants, and the texts of a thing live as long as its object: nothing is copied. */
cJSON *json_add(cJSON *object, const char *name, cJSON *value)
{
	if (value == NULL || !cJSON_AddItemToObjectCS(object, name, value))
		fail(503, "out of memory for JSON");
	return value;
}

cJSON *json_text(const char *text)
{
	return text != NULL ? cJSON_CreateStringReference(text) : cJSON_CreateNull();
}

cJSON *json_integer(int64_t number)
{
	return cJSON_CreateNumber((double)number);
}

cJSON *json_date(struct date date)
{
	struct buffer text = { 0 };
	cJSON *value;

	date_json(&text, date);
	value = cJSON_CreateString(text.data);
	buffer_free(&text);
	return value;
}

cJSON *json_money(struct money money)
{
	struct buffer text = { 0 };
	cJSON *value;

	money_plain(&text, money);
	value = money.decimals == 0 ? cJSON_CreateRaw(text.data) : cJSON_CreateString(text.data);
	buffer_free(&text);
	return value;
}

void product_json(cJSON *fields, const struct product *product)
{
	json_add(fields, "user", json_integer(product->user_id));
	json_add(fields, "name", json_text(product->name));
	json_add(fields, "price", json_money(product->price));
	json_add(fields, "description", json_text(product->description));
	json_add(fields, "stock", json_integer(product->stock));
	json_add(fields, "category", json_text(product->category));
	json_add(fields, "image", json_text(product->image));
	json_add(fields, "available", cJSON_CreateBool(product->available));
	json_add(fields, "date_added", json_date(product->date_added));
}

void item_json(cJSON *fields, const struct item *item)
{
	json_add(fields, "user", json_integer(item->user_id));
	json_add(fields, "name", json_text(item->name));
	json_add(fields, "amount", json_integer(item->amount));
	json_add(fields, "description", json_text(item->description));
}
