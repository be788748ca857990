/* create_profile: what a guest tells the kitchen. */
#include "route/route.h"

#include "kitchen/profile_form.h"
#include "kitchen/welcome_status.h"
#include "kitchen/create_profile.html.h"

static void show(struct request *req, struct response *res)
{
	struct profile_form form;

	profile_form_begin(&form, req);
	create_profile_page(req, res, &form, !profile_is_none(&form.profile));
}

static bool keep(struct profile_form *form, struct request *req)
{
	if (profile_write(req, &form->profile))
		return true;
	field_error(&form->name, _("There is no room left to remember this in your browser. "
		"Please shorten it, or sign in."));
	return false;
}

static void save(struct request *req, struct response *res)
{
	struct profile_form form;
	bool is_known;

	profile_form_begin(&form, req);
	is_known = !profile_is_none(&form.profile);
	if (!profile_form_read(&form, req) || !keep(&form, req)) {
		create_profile_page(req, res, &form, is_known);
		return;
	}
	welcome_status_set(req, res);
	message(req, SUCCESS, arena_printf(req->arena,
		_("Thank you, %s. The kitchen knows you now."), form.profile.name));
	redirect(res, url(req, "menu"));
}

ROUTE(.get = show, .post = save, .never_stored = true);
