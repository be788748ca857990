/* The form of a new account. */
#include "account/register_form.h"

#include <string.h>

#include "account/username.h"
#include "auth/password.h"
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
		.password1 = { .name = "password1", .label = _("Password"), .type = "password",
			.autocomplete = "new-password", .required = true, .value = "",
			.help = _("At least 8 characters, not only digits, not like your username, "
				"and nothing that everybody uses.") },
		.password2 = { .name = "password2", .label = _("Password confirmation"),
			.type = "password", .autocomplete = "new-password", .required = true,
			.value = "",
			.help = _("Enter the same password as before, for verification.") },
		.fields = { &form->username, &form->password1, &form->password2 },
	};
}

/* A name that is too long is not looked at further: to compare it with a password takes long. */
static void read_username(struct register_form *form, struct request *req)
{
	form->new_username = username_read(req, &form->username);
	if (text_points(form->new_username) > USERNAME_LONGEST)
		form->new_username = "";
	if (form->username.n_errors > 0)
		return;
	if (!text_is_word(form->new_username, "@.+-"))
		field_error(&form->username, _("Enter a valid username. This value may contain "
			"only letters, numbers, and @/./+/-/_ characters."));
	else if (user_name_is_taken(req->db, form->new_username))
		field_error(&form->username, _("A user with that username already exists."));
	db_write(req->db); /* nothing is locked while the password is judged and hashed */
}

/* Django's order: a mismatch is all that is said; the rules are told of the second field. */
static void read_passwords(struct register_form *form, struct request *req)
{
	const char *first = field_password(req, &form->password1);
	const char *second = field_password(req, &form->password2);
	const char *problems[PASSWORD_RULES];
	size_t count;

	form->new_password = second;
	if (form->password1.n_errors > 0 || form->password2.n_errors > 0)
		return;
	if (strcmp(first, second) != 0) {
		field_error(&form->password2, _("The two password fields didn’t match."));
		return;
	}
	if (strlen(second) > PASSWORD_LONGEST) {
		field_error(&form->password2, arena_printf(req->arena,
			_("Ensure this value has at most %zu characters (it has %zu)."),
			(size_t)PASSWORD_LONGEST, strlen(second)));
		return;
	}
	count = password_problems(req->arena, second, form->new_username, problems);
	for (size_t i = 0; i < count; i++)
		field_error(&form->password2, translate(req->language, problems[i]));
}

bool register_form_read(struct register_form *form, struct request *req)
{
	read_username(form, req);
	read_passwords(form, req);
	return !fields_have_errors(form->fields);
}
