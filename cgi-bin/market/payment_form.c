/* The form in which a member says how buyers reach and pay them. */
#include "market/payment_form.h"

#include "market/phone.h"
#include "model/user.h"
#include "route/picture.h"

void payment_form_begin(struct payment_form *form, struct request *req)
{
	struct seller seller = seller_find(req->db, req->user->id);

	*form = (struct payment_form){
		.phone = { .name = "phone", .label = _("WhatsApp number"), .type = "tel",
			.autocomplete = "tel", .help = _("For example 0812 3456 7890"),
			.value = *seller.phone != '\0' ?
				arena_printf(req->arena, "+%s", seller.phone) : "" },
		.bank_account = { .name = "bank_account", .label = _("Bank account"),
			.type = "textarea", .longest = SELLER_BANK_ACCOUNT_LONGEST,
			.help = _("Bank, number and name, as a buyer needs them."),
			.value = seller.bank_account },
		.qris = { .name = "qris", .label = _("Picture of your QRIS code"), .type = "file",
			.value = seller.qris },
		.fields = { &form->phone, &form->bank_account, &form->qris },
		.seller = seller,
	};
}

/* The longest of the work, and only for a form that is good. */
static void read_qris(struct payment_form *form, struct request *req)
{
	const char *current = form->qris.value;
	const char *qris = field_picture(req, &form->qris, current);

	form->seller.qris = qris != current ? qris : NULL;
}

bool payment_form_read(struct payment_form *form, struct request *req)
{
	const char *number = phone_international(req->arena, field_phone(req, &form->phone));

	form->seller.phone = number != NULL ? number : "";
	form->seller.bank_account = field_text(req, &form->bank_account);
	if (fields_have_errors(form->fields))
		return false;
	read_qris(form, req);
	return form->qris.n_errors == 0;
}

bool payment_form_is_empty(const struct payment_form *form)
{
	const char *qris = form->seller.qris != NULL ? form->seller.qris : form->qris.value;

	return *form->seller.phone == '\0' && *form->seller.bank_account == '\0' &&
		*qris == '\0';
}
