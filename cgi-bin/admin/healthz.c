/* healthz: is the shop alive?  For a monitor: 200 or 503, and a line of JSON that says why. */
#include "route/route.h"

#include "base/version.h"
#include "owner/health.h"

static void show(struct request *req, struct response *res)
{
	struct health health = health_look(req->arena, req->config.data);

	res->status = health.is_well ? 200 : 503;
	res->content_type = "application/json";
	buffer_printf(&res->body, "{\"status\": \"%s\", \"database\": \"%s\", \"disk\": \"%s\", "
		"\"version\": \"%s\"}\n", health.is_well ? "ok" : "fail", health.database,
		health.disk, WARUNG_VERSION);
}

ROUTE(.get = show, .never_stored = true);
