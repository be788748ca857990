/* The life of a session within a request: found, merged with what others wrote, saved. */
#include "session/session.h"

#include <string.h>

#include "base/fail.h"
#include "db/db.h"
#include "session/state.h"

enum { PAIRS_MOST = 10000 + 16 /* our own among them */ };

static const char COOKIE[] = "sessionid", EXPIRES[] = "_expires";

/* Is it a text of a session that still lives?  Its entries, without the time of its end. */
static bool decode(struct session *session, const char *text, struct date now)
{
	struct pairs *data = &session->data;
	struct date expires;

	data->count = 0;
	if (text == NULL || !session_text_expires(text, &expires) || now.us >= expires.us ||
	    !pairs_decode(data, text, strlen(text), PAIRS_MOST))
		return false;
	pairs_remove(data, EXPIRES);
	return true;
}

static void load(struct request *req, struct session *session)
{
	const char *sent = cookie_only(&req->cookies, COOKIE);
	struct date now = date_now();

	session->cookie_came = pairs_get(&req->cookies, COOKIE) != NULL;
	if (sent == NULL)
		return;
	if (decode(session, session->store->read(req, &session->hold, sent), now) &&
	    !session_is_over(session, &req->config, now)) {
		session->id = sent;
		session_look_at_visit(session, &req->config, now);
	} else {
		session->data.count = 0;
	}
}

struct session *session_of(struct request *req)
{
	const struct session_store *store;

	if (req->session == NULL) {
		store = session_store(&req->config);
		req->session = arena_alloc(req->arena, sizeof *req->session);
		req->session->store = store;
		req->session->data.arena = req->session->changed.arena = req->arena;
		load(req, req->session);
	}
	return req->session;
}

size_t session_longest(const struct request *req)
{
	return session_store(&req->config)->longest;
}

void session_open(struct request *req)
{
	session_of(req);
}

bool session_is_lost(struct request *req)
{
	const struct session *session = session_of(req);

	return session->cookie_came && session->id == NULL;
}

/*
 * Others may have written since it was read: repeat the changes on the newest state.  False: it is
 * gone, and so is all that this request did not say itself.  A reader closes the database first:
 * whoever holds the session cannot commit while anybody reads.
 */
static bool catch_up(struct request *req, struct session *session, const char *id)
{
	struct pairs own = session->data;
	const struct pairs *changed = &session->changed;
	bool is_there;

	if (req->db->mode == DB_READ)
		db_close(req->db);
	session->data = (struct pairs){ .arena = req->arena };
	is_there = decode(session, session->store->read_newest(req, &session->hold, id),
		date_now());
	if (!is_there)
		session->data.count = 0;
	for (size_t i = 0; i < changed->count; i++)
		pairs_remove(&session->data, changed->pair[i].name);
	for (size_t i = 0; i < own.count; i++)
		if (pairs_find(changed, own.pair[i].name) != NULL)
			pairs_add(&session->data, own.pair[i].name, own.pair[i].value);
	return is_there;
}

void session_renew(struct request *req)
{
	struct session *session = session_of(req);
	const char *id = session->id != NULL ? session->id : session->old_id;

	if (id != NULL && !session->hold.is_newest)
		catch_up(req, session, id);
}

static bool is_to_be_written(struct request *req, struct session *session)
{
	bool due = session->store->in_cookie &&
		(session->is_due || req->config.session_save_every_request);
	const char *id = session->id != NULL ? session->id : session->old_id;

	if (!session->modified && (session->id == NULL || !due))
		return false;
	if (id == NULL || session->hold.is_newest || catch_up(req, session, id) ||
	    session->id == NULL)
		return session->id != NULL || session->data.count > 0; /* none begins empty */
	session->id = NULL; /* it was deleted meanwhile, and stays so */
	session->modified = false;
	return false;
}

