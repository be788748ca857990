/* Who may not do what his permissions say. */
#include "admin/guard.h"

#include <string.h>

#include "auth/login.h"
#include "base/fail.h"

static bool is_set(const struct record *record, const char *field)
{
	size_t at = record_field_find(record->type, field);
	const char *value = at < record->type->count ? record->value[at] : NULL;

	return value != NULL && strcmp(value, "1") == 0;
}

bool guard_may_touch(struct request *req, const struct record *record)
{
	return record->type != &record_user || req->user->is_superuser ||
		!is_set(record, "is_superuser");
}

void guard_require(struct request *req, const struct target *target)
{
	if (target->record != NULL && !guard_may_touch(req, target->record))
		fail(403, "%s is no superuser and may not touch one", req->user->username);
}

bool guard_is_oneself(const struct request *req, const struct record *user)
{
	return strcmp(user->key, arena_integer(req->arena, req->user->id)) == 0;
}

bool guard_may_set_password(struct request *req, const struct record *user)
{
	bool is_member = !is_set(user, "is_staff") && !is_set(user, "is_superuser");

	return admin_may(req, "change", user->type->permission) &&
		(is_member || req->user->is_superuser || guard_is_oneself(req, user));
}
