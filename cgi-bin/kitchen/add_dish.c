/* add_dish: the form with which the kitchen puts a dish on the menu. */
#include "route/route.h"

#include "kitchen/dish_form.h"
#include "kitchen/add_dish.html.h"

static void show(struct request *req, struct response *res)
{
	struct dish_form form;

	dish_form_begin(&form, req, NULL);
	add_dish_page(req, res, &form);
}

static void save(struct request *req, struct response *res)
{
	struct dish_form form;

	dish_form_begin(&form, req, NULL);
	if (!dish_form_read(&form, req)) {
		add_dish_page(req, res, &form);
		return;
	}
	dish_insert(req->db, &form.dish);
	message(req, SUCCESS,
		arena_printf(req->arena, _("“%s” has been added."), form.dish.name));
	redirect(res, url(req, "kitchen"));
}

ROUTE(.get = show, .post = save, .permission = "add_dish");
