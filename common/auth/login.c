/* Who is asking. */
#include "auth/login.h"

#include <string.h>

#include "auth/address.h"
#include "base/fail.h"
#include "base/random.h"
#include "base/text.h"
#include "db/create.h"
#include "model/permission.h"
#include "session/csrf.h"
#include "session/messages.h"
#include "session/session.h"
#include "session/signed.h"

/* The names of Django's session. */
static const char USER[] = "_auth_user_id", HASH[] = "_auth_user_hash";
static const char DEVICE[] = "_device_id", RECOVERED[] = "_recovered"; /* ours */
static const char SUMMARY[] = "last_visit_summary";

enum {
	MONTH = 30 * 86400,
	SUMMARY_PAIRS = 3,
	SEEN_AFTER = 10 * 60, /* seconds: a device is noted no more often than this */
	DAY = 86400,          /* longer than its session lives, a device stays in the list */
};

/* What only this site can say of a password that is stored, and that changes with it. */
static const char *password_mark(const struct request *req, const char *salt,
	const char *password_hash)
{
	return signed_hex(req->arena, salt, db_secret(req->config.data, req->arena),
		password_hash);
}

/* A session of before a change is nobody's.  Django's get_session_auth_hash. */
static const char *session_hash(const struct request *req, const char *password_hash)
{
	return password_mark(req,
		"django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash", password_hash);
}

static const char *device_mark(const struct request *req, const struct user *user)
{
	return password_mark(req, "warung.known_device", user->password);
}

static int64_t session_id_number(struct request *req, const char *name)
{
	return text_number(session_get(req, name), INT64_MAX, 0);
}

static bool is_same_network(struct request *req, const struct device *device)
{
	return strcmp(address_network(req->arena, device->address),
		address_network(req->arena, req->address)) == 0;
}

/* Is it still the browser that signed in?  Staff must not even come from another address. */
static bool is_same(struct request *req, const struct user *user, const struct device *device)
{
	const char *hash = session_get(req, HASH);

	if (hash == NULL || !text_same_secret(hash, session_hash(req, user->password)))
		return false;
	return (!user->is_staff && !user->is_superuser) || is_same_network(req, device);
}

/* A session whose device, password or address is not the right one any more is forgotten. */
static const struct user *find_user(struct request *req)
{
	int64_t id = session_id_number(req, USER);
	struct device *device;
	const struct user *user;

	if (id == 0)
		return NULL;
	device = arena_alloc(req->arena, sizeof *device);
	user = device_find_user(req->db, id, session_id_number(req, DEVICE), device);
	if (user != NULL && !user->is_active)
		return NULL;
	if (user == NULL || !is_same(req, user, device)) {
		session_flush(req);
		return NULL;
	}
	req->device = device;
	return user;
}

const struct user *current_user(struct request *req)
{
	if (!req->user_known) {
		req->user = find_user(req);
		req->user_known = true;
	}
	return req->user;
}

/* What the browser was to the account does not stay when it signs in again. */
static void leave_device(struct request *req)
{
	int64_t id = session_id_number(req, USER);

	if (id != 0)
		device_delete(req->db, id, session_id_number(req, DEVICE));
}

/* A guest's session goes on under a new id; that of another account or older password does not. */
static void take_over_session(struct request *req, const char *id, const char *hash)
{
	const char *old_id = session_get(req, USER), *old_hash = session_get(req, HASH);

	if (old_id != NULL && strcmp(old_id, id) != 0)
		messages_forget(req);
	if (old_id != NULL &&
	    (strcmp(old_id, id) != 0 || old_hash == NULL || strcmp(old_hash, hash) != 0))
		session_flush(req);
	session_cycle_key(req);
	session_pop(req, RECOVERED);
	session_set(req, USER, id);
	session_set(req, HASH, hash);
}

static struct date device_expires(struct request *req, struct date now)
{
	return date_after(now, session_expiry_age(req) + DAY);
}

/* What the browser says of itself, as text that can be stored and shown. */
static const char *user_agent(struct request *req)
{
	const char *text = request_variable("HTTP_USER_AGENT");
	size_t length = text != NULL ? strlen(text) : 0;

	if (length > DEVICE_USER_AGENT_LONGEST)
		length = DEVICE_USER_AGENT_LONGEST;
	while (length > 0 && !text_valid(text, length))
		length--;
	return arena_copy(req->arena, text != NULL ? text : "", length);
}

static void add_device(struct request *req, int64_t user_id, struct date now)
{
	struct device *device = arena_alloc(req->arena, sizeof *device);
	uint64_t random;

	random_bytes((unsigned char *)&random, sizeof random);
	*device = (struct device){
		.id = (int64_t)(random >> 1), .signed_in = now, .last_seen = now,
		.expires = device_expires(req, now), .address = req->address,
		.last_address = req->address, .user_agent = user_agent(req),
	};
	device_insert(req->db, user_id, device);
	session_set(req, DEVICE, arena_integer(req->arena, device->id));
	req->device = device;
}

