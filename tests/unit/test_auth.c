/* Who is asking: signing in and out. */
#include "visit.h"

#include "auth/login.h"
#include "session/session.h"
#include "session/signed.h"

static struct visit visit;
static struct request *const req = &visit.req;

/* What the browser has, kept from one visit to the next. */
static const char *sessionid;

/* The value of a cookie that is deleted. */
#define GONE "\"\""

/* A visit with what the browser has; it is the one under way. */
static void come(const char *method)
{
	visit_begin(&visit, ENVIRONMENT(arena_printf(&arena, "REQUEST_METHOD=%s", method),
		"SCRIPT_NAME=/cgi-bin/login", "CONTENT_LENGTH=0",
		arena_printf(&arena, "HTTP_COOKIE=last_login=x; sessionid=%s", sessionid)));
}

static const char *value_of_cookie(const char *name)
{
	const char *cookie = cookie_set(&visit, name);

	return cookie != NULL ? arena_copy(&arena, cookie, strcspn(cookie, ";")) : NULL;
}

static void go(void)
{
	session_prepare(req, &visit.res);
	db_commit(&visit.db);
	session_save(req);
	session_close(req);
	if (value_of_cookie("sessionid") != NULL)
		sessionid = value_of_cookie("sessionid");
	db_close(&visit.db);
}

/* Two accounts, siti and budi, and a guest with something in the cart. */
static int signing_begin(void **state)
{
	int result = visiting_begin(state);

	sessionid = "";
	come("POST");
	user_insert(&visit.db, "siti", "hash of siti");
	user_insert(&visit.db, "budi", "hash of budi");
	session_set(req, "cart.kopi", "3");
	go();
	return result;
}

#define signing(function) \
	cmocka_unit_test_setup_teardown(function, signing_begin, visiting_end)

static void sign_in(const char *username, bool remember)
{
	come("POST");
	login(req, &visit.res, user_find_by_name(&visit.db, username), remember);
	assert_string_equal(current_user(req)->username, username);
}

/* Who asks now, "" for nobody. */
static const char *visitor(void)
{
	const struct user *user;

	come("GET");
	user = current_user(req);
	assert_ptr_equal(current_user(req), user);
	go();
	return user != NULL ? user->username : "";
}

static const char *cart(void)
{
	const char *quantity;

	come("GET");
	quantity = session_get(req, "cart.kopi");
	go();
	return quantity;
}

static void run(const char *sql)
{
	come("POST");
	db_run(&visit.db, sql, BIND_NOTHING);
	go();
}

static void test_a_guest_costs_nothing(void **state)
{
	(void)state;
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=GET"));
	assert_null(current_user(req));
	assert_null(visit.db.handle);
	go();
	assert_null(cookie_set(&visit, "sessionid"));
	assert_string_equal(visitor(), "");
}

static void test_login(void **state)
{
	const char *guest = sessionid;

	(void)state;
	sign_in("siti", false);
	go();
	assert_string_equal(strchr(cookie_set(&visit, "sessionid"), ';'),
		"; HttpOnly; Path=/; SameSite=Lax");
	assert_int_equal(strlen(value_of_cookie("csrftoken")), 32);
	assert_non_null(strstr(cookie_set(&visit, "last_login"), "; Max-Age=2592000"));
	assert_string_not_equal(sessionid, guest);
	assert_string_equal(visitor(), "siti");
	assert_string_equal(cart(), "3");
	sessionid = guest;
	assert_null(cart());
	assert_string_equal(visitor(), "");
}

static void test_login_is_noted(void **state)
{
	struct statement rows;

	(void)state;
	sign_in("siti", false);
	go();
	come("GET");
	rows = db_query(&visit.db, "SELECT last_login FROM user ORDER BY username", BIND_NOTHING);
	assert_true(db_next(&rows));
	assert_null(db_text(&rows, 0));
	assert_true(db_next(&rows));
	assert_in_range(date_now().us - db_integer(&rows, 0), 0, 60000000);
	db_finish(&rows);
	go();
}

static void test_remembered_login(void **state)
{
	(void)state;
	sign_in("siti", true);
	go();
	assert_non_null(strstr(cookie_set(&visit, "sessionid"), "; Max-Age=2592000;"));
	assert_string_equal(visitor(), "siti");
}

/* The session goes on under a new id. */
/* The session goes on, but under another id, as at every login. */
static void test_same_account_again(void **state)
{
	const char *first;

	(void)state;
	sign_in("siti", false);
	go();
	first = sessionid;
	sign_in("siti", false);
	go();
	assert_string_not_equal(sessionid, first);
	assert_string_equal(cart(), "3");
	sessionid = first;
	assert_null(cart());
}

