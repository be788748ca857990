/* admin/log: why pages failed, by the ids that visitors saw. */
#include "admin/admin.h"
#include "admin/log.html.h"

#include "base/text.h"

static void show(struct request *req, struct response *res, const struct target *target)
{
	const char *id = pairs_get(&req->query, "id");
	const char *page = pairs_get(&req->query, "p");
	struct log_page list;

	id = id != NULL ? text_strip(req->arena, id) : "";
	list = error_log_read(req->arena, req->config.data, *id != '\0' ? id : NULL,
		text_number(page, LOG_PAGES_MOST, 1));
	log_page(req, res, target, &list, id);
}

const struct page log_page_of = { .show = show };
