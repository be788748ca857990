/* Values that we give away signed, and the messages that travel in one of them. */
#include "visit.h"

#include <sodium.h>

#include "base/instant.h"
#include "db/create.h"
#include "session/messages.h"
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

static void test_messages_survive_a_redirect(void **state)
{
	const struct message *messages;
	size_t count;

	(void)state;
	come("");
	message(&visit.req, SUCCESS, "Your product “é;,&=” is on sale.");
	message(&visit.req, DEBUG, "unheard");
	message(&visit.req, INFO, "");
	message(&visit.req, ERROR, "second");
	messages_save(&visit.req, &visit.res);
	assert_non_null(strstr(cookie_set(&visit, "messages"), "; HttpOnly; Path=/; SameSite=Lax"));
	assert_null(strstr(cookie_set(&visit, "messages"), "Max-Age"));
	come(arena_printf(&arena, "messages=%s", given("messages")));
	messages = messages_take(&visit.req, &count);
	assert_int_equal(count, 2);
	assert_int_equal(messages[0].level, SUCCESS);
	assert_string_equal(messages[0].text, "Your product “é;,&=” is on sale.");
	assert_int_equal(messages[1].level, ERROR);
	assert_string_equal(messages[1].text, "second");
	messages_save(&visit.req, &visit.res);
	assert_non_null(strstr(cookie_set(&visit, "messages"), "Max-Age=0"));
}

static void test_messages_wait_until_they_are_taken(void **state)
{
	const char *cookie;
	size_t count;

	(void)state;
	come("");
	message(&visit.req, INFO, "one");
	messages_save(&visit.req, &visit.res);
	cookie = given("messages");
	come(arena_printf(&arena, "messages=%s", cookie));
	messages_save(&visit.req, &visit.res);
	assert_null(cookie_set(&visit, "messages"));
	message(&visit.req, INFO, "two");
	messages_save(&visit.req, &visit.res);
	come(arena_printf(&arena, "messages=%s", given("messages")));
	assert_string_equal(messages_take(&visit.req, &count)[1].text, "two");
	assert_int_equal(count, 2);
	assert_int_equal((messages_take(&visit.req, &count), count), 0);
}

/* What is said after the page has shown its messages comes on the next page. */
static void test_messages_after_the_page(void **state)
{
	size_t count;

	(void)state;
	come("");
	message(&visit.req, INFO, "now");
	assert_string_equal(messages_take(&visit.req, &count)[0].text, "now");
	message(&visit.req, INFO, "later");
	messages_save(&visit.req, &visit.res);
	come(arena_printf(&arena, "messages=%s", given("messages")));
	assert_string_equal(messages_take(&visit.req, &count)[0].text, "later");
	assert_int_equal(count, 1);
}

/* Said and shown on the same page: nothing is left behind. */
static void test_messages_of_this_page(void **state)
{
	size_t count;

	(void)state;
	come("");
	message(&visit.req, INFO, "now");
	messages_take(&visit.req, &count);
	messages_save(&visit.req, &visit.res);
	assert_null(visit.res.headers.data);
}

static void test_many_messages(void **state)
{
	const struct message *messages;
	const char *cookie;
	size_t count;

	(void)state;
	come("");
	for (int i = 0; i < 500; i++)
		message(&visit.req, INFO, arena_printf(&arena, "message number %d", i));
	messages_save(&visit.req, &visit.res);
	cookie = given("messages");
	assert_in_range(strlen(cookie), 1900, 2200);
	come(arena_printf(&arena, "messages=%s", cookie));
	messages = messages_take(&visit.req, &count);
	assert_in_range(count, 50, 100);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(messages[i].text,
			arena_printf(&arena, "message number %zu", 500 - count + i));
}

static void test_forged_messages(void **state)
{
	static const char *const cookies[] = { "", "x", "20=forged", "20=forged:1r31eq:signature",
		"\"\\000\"", NULL };
	size_t count;

	(void)state;
	for (const char *const *cookie = cookies; *cookie != NULL; cookie++) {
		come(arena_printf(&arena, "messages=%s", *cookie));
		messages_take(&visit.req, &count);
		assert_int_equal(count, 0);
		messages_save(&visit.req, &visit.res);
	}
}

static void test_message_tags(void **state)
{
	(void)state;
	assert_string_equal(message_tag(DEBUG), "debug");
	assert_string_equal(message_tag(INFO), "info");
	assert_string_equal(message_tag(SUCCESS), "success");
	assert_string_equal(message_tag(WARNING), "warning");
	assert_string_equal(message_tag(ERROR), "error");
	assert_string_equal(message_tag((enum message_level)21), "info");
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
		visiting(test_signed_cookies),
		visiting(test_signed_cookies_are_those_of_django),
		visiting(test_messages_survive_a_redirect),
		visiting(test_messages_wait_until_they_are_taken),
		visiting(test_messages_after_the_page),
		visiting(test_messages_of_this_page),
		visiting(test_many_messages),
		visiting(test_forged_messages),
		unit(test_message_tags),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
