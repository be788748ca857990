/* Pictures: where they are, and which may go. */
#include "route/picture.h"

#include <string.h>

#include "base/media.h"
#include "base/turn.h"
#include "http/url.h"
#include "model/picture.h"
#include "model/user.h"

enum {
	DAY = 86400,       /* seconds between two sweeps, and that a file has until one takes it */
	SWEPT_AT_MOST = 100000,
};

/* The pictures that a request stored or dropped. */
struct pictures {
	const char *name;
	struct pictures *next;
};

void picture_drop(struct request *req, const char *name)
{
	struct pictures *dropped;

	if (*name == '\0')
		return;
	dropped = arena_alloc(req->arena, sizeof *dropped);
	*dropped = (struct pictures){ name, req->pictures };
	req->pictures = dropped;
}

struct url picture_url(const struct request *req, const char *name)
{
	return url_asset(req, arena_printf(req->arena, "media/%s", name));
}

struct url picture_thumbnail_url(const struct request *req, const char *name)
{
	return picture_url(req, media_thumbnail(req->arena, name));
}

struct picture_size picture_size(const char *name)
{
	return media_size(name);
}

struct picture_size picture_thumbnail_size(const char *name)
{
	return picture_thumbnail(media_size(name));
}

/* ---- behind the answer ---- */

static const char *marker_path(const struct request *req)
{
	return arena_printf(req->arena, "%s/media.swept", req->config.data);
}

/* Only routes that store pictures look after those of others. */
static bool is_swept(const struct request *req)
{
	return !req->keeps_files || !turn_is_due(marker_path(req), DAY);
}

bool picture_is_tidy(const struct request *req)
{
	return req->pictures == NULL && is_swept(req);
}

/* What this request stored or dropped. */
static struct media_names names_of(const struct request *req)
{
	struct media_names names = { 0 };

	for (const struct pictures *p = req->pictures; p != NULL; p = p->next)
		names.count++;
	names.name = arena_array(req->arena, names.count, sizeof *names.name);
	names.count = 0;
	for (const struct pictures *p = req->pictures; p != NULL; p = p->next)
		names.name[names.count++] = p->name;
	return names;
}

static void remove_all(const struct request *req, struct media_names names)
{
	for (size_t i = 0; i < names.count; i++)
		media_remove(&req->config, req->arena, names.name[i]);
}

static void sweep(struct request *req)
{
	int marker = turn_take(marker_path(req), DAY);

	if (marker < 0)
		return;
	remove_all(req, picture_unused(req->db, media_older(&req->config, req->arena,
		date_unix(date_now()) - DAY, SWEPT_AT_MOST)));
	turn_end(marker);
}

void picture_tidy_up(struct request *req)
{
	if (req->pictures != NULL)
		remove_all(req, picture_unused(req->db, names_of(req)));
	req->pictures = NULL;
	if (!is_swept(req))
		sweep(req);
}
