/* Messages: none is lost, none is shown twice, and nobody else sees them. */
#include "visit.h"

#include "db/create.h"
#include "session/messages.h"
#include "session/session.h"

static struct visit visit;
static struct pairs jar;   /* the cookies that the browser has */

static void come_with(const char *method)
{
	const char *cookies = "";

	for (size_t i = 0; i < jar.count; i++)
		cookies = arena_printf(&arena, "%s%s=%s; ", cookies, jar.pair[i].name,
			jar.pair[i].value);
	visit_begin(&visit, ENVIRONMENT(arena_printf(&arena, "REQUEST_METHOD=%s", method),
		arena_printf(&arena, "HTTP_COOKIE=%s", cookies)));
}

static void come(void)
{
	come_with("GET");
}

static void come_first(void)
{
	jar = (struct pairs){ .arena = &arena };
	db_create(folder, &arena);
	come();
}

/* Browsers keep and forget cookies as they are told. */
static void take_cookie(const char *name)
{
	const char *line = cookie_set(&visit, name);

	if (line == NULL)
		return;
	if (strstr(line, "; Max-Age=0;") != NULL)
		pairs_remove(&jar, name);
	else
		pairs_set(&jar, name, arena_copy(&arena, line, strcspn(line, ";")));
}

static void leave(void)
{
	messages_save(&visit.req, &visit.res);
	session_prepare(&visit.req, &visit.res);
	session_save(&visit.req);
	take_cookie("messages");
	take_cookie("sessionid");
}

static void say(int count, int from)
{
	for (int i = from; i < from + count; i++)
		message(&visit.req, INFO, arena_printf(&arena, "message number %d", i));
}

