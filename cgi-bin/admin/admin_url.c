/* The admin's addresses, and its headings. */
#include "admin/admin.h"

#include <ctype.h>

#include "http/url.h"

static struct url below(const struct request *req, const char *path)
{
	return url(req, arena_printf(req->arena, "admin/%s", url_encode_path(req->arena, path)));
}

struct url admin_url(const struct request *req, const char *model)
{
	return below(req, model);
}

struct url admin_url_add(const struct request *req, const char *model)
{
	return below(req, arena_printf(req->arena, "%s/add", model));
}

struct url admin_url_of(const struct request *req, const char *model, const char *key,
	const char *what)
{
	return below(req, arena_printf(req->arena, "%s/%s/%s", model, key, what));
}

const char *admin_heading(const struct request *req, const char *text)
{
	char *heading = arena_string(req->arena, text);

	heading[0] = (char)toupper((unsigned char)heading[0]);
	return heading;
}

const char *admin_called(const struct request *req, const struct record *record)
{
	const struct record_type *type = record->type;

	return record_has_title(type) ? record_title(req->arena, record) :
		arena_printf(req->arena, "%s %s", admin_heading(req, _(type->label)), record->key);
}
