/* logout: asks, because a link that signs out could be put on any page of the world. */
#include "route/route.h"

#include "account/logout.html.h"
#include "account/sign_out.h"

static void ask(struct request *req, struct response *res)
{
	logout_page(req, res);
}

ROUTE(.get = ask, .post = sign_out, .never_stored = true);
