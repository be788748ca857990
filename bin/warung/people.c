/* createsuperuser, changepassword. */
#include "warung.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "auth/password.h"
#include "auth/recovery.h"
#include "base/buffer.h"
#include "base/fail.h"
#include "base/text.h"
#include "model/device.h"
#include "model/user.h"
#include "owner/setup.h"

/* As registration and signing in read it. */
static const char *read_name(struct errand *errand)
{
	const char *name = errand->name;

	if (!text_valid(name, strlen(name)))
		fail(400, "the user name is not UTF-8");
	name = text_strip(errand->arena, name);
	if (text_points(name) <= USERNAME_LONGEST)
		name = text_nfkc(errand->arena, name);
	if (text_points(name) > USERNAME_LONGEST)
		fail(400, "a user name has at most %d characters", USERNAME_LONGEST);
	if (!user_name_is_valid(name))
		fail(400, "a user name has only letters, digits and @ . + - _");
	return name;
}

static void check_rules(struct errand *errand, const char *password, const char *name)
{
	const char *problems[PASSWORD_RULES];
	size_t count = password_problems(errand->arena, password, name, problems);
	struct buffer all = { 0 };

	for (size_t i = 0; i < count; i++)
		buffer_printf(&all, "%s%s", i > 0 ? " " : "", problems[i]);
	if (count > 0)
		fail(400, "%s", buffer_keep(&all, errand->arena));
}

/* The hash of a new password.  Nothing in the database is locked while somebody types. */
static const char *new_password(struct errand *errand, const char *name)
{
	const char *password, *hash;
	int slot;

	db_write(&errand->db);
	password = errand->password_stdin ? prompt_stdin(errand->arena) :
		prompt_terminal(errand->arena, name);
	check_rules(errand, password, name);
	slot = slot_take(errand->arena, errand->data, &PASSWORD_SLOTS);
	hash = password_hash(errand->arena, password);
	close(slot);
	return hash;
}

static _Noreturn void is_taken(const char *name)
{
	fail(400, "there is a member %s already, or one who is called nearly so", name);
}

int command_createsuperuser(struct errand *errand)
{
	const char *name = read_name(errand), *hash;

	place_require(errand);
	if (user_name_is_taken(&errand->db, name))
		is_taken(name);
	hash = new_password(errand, name);
	if (!user_insert(&errand->db, name, hash))
		is_taken(name);
	user_make_superuser(&errand->db, user_find_by_name(&errand->db, name)->id);
	db_commit(&errand->db);
	setup_code_forget(errand->data, errand->arena);
	printf("%s may sign in now, and do everything.\n", name);
	return 0;
}

static const struct user *find_member(struct errand *errand, const char *name)
{
	const struct user *member;

	place_require(errand);
	member = user_find_by_name(&errand->db, name);
	if (member == NULL)
		fail(404, "there is no member %s", name);
	return member;
}

static void set_password(struct errand *errand, const struct user *member)
{
	const char *hash = new_password(errand, member->username);

	user_set_password(&errand->db, member->id, hash);
	device_delete_others(&errand->db, member->id, 0);
	db_commit(&errand->db);
	printf("%s has a new password, and is signed out in every browser.\n", member->username);
}

static void make_recovery_codes(struct errand *errand, const struct user *member)
{
	const char *codes[RECOVERY_CODES];

	db_write(&errand->db);
	recovery_codes_make(&errand->db, member->id, codes);
	db_commit(&errand->db);
	printf("Each of these signs %s in once, in the place of the password.\n"
		"Older ones are worth nothing now.\n\n", member->username);
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		printf("  %s\n", codes[i]);
}

int command_changepassword(struct errand *errand)
{
	const struct user *member = find_member(errand, read_name(errand));

	if (errand->recovery)
		make_recovery_codes(errand, member);
	else
		set_password(errand, member);
	return 0;
}
