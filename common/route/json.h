/*
 * Things of the shop as JSON, with the fields and in the types of Django's serializer: for all who
 * hand them out in this form.  cJSON does the work; without memory all of these fail (503).
 */
#ifndef ROUTE_JSON_H
#define ROUTE_JSON_H

#include <cjson/cJSON.h>

#include "model/item.h"
#include "model/product.h"

/* Put a value into an object, as the last member; `name` must be a literal.  Returns the value. */
cJSON *json_add(cJSON *object, const char *name, cJSON *value);

/* A text that outlives the object; NULL is null. */
cJSON *json_text(const char *text);

/* Exact up to 2^53. */
cJSON *json_integer(int64_t number);

/* A point in time: the text of date_json. */
cJSON *json_date(struct date date);

/* Whole units are a number; cents are a string, as Django's DecimalField. */
cJSON *json_money(struct money money);

/* The fields of a product or of an item, which must outlive them. */
void product_json(cJSON *fields, const struct product *product);
void item_json(cJSON *fields, const struct item *item);

#endif
