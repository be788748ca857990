/* Who may do what in the admin. */
#include "admin/admin.h"

#include <string.h>

#include "auth/login.h"
#include "base/fail.h"

static bool has(struct request *req, const char *action, const char *permission)
{
	return may(req, arena_printf(req->arena, "%s_%s", action, permission));
}

bool admin_may(struct request *req, const char *action, const char *permission)
{
	const struct user *user = current_user(req);

	if (user == NULL || !user->is_staff)
		return false;
	return has(req, action, permission) ||
		(strcmp(action, "view") == 0 && has(req, "change", permission));
}

void admin_require(struct request *req, const char *action, const char *permission)
{
	if (!admin_may(req, action, permission))
		fail(403, "%s may not %s: %s", req->user->username, action, permission);
}

bool admin_may_any(struct request *req, const struct record_type *type)
{
	return admin_may(req, "view", type->permission) ||
		((type->may & RECORD_ADD) != 0 && admin_may(req, "add", type->permission));
}

bool admin_has_models(struct request *req)
{
	for (const struct record_type *const *type = record_types; *type != NULL; type++)
		if (admin_may_any(req, *type))
			return true;
	return false;
}
