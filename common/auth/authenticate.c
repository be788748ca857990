/* Who signs in. */
#include "auth/authenticate.h"

#include <string.h>
#include <unistd.h>

#include "auth/password.h"
#include "auth/recovery.h"
#include "auth/throttle.h"
#include "session/queue.h"

/* An account, as it is now, and what a password has to do with it. */
struct check {
	const struct user *user;   /* NULL: there is none */
	bool is_right;
	const char *better_hash;   /* of that password; NULL: what is stored is good */
};

static const char *hash_of(const struct user *user)
{
	return user != NULL ? user->password : "!";
}

static bool is_active(const struct user *user)
{
	return user != NULL && user->is_active;
}

/* Nothing is locked while a password is checked: if it changes meanwhile, the new one counts. */
static struct check check_password(struct request *req, const char *username,
	const char *password)
{
	const struct user *user, *now = user_find_by_name(req->db, username);
	struct check check = { 0 };

	do {
		user = now;
		db_write(req->db);
		check.is_right = password_verify(hash_of(user), password);
		check.better_hash = check.is_right && is_active(user) &&
			password_is_outdated(hash_of(user)) ?
			password_hash(req->arena, password) : NULL;
		now = user_find_by_name(req->db, username);
	} while (strcmp(hash_of(now), hash_of(user)) != 0);
	check.user = now;
	return check;
}

static const struct user *with_better_hash(struct request *req, const struct check *check)
{
	struct user *user;

	if (check->better_hash == NULL)
		return check->user;
	user = arena_alloc(req->arena, sizeof *user);
	*user = *check->user;
	user->password = check->better_hash;
	user_set_password(req->db, user->id, user->password);
	return user;
}

/* Who has no account, or a closed one, has no codes; they are looked for all the same. */
static struct authentication judge(struct request *req, const char *username, const char *password)
{
	struct check check = check_password(req, username, password);
	int64_t id = is_active(check.user) ? check.user->id : 0;

	if (check.is_right && is_active(check.user))
		return (struct authentication){ .user = with_better_hash(req, &check) };
	if (recovery_code_spend(req->db, id, password))
		return (struct authentication){ .user = check.user, .by_recovery_code = true };
	return (struct authentication){ .user = NULL };
}

/* A failure is on the disk before its slot is free, and before anybody learns of it. */
static void note(struct request *req, const char *username, const struct authentication *result)
{
	if (result->user != NULL) {
		throttle_succeeded(req, username);
	} else {
		throttle_failed(req, username);
		db_commit(req->db);
	}
}

/*
 * The throttle comes behind the slot: of guesses in a burst only as many as there are slots go on
 * before the first one is counted.
 */
struct authentication authenticate(struct request *req, const char *username, const char *password)
{
	struct authentication result;
	int slot;

	slot = queue_for_slot(req, &PASSWORD_SLOTS);
	result = (struct authentication){ .wait = throttle_wait(req, username) };
	if (result.wait == 0) {
		result = judge(req, username, password);
		note(req, username, &result);
	}
	close(slot);
	return result;
}
