/* Values that we give away signed. */
#include "visit.h"

#include <sodium.h>

#include "base/instant.h"
#include "db/create.h"
#include "session/signed.h"

static const int64_t THEN = 1700000000;
static struct visit visit;

/* Django's own results, for SECRET_KEY = "secret". */
static void test_signatures_are_those_of_django(void **state)
{
	(void)state;
	assert_string_equal(signed_make(&arena, "secret", "django.contrib.sessions.SessionStore",
		"eyJhIjoiMSJ9", THEN),
		"eyJhIjoiMSJ9:1r31eq:Ag11-me9f6RGou1g7vZ31J4MDfbuA_SSJl5pnRERpdw");
	assert_string_equal(signed_make(&arena, "django.http.cookiessecret",
		"django.http.cookies.v2:18:restaurant-loyaltyloyalty_level", "Gold", THEN),
		"Gold:1r31eq:c9_ZPiWHgdqw-xOEB8dggccNld5CQUd81A4Hn133su8");
	assert_string_equal(signed_make(&arena, "django.http.cookiessecret",
		"loyalty_levelrestaurant-loyalty", "Gold", THEN),
		"Gold:1r31eq:Se1pkTZolfF0nCYgxFnajU_4RL58szvQrWlndaQBwkY");
}

static void test_hmac_is_that_of_django(void **state)
{
	unsigned char hash[32];
	char hex[65];

	(void)state;
	signed_hmac(hash, "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash",
		"secret", "pbkdf2_sha256$1$s$h");
	assert_string_equal(sodium_bin2hex(hex, sizeof hex, hash, sizeof hash),
		"adba71d9a77392fee364d06638367d93b5818a605574763d5833bad148d035f5");
}

static const char *read_at(const char *text, int64_t max_age, int64_t now)
{
	return signed_read(&arena, "key", "salt", text, max_age, now);
}

static void test_values_come_back(void **state)
{
	static const char *const values[] = { "", "Gold", "a:b:c", ":", "é \n\"", "1r31eq", NULL };

	(void)state;
	for (const char *const *value = values; *value != NULL; value++) {
		const char *text = signed_make(&arena, "key", "salt", *value, THEN);

		assert_memory_equal(text, *value, strlen(*value));
		assert_string_equal(read_at(text, 0, THEN), *value);
	}
}

static void test_values_grow_old(void **state)
{
	const char *text = signed_make(&arena, "key", "salt", "v", THEN);

	(void)state;
	assert_string_equal(read_at(text, 60, THEN + 60), "v");
	assert_null(read_at(text, 60, THEN + 61));
	assert_null(read_at(text, 0, THEN + 1));
	assert_string_equal(read_at(text, 60, THEN - 1), "v"); /* the clock was set back */
	text = signed_make(&arena, "key", "salt", "v", 0);
	assert_string_equal(read_at(text, INT64_MAX, THEN), "v");
}

/* Whatever is changed, it is noticed. */
static void test_values_cannot_be_changed(void **state)
{
	const char *text = signed_make(&arena, "key", "salt", "Gold", THEN);

	(void)state;
	for (size_t at = 0; at < strlen(text); at++) {
		char *changed = arena_string(&arena, text);

		for (int bit = 0; bit < 8; bit++) {
			changed[at] = (char)(text[at] ^ 1 << bit);
			assert_null(read_at(changed, 60, THEN));
		}
		changed[at] = '\0';
		assert_null(read_at(changed, 60, THEN));
		assert_null(read_at(text + at + 1, 60, THEN));
	}
	assert_null(read_at(arena_printf(&arena, "%s=", text), 60, THEN));
	assert_null(read_at(arena_printf(&arena, "%s:", text), 60, THEN));
	assert_null(read_at(arena_printf(&arena, "x%s", text), 60, THEN));
	assert_null(read_at("Gold", 60, THEN));
	assert_null(read_at("Gold:1r31eq", 60, THEN));
	assert_null(read_at("Gold:1r31eq:", 60, THEN));
}

static void test_values_belong_to_key_and_salt(void **state)
{
	const char *text = signed_make(&arena, "key", "salt", "Gold", THEN);

	(void)state;
	assert_null(signed_read(&arena, "key2", "salt", text, 60, THEN));
	assert_null(signed_read(&arena, "key", "salt2", text, 60, THEN));
	assert_null(signed_read(&arena, "", "saltkey", text, 60, THEN));
}

