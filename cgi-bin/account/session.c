/* session: what this site remembers about you, and how to make it forget. */
#include "route/route.h"

#include <string.h>

#include "account/session_memory.h"
#include "account/session.html.h"
#include "session/session.h"

/* To look makes nothing: no session, and no cookie but the one that the forms need. */
static void show(struct request *req, struct response *res)
{
	struct memories entries, account, cookies;

	current_user(req); /* forgets a session that is nobody's any more */
	entries = session_memories(req);
	account = account_memories(req);
	cookies = cookie_memories(req);
	session_page(req, res, &entries, &account, &cookies);
}

static void refuse(struct request *req, struct response *res, const char *text)
{
	message(req, ERROR, text);
	show(req, res);
}

static void done(struct request *req, struct response *res)
{
	message(req, SUCCESS, _("Forgotten."));
	redirect(res, url(req, "session"));
}

static void forget_entry(struct request *req, struct response *res, const char *name)
{
	if (session_entry_stays(name)) {
		refuse(req, res, _("That belongs to your sign-in and cannot be forgotten by "
			"itself. Sign out instead."));
		return;
	}
	session_entry_forget(req, name);
	done(req, res);
}

static void forget_in_account(struct request *req, struct response *res, const char *name)
{
	if (current_user(req) != NULL) {
		login_write(req);
		account_entry_forget(req, name);
	}
	done(req, res);
}

static void drop_cookie(struct request *req, struct response *res, const char *name)
{
	if (strcmp(name, "messages") == 0)
		messages_forget(req);
	response_cookie_delete(res, req, (struct cookie){ .name = name });
}

static void forget_cookie(struct request *req, struct response *res, const char *name)
{
	if (strcmp(name, "sessionid") == 0) {
		refuse(req, res, _("That cookie is your sign-in. Sign out instead."));
		return;
	}
	if (session_cookie_stays(name)) {
		refuse(req, res, _("That cookie protects your forms and cannot be forgotten."));
		return;
	}
	if (pairs_find(&req->cookies, name) != NULL && session_cookie_is_deletable(req, name))
		drop_cookie(req, res, name);
	done(req, res);
}

/* Of a member all that is not the sign-in; a guest has nothing else to lose. */
static void forget_entries(struct request *req)
{
	const struct pair *entry;

	if (current_user(req) == NULL) {
		session_flush(req);
		return;
	}
	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;)
		if (!session_entry_stays(entry->name)) {
			session_pop(req, entry->name);
			at = 0;
		}
	login_write(req);
	account_forget(req);
}

static void forget_everything(struct request *req, struct response *res)
{
	forget_entries(req);
	for (size_t i = 0; i < req->cookies.count; i++) {
		const char *name = req->cookies.pair[i].name;

		if (session_cookie_is_ours(name) && !session_cookie_stays(name))
			drop_cookie(req, res, name);
	}
	done(req, res);
}

static void forget(struct request *req, struct response *res)
{
	const char *action = pairs_get(&req->form, "action");
	const char *entry = pairs_get(&req->form, "name");
	const char *account = pairs_get(&req->form, "account");
	const char *cookie = pairs_get(&req->form, "cookie");

	if (action == NULL || strcmp(action, "forget") != 0)
		fail(400, "no such action: %.40s", action != NULL ? action : "");
	if (entry != NULL)
		forget_entry(req, res, entry);
	else if (account != NULL)
		forget_in_account(req, res, account);
	else if (cookie != NULL)
		forget_cookie(req, res, cookie);
	else
		forget_everything(req, res);
}

ROUTE(.get = show, .post = forget, .reads_first = true, .never_stored = true);
