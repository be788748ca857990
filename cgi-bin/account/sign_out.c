/* Signing out. */
#include "account/sign_out.h"

#include "auth/login.h"
#include "http/url.h"
#include "session/messages.h"

void sign_out(struct request *req, struct response *res)
{
	logout(req, res);
	message(req, SUCCESS, _("You are signed out."));
	redirect(res, url(req, "login"));
}