/* What the next visit may still know: who it was, and when. */
static void leave_summary(struct request *req, struct response *res, const struct user *user)
{
	struct pairs summary = { .arena = req->arena };
	struct buffer text = { 0 }, when = { 0 };

	date_json(&when, date_now());
	pairs_add(&summary, "name", user->username);
	pairs_add(&summary, "when", when.data);
	pairs_add(&summary, "mark", device_mark(req, user));
	pairs_encode(&summary, &text);
	signed_cookie_set(res, req, SUMMARY, SUMMARY, text.data, MONTH);
	buffer_free(&text);
	buffer_free(&when);
}

static struct pairs read_summary(const struct request *req)
{
	const char *text = signed_cookie_get(req, SUMMARY, SUMMARY, MONTH);
	struct pairs summary = { .arena = req->arena };

	if (text != NULL && !pairs_decode(&summary, text, strlen(text), SUMMARY_PAIRS))
		summary.count = 0;
	return summary;
}

const char *last_visitor(const struct request *req, struct date *when)
{
	struct pairs summary = read_summary(req);
	const char *date = pairs_get(&summary, "when");

	return date != NULL && date_parse(date, when) ? pairs_get(&summary, "name") : NULL;
}

bool login_is_known_device(struct request *req, const char *username)
{
	struct pairs summary = read_summary(req);
	const char *name = pairs_get(&summary, "name"), *mark = pairs_get(&summary, "mark");
	const struct user *user;

	if (name == NULL || mark == NULL || strcmp(name, username) != 0)
		return false;
	user = user_find_by_name(req->db, username);
	return user != NULL && text_same_secret(mark, device_mark(req, user));
}

void login(struct request *req, struct response *res, const struct user *user, bool remember)
{
	const char *id = arena_integer(req->arena, user->id);
	struct date now = date_now();
	struct buffer text = { 0 };

	leave_device(req);
	take_over_session(req, id, session_hash(req, user->password));
	session_set_expiry(req, remember ? SESSION_REMEMBERED_SECONDS : 0);
	add_device(req, user->id, now);
	csrf_rotate(req, res);
	user_signed_in(req->db, user->id, now);
	leave_summary(req, res, user);
	date_json(&text, now);
	response_cookie(res, req, (struct cookie){
		.name = "last_login", .value = text.data, .max_age = MONTH });
	buffer_free(&text);
	req->user = user;
	req->user_known = true;
}

void login_keep(struct request *req, struct response *res, const char *password_hash)
{
	struct user user = *req->user;

	user.password = password_hash;
	leave_summary(req, res, &user);
	device_delete_others(req->db, req->user->id, req->device->id);
	session_cycle_key(req);
	session_pop(req, RECOVERED);
	session_set(req, HASH, session_hash(req, password_hash));
	csrf_rotate(req, res);
}

void logout(struct request *req, struct response *res)
{
	const struct user *user = current_user(req);

	if (user != NULL) {
		leave_summary(req, res, user);
		leave_device(req);
		csrf_rotate(req, res);
		messages_forget(req);
	}
	session_flush(req);
	if (pairs_get(&req->cookies, "last_login") != NULL)
		response_cookie_delete(res, req, (struct cookie){ .name = "last_login" });
	req->user = NULL;
}

void login_forgot_password(struct request *req)
{
	session_set(req, RECOVERED, "1");
}

bool has_forgotten_password(struct request *req)
{
	return session_get(req, RECOVERED) != NULL;
}

bool device_is_noted(const struct request *req)
{
	const struct device *device = req->device;

	return req->user == NULL ||
		(date_now().us - device->last_seen.us <= SEEN_AFTER * DATE_SECOND &&
		 strcmp(device->last_address, req->address) == 0);
}

void device_note(struct request *req)
{
	struct date now = date_now();
	struct device device = *req->device;

	device.last_seen = now;
	device.last_address = req->address;
	device.expires = device_expires(req, now);
	db_write(req->db);
	device_seen(req->db, &device);
	db_commit(req->db);
}

void login_write(struct request *req)
{
	const struct user *before = req->user;

	db_write(req->db);
	req->user_known = false;
	if (before != NULL && (current_user(req) == NULL || req->user->id != before->id))
		fail(403, "%s was signed out meanwhile", before->username);
}

bool may(struct request *req, const char *permission)
{
	const struct user *user = current_user(req);

	return user != NULL && user_has_permission(req->db, user, permission);
}
