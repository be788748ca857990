/* The form in which an item is put into the stock-room and changed. */
#include "route/item_form.h"

static void set_fields(struct item_form *form, struct request *req)
{
	form->name = (struct field){ .name = "name", .label = _("Name"), .type = "text",
		.longest = ITEM_NAME_LONGEST, .required = true, .value = "" };
	form->amount = (struct field){ .name = "amount", .label = _("Amount"), .type = "text",
		.inputmode = "numeric", .required = true, .value = "" };
	form->threshold = (struct field){ .name = "threshold", .label = _("Warn me at"),
		.type = "text", .inputmode = "numeric", .value = "",
		.help = _("With so many or fewer it stands on your shopping list.") };
	form->description = (struct field){ .name = "description", .label = _("Description"),
		.type = "textarea", .longest = ITEM_DESCRIPTION_LONGEST, .value = "" };
}

static const char *number_text(struct request *req, int64_t number)
{
	return arena_integer(req->arena, number);
}

void item_form_begin(struct item_form *form, struct request *req, const struct item *current)
{
	*form = (struct item_form){
		.fields = { &form->name, &form->amount, &form->threshold, &form->description } };
	set_fields(form, req);
	if (current == NULL)
		return;
	form->item = *current;
	form->name.value = current->name;
	form->amount.value = number_text(req, current->amount);
	if (current->threshold > 0)
		form->threshold.value = number_text(req, current->threshold);
	form->description.value = current->description;
}

/* A client that was written for Django's model knows no threshold, and leaves it as it is. */
static void read_threshold(struct item_form *form, struct request *req)
{
	if (pairs_find(&req->form, form->threshold.name) != NULL)
		form->item.threshold = field_integer(req, &form->threshold, 0,
			ITEM_AMOUNT_HIGHEST, 0);
}

bool item_form_read(struct item_form *form, struct request *req)
{
	form->item.name = field_text(req, &form->name);
	form->item.amount = field_integer(req, &form->amount, 0, ITEM_AMOUNT_HIGHEST, 0);
	read_threshold(form, req);
	form->item.description = field_text(req, &form->description);
	return !fields_have_errors(form->fields);
}
