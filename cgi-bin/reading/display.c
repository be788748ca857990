/* display: how every page of the site looks in this browser, and the language that it speaks. */
#include "route/route.h"

#include <string.h>

#include "base/text.h"
#include "route/display.h"
#include "route/field.h"
#include "reading/display.html.h"

enum { YEAR = 365 * 86400 };

struct form {
	struct field field[DISPLAY_SETTINGS];
	const struct field *fields[DISPLAY_SETTINGS + 1];
};

static const struct choice *choices(struct request *req, const struct display_setting *setting)
{
	const size_t most = sizeof setting->options / sizeof *setting->options;
	struct choice *choice = arena_array(req->arena, most, sizeof *choice);

	for (size_t i = 0; setting->options[i].value != NULL; i++) {
		choice[i].value = setting->options[i].value;
		choice[i].label = translate(req->language, setting->options[i].label);
	}
	return choice;
}

static void begin(struct form *form, struct request *req)
{
	*form = (struct form){ 0 };
	for (size_t i = 0; i < DISPLAY_SETTINGS; i++) {
		const struct display_setting *setting = &display_settings[i];

		form->field[i] = (struct field){
			.name = setting->name,
			.label = translate(req->language, setting->label),
			.type = "select",
			.choices = choices(req, setting),
			.value = display_chosen(req, setting)->value,
		};
		form->fields[i] = &form->field[i];
	}
}

/* What was sent for a field; NULL: nothing, and then it stays as it is. */
static const char *sent(struct request *req, const struct field *field)
{
	const struct pair *pair = pairs_find(&req->form, field->name);

	return pair != NULL ? text_strip(req->arena, pair->value) : NULL;
}

static void read(struct form *form, struct request *req)
{
	for (size_t i = 0; i < DISPLAY_SETTINGS; i++) {
		struct field *field = &form->field[i];
		const char *word = sent(req, field);
		const struct display_option *option = word != NULL ?
			display_find(&display_settings[i], word) : NULL;

		if (option != NULL)
			field->value = option->value;
		else if (word != NULL)
			field_choice(req, field); /* says that it is none */
	}
}

static void keep(struct request *req, struct response *res, const struct field *field)
{
	struct cookie cookie = { .name = field->name, .value = field->value, .max_age = YEAR };
	const char *word = sent(req, field);

	if (word == NULL)
		return;
	if (*word != '\0' && strcmp(word, DISPLAY_AUTO) != 0)
		response_cookie(res, req, cookie);
	else if (pairs_find(&req->cookies, field->name) != NULL)
		response_cookie_delete(res, req, cookie);
}

static void show(struct request *req, struct response *res)
{
	struct form form;

	begin(&form, req);
	display_page(req, res, form.fields);
}

/* The message is in the language that was chosen just now. */
static void save(struct request *req, struct response *res)
{
	struct form form;

	begin(&form, req);
	read(&form, req);
	if (fields_have_errors(form.fields)) {
		display_page(req, res, form.fields);
		return;
	}
	for (size_t i = 0; i < DISPLAY_SETTINGS; i++)
		keep(req, res, &form.field[i]);
	req->language = language_choose(form.field[DISPLAY_LANGUAGE].value, req->config.language,
		request_variable("HTTP_ACCEPT_LANGUAGE"));
	message(req, SUCCESS, _("Saved."));
	redirect(res, url(req, "display"));
}

ROUTE(.get = show, .post = save, .reads_first = true);