/* The page shows these numbers, in order. */
static void assert_said(size_t count, size_t from)
{
	size_t taken;
	const struct message *messages = messages_take(&visit.req, &taken);

	assert_int_equal(taken, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(messages[i].text,
			arena_printf(&arena, "message number %zu", from + i));
}

static void assert_nothing_left(void)
{
	come();
	assert_said(0, 0);
	assert_null(session_get(&visit.req, "_messages"));
	assert_null(pairs_get(&jar, "messages"));
}

static void test_messages_survive_a_redirect(void **state)
{
	const struct message *messages;
	size_t count;

	(void)state;
	come_first();
	message(&visit.req, SUCCESS, "Your product “é;,&=” is on sale.");
	message(&visit.req, DEBUG, "unheard");
	message(&visit.req, INFO, "");
	message(&visit.req, ERROR, "second");
	leave();
	assert_non_null(strstr(cookie_set(&visit, "messages"), "; HttpOnly; Path=/; SameSite=Lax"));
	assert_null(strstr(cookie_set(&visit, "messages"), "Max-Age"));
	come();
	messages = messages_take(&visit.req, &count);
	assert_int_equal(count, 2);
	assert_int_equal(messages[0].level, SUCCESS);
	assert_string_equal(messages[0].text, "Your product “é;,&=” is on sale.");
	assert_int_equal(messages[1].level, ERROR);
	assert_string_equal(messages[1].text, "second");
	leave();
	assert_non_null(strstr(cookie_set(&visit, "messages"), "Max-Age=0"));
	assert_true(visit.res.varies_by_cookie);
	assert_nothing_left();
}

static void test_messages_wait_until_they_are_taken(void **state)
{
	(void)state;
	come_first();
	say(1, 0);
	leave();
	come();
	leave();
	assert_null(cookie_set(&visit, "messages"));
	assert_false(visit.res.varies_by_cookie);
	come_with("POST");
	say(2, 1);
	leave();
	come();
	assert_said(3, 0);
	assert_said(0, 0);
	leave();
	assert_nothing_left();
}

/* What is said after the page has shown its messages comes on the next page. */
static void test_messages_after_the_page(void **state)
{
	(void)state;
	come_first();
	say(1, 0);
	assert_said(1, 0);
	say(1, 1);
	leave();
	come();
	assert_said(1, 1);
	leave();
	assert_nothing_left();
}

/* Said and shown on the same page: nothing is left behind. */
static void test_messages_of_this_page(void **state)
{
	(void)state;
	come_first();
	say(300, 0);
	assert_said(300, 0);
	leave();
	assert_null(visit.res.headers.data);
	assert_null(visit.req.session);
}

static void test_many_messages(void **state)
{
	(void)state;
	come_first();
	say(200, 0);
	leave();
	assert_in_range(strlen(pairs_get(&jar, "messages")), 1990, 2048 + 55);
	come();
	leave();
	assert_null(visit.req.session);
	come();
	assert_said(200, 0);
	leave();
	assert_nothing_left();
}

/* What comes later goes behind what waits, wherever that is. */
static void test_more_and_more_messages(void **state)
{
	static const char *const methods[] = { "POST", "GET" };

	(void)state;
	come_first();
	for (int i = 0; i < 30; i++) {
		say(7, 7 * i);
		leave();
		come_with(methods[i % 2]);
	}
	assert_said(210, 0);
	say(100, 1000);
	leave();
	come();
	assert_said(100, 1000);
	say(1, 0);
	leave();
	come();
	assert_null(session_get(&visit.req, "_messages"));
	assert_said(1, 0);
	leave();
	assert_nothing_left();
}

/* "20=" and letters: up to 2048 bytes they need no session. */
static void test_the_cookie_is_filled(void **state)
{
	size_t count;

	(void)state;
	for (size_t length = 2044; length < 2048; length++) {
		come_first();
		message(&visit.req, INFO, letters(length));
		leave();
		assert_int_equal(visit.req.session != NULL, 3 + length > 2048);
		come();
		assert_string_equal(messages_take(&visit.req, &count)->text, letters(length));
		assert_int_equal(count, 1);
		leave();
		assert_nothing_left();
	}
	for (size_t length = 2020; length < 2048; length++) {
		const struct message *messages;

		come_first();
		message(&visit.req, INFO, letters(length));
		message(&visit.req, ERROR, "second");
		message(&visit.req, INFO, letters(3000));
		leave();
		assert_in_range(strlen(pairs_get(&jar, "messages")), 0, 2048 + 55);
		come();
		messages = messages_take(&visit.req, &count);
		assert_int_equal(count, 3);
		assert_string_equal(messages[0].text, letters(length));
		assert_string_equal(messages[1].text, "second");
		assert_int_equal(messages[1].level, ERROR);
		assert_string_equal(messages[2].text, letters(3000));
	}
}

/* The session is not read for nothing. */
static void test_the_session_is_left_alone(void **state)
{
	(void)state;
	come_first();
	session_set(&visit.req, "_messages", "20=not%20announced");
	leave();
	come();
	assert_said(0, 0);
	leave();
	assert_null(visit.req.session);
	come();
	say(3, 0);
	leave();
	assert_null(visit.req.session);
	come();
	assert_said(3, 0);
	leave();
	assert_null(visit.req.session);
}

/* Caches must know that a page without messages might have had some. */
static void test_pages_vary(void **state)
{
	(void)state;
	come_first();
	assert_said(0, 0);
	leave();
	assert_true(visit.res.varies_by_cookie);
	assert_null(visit.res.headers.data);
}

/* A session ends, by itself or when somebody signs out: the cookie's messages are all there are. */
static void test_the_session_is_gone(void **state)
{
	const struct message *messages;
	size_t count;

	(void)state;
	come_first();
	say(200, 0);
	leave();
	pairs_remove(&jar, "sessionid");
	come();
	messages = messages_take(&visit.req, &count);
	assert_in_range(count, 50, 100);
	assert_string_equal(messages[count - 1].text,
		arena_printf(&arena, "message number %zu", count - 1));
	leave();
	assert_nothing_left();

	come_first();
	message(&visit.req, INFO, letters(3000));
	leave();
	pairs_remove(&jar, "sessionid");
	come();
	assert_said(0, 0);
	leave();
	assert_nothing_left();
}

static void test_there_is_an_end(void **state)
{
	const struct message *messages;
	size_t count, bytes = 0;

	(void)state;
	come_first();
	say(MESSAGES_MOST, 0);
	leave();
	come();
	say(200, MESSAGES_MOST);
	leave();
	come();
	assert_said(MESSAGES_MOST, 200);

	come_first();
	for (int i = 0; i < 900; i++)
		message(&visit.req, INFO, arena_printf(&arena, "%d %s", i, letters(1000)));
	leave();
	come();
	messages = messages_take(&visit.req, &count);
	for (size_t i = 0; i < count; i++) {
		bytes += strlen(messages[i].text);
		assert_int_equal(atoi(messages[i].text), 900 - count + i);
	}
	assert_in_range(bytes, MESSAGES_BYTES - 1100, MESSAGES_BYTES);
}

/* Nobody sees what was said to somebody else. */
/* In a session of 3840 bytes the older ones make room, and no page is refused for their sake. */
static void test_little_room(void **state)
{
	const struct message *messages;
	size_t count;

	(void)state;
	come_first();
	for (int i = 0; i < 300; i++) {
		come_with("POST");
		visit.req.config.session_store = "cookie";
		say(1, i);
		leave();
	}
	come();
	visit.req.config.session_store = "cookie";
	messages = messages_take(&visit.req, &count);
	assert_in_range(count, 100, 299);
	assert_string_equal(messages[0].text, "message number 0");
	assert_string_equal(messages[count - 1].text, "message number 299");
}

static void test_messages_are_forgotten(void **state)
{
	(void)state;
	for (int count = 0; count <= 200; count += 100) {
		come_first();
		say(count, 0);
		leave();
		come_with("POST");
		messages_forget(&visit.req);
		leave();
		assert_nothing_left();

		come_first();
		say(count, 0);
		leave();
		come_with("POST");
		messages_forget(&visit.req);
		session_flush(&visit.req);
		say(1, 7);
		leave();
		come();
		assert_said(1, 7);
		leave();
		assert_nothing_left();
	}
}

static void test_garbage(void **state)
{
	static const char *const cookies[] = { "x", "20=forged", "20=forged:1r31eq:signature",
		"\"20=a&more=\"", "more=", "\"\\001\"", "::", NULL };

	(void)state;
	for (const char *const *cookie = cookies; *cookie != NULL; cookie++) {
		come_first();
		pairs_add(&jar, "messages", *cookie);
		come();
		assert_said(0, 0);
		leave();
		assert_nothing_left();

		pairs_add(&jar, "messages", *cookie);
		come();
		say(1, 0);
		leave();
		come();
		assert_said(1, 0);
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
		visiting(test_messages_survive_a_redirect),
		visiting(test_messages_wait_until_they_are_taken),
		visiting(test_messages_after_the_page),
		visiting(test_messages_of_this_page),
		visiting(test_many_messages),
		visiting(test_more_and_more_messages),
		visiting(test_the_cookie_is_filled),
		visiting(test_the_session_is_left_alone),
		visiting(test_pages_vary),
		visiting(test_the_session_is_gone),
		visiting(test_there_is_an_end),
		visiting(test_little_room),
		visiting(test_messages_are_forgotten),
		visiting(test_garbage),
		unit(test_message_tags),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
