/* register: a new account. */
#include "route/route.h"

#include "route/register_form.h"
#include "account/register.html.h"

static void show(struct request *req, struct response *res)
{
	struct register_form form;

	register_form_begin(&form, req);
	register_page(req, res, &form);
}

/* The database has the last word on the name: it may have been taken since the form was checked. */
static bool insert(struct request *req, struct register_form *form)
{
	const char *hash = new_password_hash(&form->password, req);

	db_write(req->db);
	if (user_insert(req->db, form->new_username, hash))
		return true;
	db_read(req->db);
	field_error(&form->username, _("A user with that username already exists."));
	return false;
}

static void save(struct request *req, struct response *res)
{
	struct register_form form;

	register_form_begin(&form, req);
	if (!register_form_read(&form, req) || !insert(req, &form)) {
		register_page(req, res, &form);
		return;
	}
	message(req, SUCCESS, _("Your account has been successfully created!"));
	redirect(res, url(req, "login"));
}

ROUTE(.get = show, .post = save, .reads_first = true);
