/* edit_dish: the same form for a dish that is there, on the menu or not. */
#include "route/route.h"

#include "kitchen/dish_form.h"
#include "kitchen/edit_dish.html.h"
#include "model/id.h"

static const struct dish *dish_asked(const struct request *req)
{
	int64_t id = id_require(req->path);
	const struct dish *dish = dish_find(req->db, id);

	if (dish == NULL)
		fail(404, "there is no dish %jd", (intmax_t)id);
	return dish;
}

static void show(struct request *req, struct response *res)
{
	struct dish_form form;

	dish_form_begin(&form, req, dish_asked(req));
	edit_dish_page(req, res, &form);
}

static void save(struct request *req, struct response *res)
{
	struct dish_form form;

	dish_form_begin(&form, req, dish_asked(req));
	if (!dish_form_read(&form, req)) {
		edit_dish_page(req, res, &form);
		return;
	}
	dish_update(req->db, &form.dish);
	message(req, SUCCESS,
		arena_printf(req->arena, _("“%s” has been changed."), form.dish.name));
	redirect(res, url(req, "kitchen"));
}

ROUTE(.get = show, .post = save, .permission = "change_dish", .takes_path = 1);
