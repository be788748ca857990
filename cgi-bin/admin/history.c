/* Who changed a record, when, and what of it; also of one that is gone. */
#include "admin/admin.h"
#include "admin/history.html.h"
#include "base/fail.h"
#include "model/history.h"

enum { SHOWN = 200 };

static const char *name_of(const struct request *req, const struct target *target,
	const struct history *history)
{
	return target->record != NULL ? admin_called(req, target->record) :
		history->entry[0].name;
}

static void show(struct request *req, struct response *res, const struct target *target)
{
	struct history history = history_of(req->db, target->type->name, target->key, SHOWN);

	if (target->record == NULL && history.count == 0)
		fail(404, "there never was %s %.40s", target->type->name, target->key);
	admin_history_page(req, res, target, &history, name_of(req, target, &history));
}

const struct page history_page_of = { .show = show };
