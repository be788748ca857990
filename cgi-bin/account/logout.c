/* logout: asks, because a link that signs out could be put on any page of the world. */
#include "route/route.h"

#include "account/logout.html.h"

static void ask(struct request *req, struct response *res)
{
	logout_page(req, res);
}

static void sign_out(struct request *req, struct response *res)
{
	logout(req, res);
	message(req, SUCCESS, _("You are signed out."));
	redirect(res, url(req, "login"));
}

ROUTE(.get = ask, .post = sign_out, .never_stored = true);
