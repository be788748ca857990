/* A new password, asked for twice. */
#include "route/new_password.h"

#include <string.h>
#include <unistd.h>

#include "auth/password.h"
#include "session/queue.h"

void new_password_begin(struct new_password *password, struct request *req, const char *name,
	const char *label, const char *label_again)
{
	const struct field field = { .type = "password", .autocomplete = "new-password",
		.required = true, .value = "" };

	*password = (struct new_password){ .first = field, .second = field };
	password->first.name = arena_printf(req->arena, "%s1", name);
	password->first.label = label;
	password->first.help = _("At least 8 characters, not only digits, not like your username, "
		"and nothing that everybody uses.");
	password->second.name = arena_printf(req->arena, "%s2", name);
	password->second.label = label_again;
	password->second.help = _("Enter the same password as before, for verification.");
}

static void judge(struct new_password *password, struct request *req, const char *username)
{
	const char *problems[PASSWORD_RULES];
	size_t count = password_problems(req->arena, password->text, username, problems);

	for (size_t i = 0; i < count; i++)
		field_error(&password->second, translate(req->language, problems[i]));
}

/* Django's order: a mismatch is all that is said; the rules are told of the second field. */
bool new_password_read(struct new_password *password, struct request *req, const char *username)
{
	const char *first = field_password(req, &password->first);
	const char *second = field_password(req, &password->second);

	password->text = second;
	if (password->first.n_errors > 0 || password->second.n_errors > 0)
		return false;
	if (strcmp(first, second) != 0)
		field_error(&password->second, _("The two password fields didn’t match."));
	else if (strlen(second) > PASSWORD_LONGEST)
		field_error(&password->second, arena_printf(req->arena,
			_("Ensure this value has at most %zu characters (it has %zu)."),
			(size_t)PASSWORD_LONGEST, strlen(second)));
	else
		judge(password, req, username);
	return password->second.n_errors == 0;
}

const char *new_password_hash(const struct new_password *password, struct request *req)
{
	int slot = queue_for_slot(req, &PASSWORD_SLOTS);
	const char *hash = password_hash(req->arena, password->text);

	close(slot);
	return hash;
}
