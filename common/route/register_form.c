/* The form of a new account. */
#include "route/register_form.h"

#include "route/username.h"
#include "base/text.h"
#include "model/user.h"

void register_form_begin(struct register_form *form, struct request *req)
{
	*form = (struct register_form){
		.username = { .name = "username", .label = _("Username"), .type = "text",
			.autocomplete = "username", .longest = USERNAME_LONGEST, .required = true,
			.autofocus = true, .value = "",
			.help = _("Required. 150 characters or fewer. "
				"Letters, digits and @/./+/-/_ only.") },
		.fields = { &form->username, &form->password.first, &form->password.second },
	};
	new_password_begin(&form->password, req, "password", _("Password"),
		_("Password confirmation"));
}

/* A name that is too long is not looked at further: to compare it with a password takes long. */
static void read_username(struct register_form *form, struct request *req)
{
	form->new_username = username_read(req, &form->username);
	if (text_points(form->new_username) > USERNAME_LONGEST)
		form->new_username = "";
	if (form->username.n_errors > 0)
		return;
	if (!user_name_is_valid(form->new_username))
		field_error(&form->username, _("Enter a valid username. This value may contain "
			"only letters, numbers, and @/./+/-/_ characters."));
	else if (user_name_is_taken(req->db, form->new_username))
		field_error(&form->username, _("A user with that username already exists."));
	db_close(req->db); /* nothing is locked while the password is judged and hashed */
}

bool register_form_read(struct register_form *form, struct request *req)
{
	read_username(form, req);
	new_password_read(&form->password, req, form->new_username);
	return !fields_have_errors(form->fields);
}