/* NULL: it does not fit into the store. */
static const char *encode(struct request *req, struct session *session, struct date expires)
{
	struct buffer text = { 0 };

	buffer_printf(&text, "%s=%jd", EXPIRES, (intmax_t)expires.us);
	if (session->data.count > 0)
		buffer_char(&text, '&');
	pairs_encode(&session->data, &text);
	if (text.length > session->store->longest || session->data.count >= PAIRS_MOST) {
		buffer_free(&text);
		return NULL;
	}
	return buffer_keep(&text, req->arena);
}

static void send_cookie(struct request *req, struct response *res, const char *id, int64_t max_age)
{
	response_cookie(res, req, (struct cookie){
		.name = COOKIE, .value = id, .max_age = max_age });
}

/*
 * What the cookie is to hold.  NULL: there is no room to note one more visit, of which nobody needs
 * to hear.
 */
static const char *write_session(struct request *req, struct session *session, struct date now)
{
	const char *cookie;

	session_note_visit(session, now);
	if (session->id == NULL)
		session->id = session->store->new_id(req->arena);
	session->is_due = false;
	session->change = (struct session_change){
		.id = session->id, .old_id = session->old_id,
		.expires = session_dies(session, now),
	};
	session->change.text = encode(req, session, session->change.expires);
	if (session->change.text == NULL && session->modified)
		fail(413, "the session has grown too large for the store \"%s\"",
			session->store->name);
	if (session->change.text == NULL)
		return NULL;
	cookie = session->store->prepare(req, &session->hold, &session->change);
	if (cookie == NULL)
		fail_errno(503, "the session cannot be written");
	return cookie;
}

/* The old one dies without another in its place. */
static void bury(struct request *req, struct session *session)
{
	session->change = (struct session_change){ .old_id = session->old_id };
	session->store->prepare(req, &session->hold, &session->change);
}

/* The browser hears of it at once; to our side it is done late, so that no reader fails by it. */
static void extend(struct request *req, struct response *res, struct session *session,
	struct date now)
{
	session->is_due = true;
	send_cookie(req, res, session->id, session_cookie_seconds(session, now));
}

/* To save every session means those, too, that no page looked at. */
static bool is_of_interest(struct request *req)
{
	if (req->session == NULL && req->config.session_save_every_request &&
	    pairs_get(&req->cookies, COOKIE) != NULL)
		session_open(req);
	return req->session != NULL;
}

void session_prepare(struct request *req, struct response *res)
{
	struct date now = date_now();
	const char *cookie = NULL;
	struct session *session;

	if (!is_of_interest(req))
		return;
	session = req->session;
	res->varies_by_cookie = true;
	if (is_to_be_written(req, session))
		cookie = write_session(req, session, now);
	else if (session->old_id != NULL)
		bury(req, session);
	else if (session->id != NULL && req->config.session_save_every_request)
		extend(req, res, session, now);
	if (cookie != NULL)
		send_cookie(req, res, cookie, session_cookie_seconds(session, now));
	if (session->id == NULL && session->cookie_came)
		response_cookie_delete(res, req, (struct cookie){ .name = COOKIE });
}

void session_save(struct request *req)
{
	struct session *session = req->session;
	const struct session_store *store;

	if (session == NULL)
		return;
	store = session->store;
	if ((session->change.text != NULL || session->change.old_id != NULL) &&
	    store->place != NULL && !store->place(req, &session->hold, &session->change))
		fail_errno(500, "the session cannot be put in its place");
	session->change = (struct session_change){ 0 };
}

void session_close(struct request *req)
{
	struct session *session = req->session;

	if (session != NULL && session->store->release != NULL)
		session->store->release(&session->hold);
}

bool session_is_due(const struct session *session)
{
	return session->id != NULL && session->is_due && !session->store->in_cookie;
}

void session_write_late(struct request *req)
{
	struct session *session = req->session;

	if (catch_up(req, session, session->id)) {
		write_session(req, session, date_now());
		db_commit(req->db);
		session_save(req);
	}
	session_close(req);
}
