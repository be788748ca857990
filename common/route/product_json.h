/*
 * A product as JSON, with the fields and in the types of Django's serializer: for all who hand out
 * products in this form.  cJSON does the work; without memory all of these fail (503).
 */
#ifndef ROUTE_PRODUCT_JSON_H
#define ROUTE_PRODUCT_JSON_H

#include <cjson/cJSON.h>

#include "model/product.h"

/* Put a value into an object, as the last member; `name` must be a literal.  Returns the value. */
cJSON *json_add(cJSON *object, const char *name, cJSON *value);

/* A text that outlives the object; NULL is null. */
cJSON *json_text(const char *text);

/* A point in time: the text of date_json. */
cJSON *json_date(struct date date);

/* The fields of a product, which must outlive them. */
void product_json(cJSON *fields, const struct product *product);

#endif