/* Not even one with the same password goes on with it. */
static void test_another_account(void **state)
{
	const char *first;

	(void)state;
	run("UPDATE user SET password = 'hash of both'");
	sign_in("siti", false);
	go();
	first = sessionid;
	sign_in("budi", false);
	go();
	assert_string_not_equal(sessionid, first);
	assert_string_equal(visitor(), "budi");
	assert_null(cart());
	sessionid = first;
	assert_string_equal(visitor(), "");
}

/* Every other session of an account ends with its password. */
static void test_changed_password(void **state)
{
	const char *first;

	(void)state;
	sign_in("siti", false);
	go();
	first = sessionid;
	run("UPDATE user SET password = 'new' WHERE username = 'siti'");
	assert_string_equal(visitor(), "");
	assert_string_equal(sessionid, GONE);
	sessionid = first;
	assert_null(cart());
	sign_in("siti", false);
	go();
	assert_string_equal(visitor(), "siti");
}

static void test_same_account_after_a_changed_password(void **state)
{
	const char *first;

	(void)state;
	sign_in("siti", false);
	go();
	first = sessionid;
	run("UPDATE user SET password = 'new' WHERE username = 'siti'");
	sign_in("siti", false);
	go();
	assert_string_not_equal(sessionid, first);
	assert_string_equal(visitor(), "siti");
	assert_null(cart());
}

/* The session itself stays: the account may come back. */
static void test_account_that_is_no_more(void **state)
{
	(void)state;
	sign_in("siti", false);
	go();
	run("UPDATE user SET is_active = 0 WHERE username = 'siti'");
	assert_string_equal(visitor(), "");
	assert_string_equal(cart(), "3");
	run("UPDATE user SET is_active = 1 WHERE username = 'siti'");
	assert_string_equal(visitor(), "siti");
	run("DELETE FROM user WHERE username = 'siti'");
	assert_string_equal(visitor(), "");
}

/* A session that names an account without its hash, or the other's, is nobody's. */
static void test_session_without_the_right_hash(void **state)
{
	static const char *const ids[] = { "1", "-1", "x", "", "99999999999999999999", NULL };

	(void)state;
	for (size_t i = 0; ids[i] != NULL; i++) {
		come("POST");
		session_set(req, "_auth_user_id", ids[i]);
		go();
		assert_string_equal(visitor(), "");
	}
	sign_in("budi", false);
	go();
	come("POST");
	session_set(req, "_auth_user_id", "1");
	go();
	assert_string_equal(visitor(), "");
}

static void test_logout(void **state)
{
	const char *first, *summary;
	struct pairs said = { .arena = &arena };

	(void)state;
	sign_in("siti", true);
	go();
	first = sessionid;
	come("POST");
	logout(req, &visit.res);
	assert_null(current_user(req));
	go();
	summary = value_of_cookie("last_visit_summary");
	assert_non_null(strstr(cookie_set(&visit, "last_visit_summary"), "; Max-Age=2592000"));
	assert_string_equal(value_of_cookie("last_login"), GONE);
	assert_non_null(strstr(cookie_set(&visit, "last_login"), "; Max-Age=0"));
	assert_non_null(strstr(cookie_set(&visit, "sessionid"), "; Max-Age=0"));
	assert_string_equal(sessionid, GONE);
	sessionid = first;
	assert_string_equal(visitor(), "");
	assert_null(cart());

	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=GET",
		arena_printf(&arena, "HTTP_COOKIE=last_visit_summary=%s", summary)));
	summary = signed_cookie_get(req, "last_visit_summary", "last_visit_summary", 60);
	assert_non_null(summary);
	assert_true(pairs_decode(&said, summary, strlen(summary), 9));
	assert_string_equal(pairs_get(&said, "name"), "siti");
	assert_non_null(pairs_get(&said, "when"));
	go();
}

/* Nobody who signs out leaves nothing behind, above all no session. */
static void test_logout_of_nobody(void **state)
{
	(void)state;
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", "CONTENT_LENGTH=0"));
	logout(req, &visit.res);
	go();
	assert_null(cookie_set(&visit, "sessionid"));
	assert_null(cookie_set(&visit, "last_login"));
	assert_null(cookie_set(&visit, "last_visit_summary"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		signing(test_a_guest_costs_nothing),
		signing(test_login),
		signing(test_login_is_noted),
		signing(test_remembered_login),
		signing(test_same_account_again),
		signing(test_another_account),
		signing(test_changed_password),
		signing(test_same_account_after_a_changed_password),
		signing(test_account_that_is_no_more),
		signing(test_session_without_the_right_hash),
		signing(test_logout),
		signing(test_logout_of_nobody),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
