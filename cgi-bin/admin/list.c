/* The list of a model, and what is done with many of its records at once. */
#include "admin/admin.h"
#include "admin/delete.h"
#include "admin/list.html.h"
#include "admin/list_view.h"

static void show(struct request *req, struct response *res, const struct target *target)
{
	struct list_view view = list_view(req, target->type);

	admin_list_page(req, res, target, &view);
}

static void act(struct request *req, struct response *res, const struct target *target)
{
	static const char *const actions[] = { "delete" };

	request_action(req, actions, sizeof actions / sizeof *actions);
	delete_selected(req, res, target);
}

const struct page list_page_of = { show, act };
