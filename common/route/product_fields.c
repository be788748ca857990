/* What is said of a product in words and numbers. */
#include "route/product_fields.h"

#include <string.h>

#include "model/setting.h"

static void set_fields(struct product_fields *fields, struct request *req, int decimals)
{
	*fields = (struct product_fields){
		.decimals = decimals,
		.name = { .name = "name", .label = _("Name"), .type = "text",
			.longest = PRODUCT_NAME_LONGEST, .required = true, .value = "" },
		.price = { .name = "price", .label = _("Price"), .type = "text",
			.inputmode = "decimal", .required = true, .value = "",
			.help = decimals == 0 ? _("For example 12.500") :
				_("For example 12.50") },
		.stock = { .name = "stock", .label = _("Stock"), .type = "text",
			.inputmode = "numeric", .value = "0",
			.help = _("How many you have to sell.") },
		.category = { .name = "category", .label = _("Category"), .type = "text",
			.longest = PRODUCT_CATEGORY_LONGEST, .value = "",
			.suggestions = product_categories },
		.description = { .name = "description", .label = _("Description"),
			.type = "textarea", .longest = PRODUCT_DESCRIPTION_LONGEST, .value = "" },
		.list = { &fields->name, &fields->price, &fields->stock, &fields->category,
			&fields->description },
	};
}

static void set_available(struct product_fields *fields, struct request *req, bool available)
{
	struct choice *choices = arena_array(req->arena, 3, sizeof *choices);

	choices[0] = (struct choice){ "1", _("On sale") };
	choices[1] = (struct choice){ "0", _("Not on sale") };
	fields->available = (struct field){ .name = "available", .label = _("State"),
		.type = "select", .choices = choices, .value = available ? "1" : "0" };
	fields->list[5] = &fields->available;
}

void product_fields_begin(struct product_fields *fields, struct request *req,
	const struct product *current)
{
	set_fields(fields, req, current != NULL ? current->price.decimals :
		setting_currency_decimals(req->db));
	if (current == NULL)
		return;
	fields->name.value = current->name;
	fields->price.value = money_text(req->arena, current->price);
	fields->stock.value = arena_integer(req->arena, current->stock);
	fields->category.value = current->category != NULL ? current->category : "";
	fields->description.value = current->description;
	set_available(fields, req, current->available);
}

static void read_available(struct product_fields *fields, struct request *req,
	struct product *product)
{
	const char *chosen;

	if (fields->available.name == NULL || pairs_get(&req->form, "available") == NULL)
		return;
	chosen = field_choice(req, &fields->available);
	if (chosen != NULL)
		product->available = *chosen == '1';
}

bool product_fields_read(struct product_fields *fields, struct request *req,
	struct product *product)
{
	const char *category;

	product->name = field_text(req, &fields->name);
	product->price = field_money(req, &fields->price, fields->decimals, PRODUCT_PRICE_HIGHEST);
	product->description = field_text(req, &fields->description);
	product->stock = field_integer(req, &fields->stock, 0, PRODUCT_STOCK_HIGHEST, 0);
	category = field_text(req, &fields->category);
	product->category = *category != '\0' ? category : NULL;
	read_available(fields, req, product);
	return !fields_have_errors(fields->list);
}
