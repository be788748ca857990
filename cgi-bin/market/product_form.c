/* The form in which a product is added and changed. */
#include "market/product_form.h"

#include <string.h>

#include "model/setting.h"

static void set_fields(struct product_form *form, struct request *req)
{
	form->name = (struct field){ .name = "name", .label = _("Name"), .type = "text",
		.longest = PRODUCT_NAME_LONGEST, .required = true, .value = "" };
	form->price = (struct field){ .name = "price", .label = _("Price"), .type = "text",
		.inputmode = "decimal", .required = true, .value = "",
		.help = _("For example 12.500") };
	form->description = (struct field){ .name = "description", .label = _("Description"),
		.type = "textarea",
		.longest = PRODUCT_DESCRIPTION_LONGEST, .value = "" };
	form->stock = (struct field){ .name = "stock", .label = _("Stock"), .type = "text",
		.inputmode = "numeric", .value = "0", .help = _("How many you have to sell.") };
	form->category = (struct field){ .name = "category", .label = _("Category"), .type = "text",
		.longest = PRODUCT_CATEGORY_LONGEST, .value = "",
		.suggestions = product_categories(req->db) };
}

/* Whether a product is on sale can only be said of one that exists. */
static void set_available(struct product_form *form, struct request *req,
	const struct product *current)
{
	struct choice *choices = arena_array(req->arena, 3, sizeof *choices);

	choices[0] = (struct choice){ "1", _("On sale") };
	choices[1] = (struct choice){ "0", _("Not on sale") };
	form->available = (struct field){ .name = "available", .label = _("State"),
		.type = "select", .choices = choices, .value = current->available ? "1" : "0" };
}

static const char *price_text(struct request *req, struct money price)
{
	struct buffer text = { 0 };

	money_plain(&text, price);
	return buffer_keep(&text, req->arena);
}

static void show_current(struct product_form *form, struct request *req,
	const struct product *current)
{
	form->name.value = current->name;
	form->price.value = price_text(req, current->price);
	form->description.value = current->description;
	form->stock.value = arena_printf(req->arena, "%jd", (intmax_t)current->stock);
	form->category.value = current->category != NULL ? current->category : "";
	set_available(form, req, current);
	form->fields[PRODUCT_FIELDS - 1] = &form->available;
}

void product_form_begin(struct product_form *form, struct request *req,
	const struct product *current)
{
	*form = (struct product_form){
		.fields = { &form->name, &form->price, &form->stock, &form->category,
			&form->description },
		.product.available = true,
	};
	set_fields(form, req);
	if (current != NULL) {
		form->product = *current;
		show_current(form, req, current);
	}
}

static void read_available(struct product_form *form, struct request *req)
{
	const char *sent = pairs_get(&req->form, "available");

	if (form->available.name == NULL || sent == NULL)
		return;
	form->available.value = sent;
	if (strcmp(sent, "1") == 0 || strcmp(sent, "0") == 0)
		form->product.available = *sent == '1';
	else
		field_error(&form->available, arena_printf(req->arena,
			_("Select a valid choice. %s is not one of the available choices."), sent));
}

bool product_form_read(struct product_form *form, struct request *req)
{
	struct product *product = &form->product;
	const char *category;

	product->name = field_text(req, &form->name);
	product->price = field_money(req, &form->price, setting_currency_decimals(req->db),
		PRODUCT_PRICE_HIGHEST);
	product->description = field_text(req, &form->description);
	product->stock = field_integer(req, &form->stock, 0, PRODUCT_STOCK_HIGHEST, 0);
	category = field_text(req, &form->category);
	product->category = *category != '\0' ? category : NULL;
	read_available(form, req);
	return !fields_have_errors(form->fields);
}
