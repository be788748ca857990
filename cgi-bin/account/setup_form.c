/* The form of the first run. */
#include "account/setup_form.h"

#include "model/founding.h"
#include "model/setting.h"
#include "owner/setup.h"

static const struct choice *choices(struct request *req, const struct record_field *of)
{
	struct choice *choice = arena_array(req->arena, of->word_count + 1, sizeof *choice);

	for (size_t i = 0; i < of->word_count; i++)
		choice[i] = (struct choice){ of->words[i],
			translate(req->language, of->labels[i]) };
	return choice;
}

/* As the admin's settings have it. */
static struct field of_setting(struct request *req, const char *name)
{
	const struct record_field *of = &setting_find(name)->field;

	return (struct field){ .name = name, .longest = of->longest, .type = "text",
		.required = (of->flags & RECORD_REQUIRED) != 0,
		.label = translate(req->language, of->label),
		.help = translate(req->language, of->help), .value = setting_get(req->db, name) };
}

static void begin_shop(struct setup_form *form, struct request *req)
{
	form->code = (struct field){ .name = "code", .label = _("Code"), .type = "text",
		.autocomplete = "off", .required = true, .autofocus = true, .value = "",
		.help = _("Capitals, spaces and hyphens do not matter.") };
	form->site_name = of_setting(req, "site_name");
	form->language = of_setting(req, "language");
	form->language.type = "select";
	form->language.choices = choices(req, &setting_find("language")->field);
}

void setup_form_begin(struct setup_form *form, struct request *req)
{
	*form = (struct setup_form){ .fields = { &form->code, &form->account.username,
		&form->account.password.first, &form->account.password.second,
		&form->site_name, &form->language } };
	begin_shop(form, req);
	register_form_begin(&form->account, req);
	form->account.username.autofocus = false;
	form->offers_demo = shop_is_empty(req->db);
	form->demo = form->offers_demo && pairs_get(&req->form, "demo") != NULL;
}

/* What else was typed stays in the form, but for passwords; whether it is right is not told. */
static void keep_typed(struct setup_form *form, struct request *req)
{
	struct field *const fields[] = {
		&form->account.username, &form->site_name, &form->language };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		const char *typed = pairs_get(&req->form, fields[i]->name);

		fields[i]->value = typed != NULL ? typed : fields[i]->value;
	}
}

bool setup_form_read_code(struct setup_form *form, struct request *req)
{
	const char *typed = field_text(req, &form->code);

	keep_typed(form, req);
	if (form->code.n_errors == 0 &&
	    !setup_code_is(req->config.data, req->arena, typed))
		field_error(&form->code, _("This is not the code in setup.code."));
	return form->code.n_errors == 0;
}

bool setup_form_read(struct setup_form *form, struct request *req)
{
	form->new_site_name = field_text(req, &form->site_name);
	form->new_language = field_choice(req, &form->language);
	register_form_read(&form->account, req);
	return !fields_have_errors(form->fields);
}
