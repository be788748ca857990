/* A name and a password for somebody else. */
#include "admin/user_form.h"

#include <string.h>
#include <unistd.h>

#include "auth/password.h"
#include "base/text.h"
#include "model/user.h"
#include "session/queue.h"

static void set_fields(struct user_form *form, struct request *req)
{
	const struct field password = { .type = "password", .autocomplete = "new-password",
		.required = true, .value = "" };

	form->username = (struct field){ .name = "username", .label = _("Username"),
		.type = "text", .longest = USERNAME_LONGEST, .required = true, .value = "",
		.autocomplete = "off",
		.help = _("Required. 150 characters or fewer. "
			"Letters, digits and @/./+/-/_ only.") };
	form->password1 = form->password2 = password;
	form->password1.name = "password1";
	form->password1.label = _("Password");
	form->password1.help = _("At least 8 characters, not only digits, not like your username, "
		"and nothing that everybody uses.");
	form->password2.name = "password2";
	form->password2.label = _("Password confirmation");
	form->password2.help = _("Enter the same password as before, for verification.");
}

void user_form_begin(struct user_form *form, struct request *req, const char *username)
{
	size_t count = 0;

	*form = (struct user_form){ .new_username = username };
	set_fields(form, req);
	if (username == NULL)
		form->fields[count++] = &form->username;
	form->fields[count++] = &form->password1;
	form->fields[count] = &form->password2;
}

/* What is too long is not looked at further: to normalize it, or to compare it, takes long. */
static void read_username(struct user_form *form, struct request *req)
{
	struct field *field = &form->username;
	const char *name = field_text(req, field);

	if (field->n_errors == 0) {
		name = text_nfkc(req->arena, name);
		field_check_length(req, field, name);
	}
	form->new_username = text_points(name) > USERNAME_LONGEST ? "" : name;
	if (field->n_errors > 0)
		return;
	if (!user_name_is_valid(name))
		field_error(field, _("Enter a valid username. This value may contain only "
			"letters, numbers, and @/./+/-/_ characters."));
	else if (user_name_is_taken(req->db, name))
		field_error(field, _("A user with that username already exists."));
}

/* Django's order: a mismatch is all that is said; the rules are told of the second field. */
static void judge(struct user_form *form, struct request *req, const char *first)
{
	const char *problems[PASSWORD_RULES];
	struct field *field = &form->password2;
	size_t count;

	if (strcmp(first, form->password) != 0) {
		field_error(field, _("The two password fields didn’t match."));
		return;
	}
	if (strlen(first) > PASSWORD_LONGEST) {
		field_error(field, arena_printf(req->arena,
			_("Ensure this value has at most %zu characters (it has %zu)."),
			(size_t)PASSWORD_LONGEST, strlen(first)));
		return;
	}
	count = password_problems(req->arena, form->password, form->new_username, problems);
	for (size_t i = 0; i < count; i++)
		field_error(field, translate(req->language, problems[i]));
}

bool user_form_read(struct user_form *form, struct request *req)
{
	const char *first;

	if (form->fields[0] == &form->username)
		read_username(form, req);
	db_write(req->db); /* nothing is locked while the password is judged and hashed */
	first = field_password(req, &form->password1);
	form->password = field_password(req, &form->password2);
	if (form->password1.n_errors == 0 && form->password2.n_errors == 0)
		judge(form, req, first);
	return !fields_have_errors(form->fields);
}

const char *user_form_hash(const struct user_form *form, struct request *req)
{
	int slot = queue_for_slot(req, &PASSWORD_SLOTS);
	const char *hash = password_hash(req->arena, form->password);

	close(slot);
	return hash;
}
