/* What a checkout asks. */
#include "market/checkout_form.h"

#include "auth/login.h"
#include "market/phone.h"
#include "model/order.h"

enum { PHONE_LONGEST = 40 /* code points, of what people write between the digits, too */ };

void checkout_form_begin(struct checkout_form *form, struct request *req)
{
	const struct user *user = current_user(req);

	if (user != NULL) {
		*form = (struct checkout_form){ .buyer_id = user->id, .buyer = user->username,
			.given_phone = "" };
		return;
	}
	*form = (struct checkout_form){
		.name = { .name = "name", .label = _("Your name"), .type = "text",
			.autocomplete = "name", .longest = ORDER_NAME_LONGEST, .required = true,
			.value = "" },
		.phone = { .name = "phone", .label = _("Phone number"), .type = "tel",
			.autocomplete = "tel", .longest = PHONE_LONGEST, .required = true,
			.value = "",
			.help = _("In case the seller has a question about your order.") },
		.fields = { &form->name, &form->phone },
	};
}

bool checkout_form_read(struct checkout_form *form, struct request *req)
{
	if (form->buyer_id != 0)
		return true;
	form->buyer = field_text(req, &form->name);
	form->given_phone = field_phone(req, &form->phone);
	return !fields_have_errors(form->fields);
}
