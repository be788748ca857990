/* admin: what an address below it means, and whether the visitor may see and do what is there. */
#include "route/route.h"

#include <ctype.h>
#include <string.h>

#include "admin/admin.h"

/*
 * A segment in capitals stands for any: MODEL is a record type with that name, KEY one of its
 * records, NAME a setting.  The first address that fits is meant, so that those with fewer such
 * segments come first.  To see and to act each take a permission; NULL: one has to be a superuser.
 */
struct address {
	const char *path;
	const struct page *page;
	const char *see, *act;
	bool all_staff;   /* no permission is asked for */
	bool of_gone;     /* the record need not be there */
};

static const struct address addresses[] = {
	{ .path = "", .page = &dashboard_page_of, .all_staff = true },
	{ .path = "log", .page = &log_page_of },
	{ .path = "health", .page = &health_page_of },
	{ .path = "setting", .page = &settings_page_of, .see = "view", .act = "change" },
	{ .path = "setting/NAME/change", .page = &setting_page_of, .see = "view", .act = "change" },
	{ .path = "setting/NAME/history", .page = &setting_history_page_of, .see = "view" },
	{ .path = "user/KEY/password", .page = &password_page_of,
	  .see = "change", .act = "change" },
	{ .path = "MODEL", .page = &list_page_of, .see = "view", .act = "delete" },
	{ .path = "MODEL/add", .page = &add_page_of, .see = "add", .act = "add" },
	{ .path = "MODEL/KEY/change", .page = &change_page_of, .see = "view", .act = "change" },
	{ .path = "MODEL/KEY/delete", .page = &delete_page_of, .see = "delete", .act = "delete" },
	{ .path = "MODEL/KEY/history", .page = &history_page_of, .see = "view", .of_gone = true },
};

enum { SEGMENTS = 3 };

static bool fits_any(const char *path)
{
	return isupper((unsigned char)*path);
}

/* Segment by segment; an empty one fits nothing. */
static bool fits(const char *pattern, const char *path)
{
	for (;;) {
		size_t p = strcspn(pattern, "/"), s = strcspn(path, "/");

		if (fits_any(pattern) ? s == 0 : p != s || strncmp(pattern, path, s) != 0)
			return false;
		pattern += p;
		path += s;
		if (*pattern == '\0' || *path == '\0')
			return *pattern == *path;
		pattern++;
		path++;
	}
}

static const struct address *find_address(const struct request *req)
{
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
		if (fits(addresses[i].path, req->path))
			return &addresses[i];
	return NULL;
}

static void split(const struct request *req, const char *segment[SEGMENTS])
{
	char *rest = arena_string(req->arena, req->path);

	for (size_t i = 0; i < SEGMENTS; i++)
		segment[i] = rest != NULL ? strsep(&rest, "/") : NULL;
}

/* Is that ever done with such records? */
static bool allows(const struct record_type *type, const char *action)
{
	return strcmp(action, "add") == 0 ? (type->may & RECORD_ADD) != 0 :
		strcmp(action, "change") == 0 ? (type->may & RECORD_CHANGE) != 0 :
		strcmp(action, "delete") == 0 ? (type->may & RECORD_DELETE) != 0 : true;
}

static _Noreturn void no_such_page(const struct request *req)
{
	fail(404, "no such page of the admin: %.200s", req->path);
}

static _Noreturn void no_such_form(const struct request *req)
{
	fail(405, "no such form of the admin: %.200s", req->path);
}

static void require(struct request *req, const struct address *address,
	const struct record_type *type, const char *action)
{
	if (address->all_staff)
		return;
	if (action == NULL && !req->user->is_superuser)
		fail(403, "%s is no superuser", req->user->username);
	if (action != NULL)
		admin_require(req, action, type != NULL ? type->permission : "setting");
}

/* A model or a page that nobody has is not there; one that the visitor may not see says so. */
static void admit(struct request *req, const struct address *address,
	const struct record_type *type, bool acts)
{
	bool is_of_model = strstr(address->path, "MODEL") != NULL;

	if (is_of_model && (type == NULL || !allows(type, address->see)))
		no_such_page(req);
	if (!acts) {
		require(req, address, type, address->see);
		return;
	}
	if (address->page->act == NULL || (is_of_model && !allows(type, address->act)))
		no_such_form(req);
	require(req, address, type, address->act);
}

static void find_record(struct request *req, const struct address *address, struct target *target)
{
	if (strstr(address->path, "KEY") == NULL)
		return;
	target->record = record_find(req->db, target->type, target->key);
	if (target->record != NULL)
		target->key = target->record->key;
	else if (!address->of_gone)
		fail(404, "there is no %s %.40s", target->type->name, target->key);
}

static const struct page *find_page(struct request *req, struct target *target, bool acts)
{
	const struct address *address = find_address(req);
	const char *segment[SEGMENTS];

	if (address == NULL)
		no_such_page(req);
	split(req, segment);
	*target = (struct target){ .type = record_type_find(segment[0]) };
	if (strstr(address->path, "NAME") != NULL)
		target->name = segment[1];
	else
		target->name = segment[2] != NULL ? segment[2] : segment[1];
	if (strstr(address->path, "KEY") != NULL)
		target->key = segment[1];
	admit(req, address, target->type, acts);
	find_record(req, address, target);
	return address->page;
}

static void show(struct request *req, struct response *res)
{
	struct target target;

	find_page(req, &target, false)->show(req, res, &target);
}

static void act(struct request *req, struct response *res)
{
	struct target target;

	find_page(req, &target, true)->act(req, res, &target);
}

ROUTE(.get = show, .post = act, .access = STAFF, .takes_path = SEGMENTS, .takes_files = true,
	.reads_first = true, .never_stored = true);
