/* Who is asking. */
#include "auth/login.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "db/create.h"
#include "session/csrf.h"
#include "session/session.h"
#include "session/signed.h"

/* The names of Django's session. */
static const char USER[] = "_auth_user_id", HASH[] = "_auth_user_hash";
enum { MONTH = 30 * 86400 };

/* Changes with the password: a session of before is nobody's.  Django's get_session_auth_hash. */
static const char *session_hash(struct request *req, const struct user *user)
{
	unsigned char hash[crypto_auth_hmacsha256_BYTES];
	char *hex = arena_alloc(req->arena, 2 * sizeof hash + 1);

	signed_hmac(hash, "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash",
		db_secret(req->config.data, req->arena), user->password);
	return sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

static const struct user *find_user(struct request *req)
{
	const char *id = session_get(req, USER), *hash;
	const struct user *user;
	uint64_t number;

	if (id == NULL || !text_to_unsigned(id, INT64_MAX, &number))
		return NULL;
	user = user_find(req->db, (int64_t)number);
	if (user == NULL || !user->is_active)
		return NULL;
	hash = session_get(req, HASH);
	if (hash != NULL && text_same_secret(hash, session_hash(req, user)))
		return user;
	session_flush(req);
	return NULL;
}

const struct user *current_user(struct request *req)
{
	if (!req->user_known) {
		req->user = find_user(req);
		req->user_known = true;
	}
	return req->user;
}

/* A guest's session goes on under a new id; that of another account or older password does not. */
static void take_over_session(struct request *req, const char *id, const char *hash)
{
	const char *old_id = session_get(req, USER), *old_hash = session_get(req, HASH);

	if (old_id != NULL &&
	    (strcmp(old_id, id) != 0 || old_hash == NULL || strcmp(old_hash, hash) != 0))
		session_flush(req);
	session_cycle_key(req);
	session_set(req, USER, id);
	session_set(req, HASH, hash);
}

void login(struct request *req, struct response *res, const struct user *user, bool remember)
{
	const char *id = arena_printf(req->arena, "%jd", (intmax_t)user->id);
	struct buffer now = { 0 };

	take_over_session(req, id, session_hash(req, user));
	session_set_expiry(req, remember ? SESSION_REMEMBERED_SECONDS : 0);
	csrf_rotate(req, res);
	user_signed_in(req->db, user->id, date_now());
	date_json(&now, date_now());
	response_cookie(res, req, (struct cookie){
		.name = "last_login", .value = now.data, .max_age = MONTH });
	buffer_free(&now);
	req->user = user;
	req->user_known = true;
}

/* What the next visit may still know: who it was, and when. */
static void leave_summary(struct request *req, struct response *res, const struct user *user)
{
	struct pairs summary = { .arena = req->arena };
	struct buffer text = { 0 }, when = { 0 };

	date_json(&when, date_now());
	pairs_add(&summary, "name", user->username);
	pairs_add(&summary, "when", when.data);
	pairs_encode(&summary, &text);
	signed_cookie_set(res, req, "last_visit_summary", "last_visit_summary", text.data, MONTH);
	buffer_free(&text);
	buffer_free(&when);
}

void logout(struct request *req, struct response *res)
{
	const struct user *user = current_user(req);

	if (user != NULL)
		leave_summary(req, res, user);
	session_flush(req);
	csrf_rotate(req, res);
	if (pairs_get(&req->cookies, "last_login") != NULL)
		response_cookie(res, req, (struct cookie){
			.name = "last_login", .value = "", .max_age = COOKIE_DELETE });
	req->user = NULL;
}
