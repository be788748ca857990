/*
 * Sessions in the cookie itself, signed: nothing lies on our side, and the visitor can read it.
 * Two writes at once cannot both survive, and an old cookie that is sent again is an old session;
 * who is signed in is decided by the table of devices all the same.
 */
#include "session/store.h"

#include "db/create.h"
#include "session/signed.h"

/*
 * Browsers take 4096 bytes for name, value and attributes (RFC 6265 section 6.1): these are for the
 * text, the others for the signature, quotes and attributes.
 */
enum { LONGEST = 3840 };

static const char SALT[] = "warung.session";

static const char *new_id(struct arena *arena)
{
	(void)arena;
	return "";
}

/* How old it may be is said in the text. */
static const char *read_session(struct request *req, struct session_hold *hold, const char *id)
{
	hold->is_newest = true;
	return signed_read(req->arena, db_secret(req->config.data, req->arena), SALT, id,
		INT64_MAX / 2, date_unix(date_now()));
}

static const char *prepare(struct request *req, struct session_hold *hold,
	const struct session_change *change)
{
	(void)hold;
	if (change->text == NULL)
		return NULL;
	return signed_make(req->arena, db_secret(req->config.data, req->arena), SALT,
		change->text, date_unix(date_now()));
}

const struct session_store session_cookies = {
	.name = "cookie", .longest = LONGEST, .in_cookie = true, .new_id = new_id,
	.read = read_session, .read_newest = read_session, .prepare = prepare,
};
