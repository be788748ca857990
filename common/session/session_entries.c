/* What a session holds. */
#include "session/session.h"

#include <string.h>

#include "base/text.h"
#include "session/state.h"

static const char TEST_COOKIE[] = "testcookie", WORKED[] = "worked"; /* as Django */

static struct session *access_session(struct request *req)
{
	struct session *session = session_of(req);

	session->accessed = true;
	return session;
}

static struct session *modify(struct request *req, const char *name)
{
	struct session *session = access_session(req);

	session->modified = true;
	pairs_set(&session->changed, name, "");
	return session;
}

const char *session_get(struct request *req, const char *name)
{
	return pairs_get(&access_session(req)->data, name);
}

const struct pair *session_each(struct request *req, size_t *at)
{
	const struct pairs *data = &access_session(req)->data;

	return *at < data->count ? &data->pair[(*at)++] : NULL;
}

void session_set(struct request *req, const char *name, const char *value)
{
	pairs_set(&modify(req, name)->data, name, value);
}

void session_add(struct request *req, const char *name, const char *value)
{
	pairs_add(&modify(req, name)->data, name, value);
}

const char *session_set_default(struct request *req, const char *name, const char *value)
{
	if (session_get(req, name) == NULL)
		session_set(req, name, value);
	return session_get(req, name);
}

const char *session_pop(struct request *req, const char *name)
{
	const char *value = session_get(req, name);

	if (value != NULL)
		pairs_remove(&modify(req, name)->data, name);
	return value;
}

void session_clear(struct request *req)
{
	struct session *session = session_of(req);

	for (size_t i = 0; i < session->data.count; i++)
		modify(req, session->data.pair[i].name);
	session->data.count = 0;
	session_touch(req);
}

void session_cycle_key(struct request *req)
{
	struct session *session = access_session(req);

	if (session->id != NULL)
		session->old_id = session->id;
	session->id = NULL;
	pairs_remove(&modify(req, SESSION_BEGAN)->data, SESSION_BEGAN);
}

void session_flush(struct request *req)
{
	struct session *session = session_of(req);

	session_cycle_key(req);
	session->data.count = session->changed.count = 0;
	session->modified = false;
	session->hold.is_newest = true; /* whatever others write into it is forgotten, too */
}

bool session_is_accessed(const struct request *req)
{
	return req->session != NULL && req->session->accessed;
}

bool session_is_modified(const struct request *req)
{
	return req->session != NULL && req->session->modified;
}

void session_touch(struct request *req)
{
	access_session(req)->modified = true;
}

void session_note(struct session *session, const char *name, const char *value)
{
	pairs_set(&session->data, name, value);
}

int64_t session_number(const struct session *session, const char *name, int64_t otherwise)
{
	return text_number(pairs_get(&session->data, name), INT64_MAX / 2, otherwise);
}

void session_set_number(struct session *session, const char *name, int64_t number)
{
	session_note(session, name,
		arena_integer(session->data.arena, number));
}

void session_set_test_cookie(struct request *req)
{
	session_set(req, TEST_COOKIE, WORKED);
}

bool session_test_cookie_worked(struct request *req)
{
	const char *value = session_get(req, TEST_COOKIE);

	return value != NULL && strcmp(value, WORKED) == 0;
}

void session_delete_test_cookie(struct request *req)
{
	session_pop(req, TEST_COOKIE);
}
