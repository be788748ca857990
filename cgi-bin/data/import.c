/*
 * import: a table of products or of items is looked at, shown as what it would change, and taken.
 * The preview carries the table along and everything is judged anew: nothing waits on our side.
 */
#include "route/route.h"

#include <string.h>

#include "data/csv_answer.h"
#include "data/import_form.h"
#include "data/import.html.h"
#include "data/import_preview.html.h"

static const struct import_kind *kind_of(struct request *req)
{
	static const struct import_kind *const kinds[] = { &import_products, &import_items };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(req->path, kinds[i]->path) == 0)
			return kinds[i];
	fail(404, "nothing to import: %.40s", req->path);
}

static void show(struct request *req, struct response *res)
{
	struct import_form form;

	import_form_begin(&form, req, kind_of(req));
	import_page(req, res, &form);
}

/* Nobody can commit while somebody reads, so the reading ends before the judging begins. */
static void judge(struct import *import)
{
	import_look_up(import);
	db_commit(import->req->db);
	import_judge(import);
}

static void preview(struct request *req, struct response *res, struct import_form *form)
{
	judge(&form->import);
	import_preview_page(req, res, form);
}

/* Only the writing keeps others waiting, unless they wrote meanwhile: that is judged anew. */
static void judge_to_write(struct import *import)
{
	judge(import);
	if (import_changes(import) == 0)
		return;
	login_write(import->req);
	if (import_holds(import))
		return;
	import_look_up(import);
	import_judge(import);
}

static void take(struct request *req, struct response *res, struct import_form *form)
{
	struct import *import = &form->import;

	judge_to_write(import);
	form->outdated = form->seen != NULL && strcmp(form->seen, import_seen(import)) != 0;
	if (form->outdated) {
		import_preview_page(req, res, form);
		return;
	}
	import_save(import);
	message(req, import->count[IMPORT_BAD] == 0 ? SUCCESS : WARNING,
		arena_printf(req->arena, "%s %s", _("Imported."), import_told(import)));
	redirect(res, url(req, form->kind->list));
}

static void give_back(struct request *req, struct response *res, struct import_form *form)
{
	judge(&form->import);
	csv_answer(req, res, "mistakes");
	import_put_rejected(&form->import, &res->body);
}

static const struct {
	const char *name;
	void (*act)(struct request *req, struct response *res, struct import_form *form);
} actions[] = {
	{ "preview", preview },
	{ "import", take },
	{ "rejected", give_back },
};

static void act(struct request *req, struct response *res)
{
	const char *name = pairs_get(&req->form, "action");
	struct import_form form;

	import_form_begin(&form, req, kind_of(req));
	if (!import_form_read(&form, req)) {
		import_page(req, res, &form);
		return;
	}
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (name == NULL || strcmp(actions[i].name, name) == 0) {
			actions[i].act(req, res, &form);
			return;
		}
	fail(400, "no such action: %.40s", name);
}

ROUTE(.get = show, .post = act, .access = SIGNED_IN, .takes_path = 1, .takes_files = true,
	.reads_first = true, .never_stored = true);
