/* What the site remembers about one browser. */
#include "session/session.h"

#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/instant.h"
#include "base/text.h"
#include "session/session_file.h"

enum { PAIRS_MOST = 10000 };

/* Our names.  EXPIRES: when the file dies (microseconds).  EXPIRY: as session_set_expiry said. */
static const char EXPIRES[] = "_expires", EXPIRY[] = "_session_expiry", COOKIE[] = "sessionid";

struct session {
	const char *id;        /* the one that the browser has and we know; NULL: none */
	const char *old_id;    /* one that dies at the end of this request, or NULL */
	bool cookie_came;      /* the browser sent something as its id */
	struct pairs data;
	struct pairs set;      /* changes of this request, to be applied to a newer state */
	struct pairs removed;
	int lock;              /* descriptor, or -1 */
	bool modified;
	char prepared[FILE_NAME]; /* the new file that waits to take its place, or "" */
};

/* The state in the file; false when there is none, or it is too old or not ours. */
static bool read_data(struct request *req, const char *id, struct pairs *data)
{
	const char *text = session_file_read(req->arena, req->config.data, id);
	const char *expires;
	uint64_t when;

	*data = (struct pairs){ .arena = req->arena };
	if (text == NULL || !pairs_decode(data, text, strlen(text), PAIRS_MOST))
		return false;
	expires = pairs_get(data, EXPIRES);
	return expires != NULL && text_to_unsigned(expires, INT64_MAX, &when) &&
		date_now().us < (int64_t)when;
}

static void load(struct request *req, struct session *session)
{
	const char *sent = cookie_only(&req->cookies, COOKIE);

	session->cookie_came = pairs_get(&req->cookies, COOKIE) != NULL;
	if (sent == NULL || !session_file_is_id(sent))
		return;
	if (req->method == METHOD_POST)
		session->lock = session_file_lock(req->arena, req->config.data, sent);
	if (read_data(req, sent, &session->data))
		session->id = sent;
	else
		session->data = (struct pairs){ .arena = req->arena };
}

static struct session *session_of(struct request *req)
{
	struct session *session = req->session;

	if (session == NULL) {
		session = req->session = arena_alloc(req->arena, sizeof *session);
		session->data.arena = session->set.arena = session->removed.arena = req->arena;
		session->lock = -1;
		load(req, session);
	}
	return session;
}

void session_open(struct request *req)
{
	session_of(req);
}

const char *session_get(struct request *req, const char *name)
{
	return pairs_get(&session_of(req)->data, name);
}

void session_set(struct request *req, const char *name, const char *value)
{
	struct session *session = session_of(req);

	pairs_set(&session->data, name, value);
	pairs_set(&session->set, name, value);
	session->modified = true;
}

bool session_pop(struct request *req, const char *name)
{
	struct session *session = session_of(req);

	if (!pairs_remove(&session->data, name))
		return false;
	pairs_remove(&session->set, name);
	pairs_set(&session->removed, name, "");
	session->modified = true;
	return true;
}

void session_cycle_key(struct request *req)
{
	struct session *session = session_of(req);

	if (session->id != NULL)
		session->old_id = session->id;
	session->id = NULL;
	session->modified = true;
}

void session_flush(struct request *req)
{
	struct session *session = session_of(req);

	session_cycle_key(req);
	session->data.count = session->set.count = session->removed.count = 0;
	session->modified = false;
}

void session_set_expiry(struct request *req, int64_t seconds)
{
	session_set(req, EXPIRY, arena_printf(req->arena, "%jd", (intmax_t)seconds));
}

/* 0: until the browser closes. */
static int64_t cookie_seconds(const struct session *session)
{
	const char *expiry = pairs_get(&session->data, EXPIRY);
	uint64_t seconds = SESSION_SECONDS;

	if (expiry != NULL)
		text_to_unsigned(expiry, INT32_MAX, &seconds);
	return (int64_t)seconds;
}

/* Without the lock the state may be newer than what was read: repeat the changes on the newest. */
static bool catch_up(struct request *req, struct session *session)
{
	session->lock = session_file_lock(req->arena, req->config.data, session->id);
	if (session->lock < 0 || !read_data(req, session->id, &session->data))
		return false;
	for (size_t i = 0; i < session->removed.count; i++)
		pairs_remove(&session->data, session->removed.pair[i].name);
	for (size_t i = 0; i < session->set.count; i++)
		pairs_set(&session->data, session->set.pair[i].name, session->set.pair[i].value);
	return true;
}

static void write_data(struct request *req, struct session *session)
{
	struct buffer text = { 0 };
	int64_t seconds = cookie_seconds(session);

	if (seconds == 0)
		seconds = SESSION_SECONDS;
	pairs_set(&session->data, EXPIRES, arena_printf(req->arena, "%jd",
		(intmax_t)(date_now().us + seconds * 1000000)));
	pairs_encode(&session->data, &text);
	if (!session_file_prepare(req->arena, req->config.data, session->id, text.data,
	    session->prepared))
		fail_errno(503, "the session cannot be written");
	buffer_free(&text);
}

static void send_cookie(struct request *req, struct response *res, const char *id, int64_t max_age)
{
	response_cookie(res, req, (struct cookie){
		.name = COOKIE, .value = id, .max_age = max_age });
}

void session_prepare(struct request *req, struct response *res)
{
	struct session *session = req->session;

	if (session == NULL)
		return;
	res->varies_by_cookie = true;
	if (session->modified && session->id != NULL && session->lock < 0 &&
	    !catch_up(req, session)) {
		session->modified = false;
		session->id = NULL;
	}
	if (session->modified) {
		if (session->id == NULL)
			session->id = session_file_new_id(req->arena);
		write_data(req, session);
		send_cookie(req, res, session->id, cookie_seconds(session));
	} else if (session->id == NULL && session->cookie_came) {
		send_cookie(req, res, "", COOKIE_DELETE);
	}
}

/* Under the lock: else a request that holds it would put the file back. */
static void bury_old(struct request *req, struct session *session)
{
	const char *directory = req->config.data;

	if (session->lock < 0)
		session->lock = session_file_lock(req->arena, directory, session->old_id);
	session_file_delete(req->arena, directory, session->old_id);
}

void session_save(struct request *req)
{
	struct session *session = req->session;

	if (session == NULL)
		return;
	if (*session->prepared != '\0' && !session_file_place(req->arena, req->config.data,
	    session->id, session->prepared))
		fail_errno(500, "the session cannot be put in its place");
	*session->prepared = '\0';
	if (session->old_id != NULL)
		bury_old(req, session);
}

void session_close(struct request *req)
{
	struct session *session = req->session;

	if (session == NULL)
		return;
	if (*session->prepared != '\0')
		unlink(session->prepared);
	*session->prepared = '\0';
	if (session->lock >= 0)
		close(session->lock);
	session->lock = -1;
}
