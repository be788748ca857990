/* Who may not do what his permissions say. */
#include "admin/guard.h"

#include <string.h>

#include "auth/login.h"
#include "base/fail.h"

static const char *value_of(const struct record *record, const char *field)
{
	size_t at = record_field_find(record->type, field);
	const char *value = at < record->type->count ? record->value[at] : NULL;

	return value != NULL ? value : "";
}

static bool is_set(const struct record *record, const char *field)
{
	return strcmp(value_of(record, field), "1") == 0;
}

static bool has_any(const struct record *record, const char *field)
{
	return *value_of(record, field) != '\0';
}

bool guard_may_touch(struct request *req, const struct record *record)
{
	return record->type != &record_user || req->user->is_superuser ||
		!is_set(record, "is_superuser");
}

void guard_require_power(struct request *req, const struct record *was, const struct record *now)
{
	const struct record_type *type = now->type;

	for (size_t i = 0; i < type->count && !req->user->is_superuser; i++) {
		const char *before = was != NULL ? was->value[i] :
			record_initial(req->arena, &type->field[i]);

		if ((type->field[i].flags & RECORD_POWER) != 0 &&
		    !record_is_same(before, now->value[i]))
			fail(403, "%s is no superuser and may not change the %s of a %s",
				req->user->username, type->field[i].name, type->name);
	}
}

bool guard_may_delete_group(struct request *req, const struct record *group, const int64_t *part)
{
	bool gives_power = has_any(group, "permissions");

	for (size_t i = 0; i < group->type->part_count; i++)
		gives_power |= part[i] > 0;
	return !gives_power || req->user->is_superuser;
}

bool guard_is_oneself(const struct request *req, const struct record *user)
{
	return strcmp(user->key, arena_integer(req->arena, req->user->id)) == 0;
}

bool guard_may_set_password(struct request *req, const struct record *user)
{
	bool is_member = !is_set(user, "is_staff") && !is_set(user, "is_superuser") &&
		!has_any(user, "user_permissions") && !has_any(user, "groups");

	return admin_may(req, "change", user->type->permission) &&
		(is_member || req->user->is_superuser || guard_is_oneself(req, user));
}
