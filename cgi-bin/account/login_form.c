/* The form in which one signs in. */
#include "account/login_form.h"

#include <string.h>

#include "route/username.h"
#include "auth/password.h"
#include "model/user.h"

void login_form_begin(struct login_form *form, struct request *req)
{
	const char *posted = pairs_get(&req->form, "next");

	*form = (struct login_form){
		.username = { .name = "username", .label = _("Username"), .type = "text",
			.autocomplete = "username", .longest = USERNAME_LONGEST, .required = true,
			.autofocus = true, .value = "" },
		.password = { .name = "password", .label = _("Password"), .type = "password",
			.autocomplete = "current-password", .required = true, .value = "",
			.help = _("Forgotten? One of your recovery codes works here, too.") },
		.fields = { &form->username, &form->password },
		.next = posted != NULL && *posted != '\0' ? posted : pairs_get(&req->query, "next"),
	};
}

/* A checkbox that is not ticked is not sent; Django takes these texts for that, too. */
static bool is_ticked(const char *value)
{
	return value != NULL && *value != '\0' &&
		strcmp(value, "false") != 0 && strcmp(value, "False") != 0;
}

bool login_form_read(struct login_form *form, struct request *req)
{
	form->given_username = username_read(req, &form->username);
	form->given_password = field_password(req, &form->password);
	form->remember = is_ticked(pairs_get(&req->form, "remember_me"));
	return !fields_have_errors(form->fields);
}