/* The signature alone does not make a time. */
static void test_times_are_checked(void **state)
{
	static const char *const times[] = { "", "-1", "1r31e_", "ZZZZZZZZZZ", "1r31eq ", NULL };

	(void)state;
	assert_null(read_at("", 60, THEN));
	assert_null(read_at(":", 60, THEN));
	assert_null(read_at("::", 60, THEN));
	for (const char *const *time = times; *time != NULL; time++) {
		const char *stamped = arena_printf(&arena, "Gold:%s", *time);
		const char *text = signed_make(&arena, "key", "salt", stamped, THEN);
		unsigned char hash[32];
		char signature[64];

		signed_hmac(hash, "saltsigner", "key", stamped);
		sodium_bin2base64(signature, sizeof signature, hash, sizeof hash,
			sodium_base64_VARIANT_URLSAFE_NO_PADDING);
		assert_null(read_at(arena_printf(&arena, "%s:%s", stamped, signature), 60, THEN));
		assert_string_equal(read_at(text, 60, THEN), stamped);
	}
}

/* The value of a cookie that the last visit set. */
static const char *given(const char *name)
{
	const char *cookie = cookie_set(&visit, name);

	assert_non_null(cookie);
	return arena_copy(&arena, cookie, strcspn(cookie, ";"));
}

static void come(const char *cookies)
{
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=GET",
		arena_printf(&arena, "HTTP_COOKIE=%s", cookies)));
}

/* How long a browser keeps it and how old it may be when it is read are two things. */
static void test_two_ages(void **state)
{
	const char *key, *salt = "django.http.cookies.v2:4:saltname";
	int64_t now = date_now().us / 1000000;

	(void)state;
	come("");
	signed_cookie_set(&visit.res, &visit.req, "name", "salt", "v", 1);
	assert_non_null(strstr(cookie_set(&visit, "name"), "; Max-Age=1; "));
	key = arena_printf(&arena, "django.http.cookies%s", db_secret(folder, &arena));
	come(arena_printf(&arena, "name=%s", signed_make(&arena, key, salt, "v", now - 1000)));
	assert_string_equal(signed_cookie_get(&visit.req, "name", "salt", 1010), "v");
	assert_null(signed_cookie_get(&visit.req, "name", "salt", 990));
}

/* One with the old salt, in which name and salt run together, is none. */
static void test_old_salts(void **state)
{
	const char *key, *old;

	(void)state;
	come("");
	key = arena_printf(&arena, "django.http.cookies%s", db_secret(folder, &arena));
	old = signed_make(&arena, key, "namesalt", "v", date_now().us / 1000000);
	come(arena_printf(&arena, "name=%s", old));
	assert_null(signed_cookie_get(&visit.req, "name", "salt", 60));
}

static void test_signed_cookies(void **state)
{
	const char *value = "a b;\"é", *cookie;

	(void)state;
	come("");
	assert_null(signed_cookie_get(&visit.req, "name", "salt", 60));
	signed_cookie_set(&visit.res, &visit.req, "name", "salt", value, 3600);
	assert_non_null(strstr(cookie_set(&visit, "name"), "; Max-Age=3600; HttpOnly;"));
	cookie = given("name");
	come(arena_printf(&arena, "name=%s; other=%s; empty=; bad=Gold:1r31eq:c9_ZPiWHgdqw",
		cookie, cookie));
	assert_string_equal(signed_cookie_get(&visit.req, "name", "salt", 60), value);
	assert_null(signed_cookie_get(&visit.req, "other", "salt", 60));
	assert_null(signed_cookie_get(&visit.req, "name", "tlas", 60));
	assert_null(signed_cookie_get(&visit.req, "empty", "salt", 60));
	assert_null(signed_cookie_get(&visit.req, "bad", "salt", 60));
	assert_null(signed_cookie_get(&visit.req, "name", "salt", -1));
}

/* With the key of the installation, and the name and the salt kept apart by a length. */
static void test_signed_cookies_are_those_of_django(void **state)
{
	const char *key, *value;

	(void)state;
	come("");
	signed_cookie_set(&visit.res, &visit.req, "bc", "a", "v", 0);
	key = arena_printf(&arena, "django.http.cookies%s", db_secret(folder, &arena));
	value = given("bc");
	assert_string_equal(signed_read(&arena, key, "django.http.cookies.v2:1:abc", value, 10,
		date_now().us / 1000000), "v");
	come(arena_printf(&arena, "c=%s", value));
	assert_null(signed_cookie_get(&visit.req, "c", "ab", 10));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_signatures_are_those_of_django),
		unit(test_hmac_is_that_of_django),
		unit(test_values_come_back),
		unit(test_values_grow_old),
		unit(test_values_cannot_be_changed),
		unit(test_values_belong_to_key_and_salt),
		unit(test_times_are_checked),
		visiting(test_two_ages),
		visiting(test_old_salts),
		visiting(test_signed_cookies),
		visiting(test_signed_cookies_are_those_of_django),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
