/* Passwords: the rules for new ones, the stored hashes.  Who is asking: signing in and out. */
#include "visit.h"

#include <sys/resource.h>
#include <time.h>

#include "auth/login.h"
#include "auth/password.h"
#include "base/text.h"
#include "session/session.h"
#include "session/signed.h"

static struct visit visit;
static struct request *const req = &visit.req;

/* A letter for each rule that is broken, in the order in which they are told. */
static const char *broken(const char *password, const char *username)
{
	static const struct {
		char letter;
		const char *text;
	} rules[] = {
		{ 'u', "The password is too similar to the username." },
		{ 's', "This password is too short. It must contain at least 8 characters." },
		{ 'c', "This password is too common." },
		{ 'n', "This password is entirely numeric." },
	};
	const char *problems[PASSWORD_RULES];
	size_t count = password_problems(&arena, password, username, problems);
	char *letters = arena_alloc(&arena, count + 1);

	for (size_t i = 0; i < count; i++) {
		letters[i] = '?';
		for (size_t j = 0; j < sizeof rules / sizeof *rules; j++)
			if (strcmp(problems[i], rules[j].text) == 0)
				letters[i] = rules[j].letter;
	}
	return letters;
}

static void assert_all_break(const char *letters, const char *const *passwords,
	const char *username)
{
	for (; *passwords != NULL; passwords++) {
		const char *found = broken(*passwords, username);

		if (strcmp(found, letters) != 0)
			fail_msg("\"%s\" breaks \"%s\", not \"%s\"", *passwords, found, letters);
	}
}

static void test_common_passwords(void **state)
{
	static const char *const common[] = { "password", "PassWord1", "PassWord ",
		"          admin123          ", "\tpassword1\n", "iloveyou1",
		"qwertyuiop", "password123", "letmein1", "admin123", "sunshine1", "qwerty123",
		"ｐａｓｓｗｏｒｄ", NULL };
	static const char *const others[] = { "bobsmith-xyz-123", "correct horse battery",
		"Kopi-Gayo-72", "tr0ub4dor&3x", "xK9#mQ2v", "saya suka kopi",
		"くちなしの花は香る", NULL };

	(void)state;
	assert_all_break("c", common, "");
	assert_all_break("", others, "");
}

/* A long password is not judged by its first letters, nor for quadratic time. */
static void test_long_passwords(void **state)
{
	char password[PASSWORD_LONGEST + 1];
	clock_t begun = clock();

	(void)state;
	memset(password, 'a', PASSWORD_LONGEST);
	password[PASSWORD_LONGEST] = '\0';
	assert_string_equal(broken(password, "siti"), "");
	assert_true(clock() - begun < CLOCKS_PER_SEC);
	password[65] = '\0';
	assert_string_equal(broken(password, "siti"), "");
	password[64] = '\0';
	assert_string_equal(broken(password, "siti"), "c");
}

static void test_short_passwords(void **state)
{
	static const char *const short_ones[] = { "xK9#mQ2", "éK9#mQ2", "宝K9#mQ2", NULL };
	static const char *const long_enough[] = { "éK9#mQ2v", "宝K9#mQ2v", NULL };

	(void)state;
	assert_all_break("s", short_ones, "");
	assert_all_break("", long_enough, "");
}

/* Digits are those of every script, superscripts too: Python's isdigit. */
static void test_numeric_passwords(void **state)
{
	static const char *const common[] = { "12345678",
		"１２３４５６７８", "¹²³⁴⁵⁶⁷⁸", NULL };
	static const char *const rare[] = { "83920174665210", "٨٣٩٢٠١٧٤٦٦", NULL };
	static const char *const mixed[] = { "83920174665210x", "-83920174665210",
		"8392 0174665210", NULL };

	(void)state;
	assert_all_break("cn", common, "");
	assert_all_break("n", rare, "");
	assert_all_break("", mixed, "");
}

static void test_all_problems_are_told(void **state)
{
	(void)state;
	assert_string_equal(broken("1", "bob"), "scn");
	assert_string_equal(broken("1234567", "1234567"), "uscn");
	assert_string_equal(broken("        ", "bob"), "c");
	assert_string_equal(broken("", ""), "sc");
}

/* Seven of ten letters in common are too many, wherever they stand; six are not. */
static void test_similar_passwords(void **state)
{
	static const struct {
		const char *password, *username;
		bool similar;
	} cases[] = {
		{ "bobsmith1", "bobsmith", true },
		{ "smithbob", "bobsmith", true },
		{ "SMITHBOB", "bobsmith", true },
		{ "bobsmith1", "BOBSMITH", true },
		{ "bobsmith-xyz-123", "bobsmith", false },
		{ "dkfhvbzgqw", "dkfhvbzuxy", true },
		{ "dkfhvbpgqw", "dkfhvbzuxy", false },
		{ "zqzqzqzq", "zq", false },
		{ "kdfhvbzg", "kkkkkkkk", false },
		{ "smithbob", "x@bobsmith.example", true },
		{ "smithbob", "x.bobsmith+y", true },
		{ "smithbob", "bobsmith-", true },
		{ "smithbob", "x_bobsmith_longer_y", false },
		{ "ÉTIENNE-É", "étienne", true },
		{ "xK9#mQ2v", "", false },
		{ "xK9#mQ2v", "@.+-", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if ((strchr(broken(cases[i].password, cases[i].username), 'u') != NULL) !=
		    cases[i].similar)
			fail_msg("\"%s\", \"%s\"", cases[i].password, cases[i].username);
}

static void test_hashes(void **state)
{
	const char *one, *other;

	(void)state;
	one = password_hash(&arena, "lètmein");
	other = password_hash(&arena, "lètmein");
	assert_memory_equal(one, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_string_not_equal(one, other);
	assert_true(password_verify(one, "lètmein"));
	assert_true(password_verify(other, "lètmein"));
	assert_false(password_verify(one, "letmein"));
	assert_false(password_verify(one, "lètmein "));
	assert_false(password_verify(one, "Lètmein"));
	assert_false(password_verify(one, ""));
	assert_true(password_verify(password_hash(&arena, ""), ""));
}

/* From the tests of the reference implementation of Argon2. */
static void test_known_hash(void **state)
{
	static const char known[] = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
		"$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

	(void)state;
	assert_true(password_verify(known, "password"));
	assert_false(password_verify(known, "differentpassword"));
}

static void test_what_is_no_hash(void **state)
{
	static const char *const stored[] = { "", "!", "secret", "$argon2id$", "$argon2id$v=19$",
		"$argon2id$v=19$m=19456,t=2,p=1$", "$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA",
		"$argon2id$v=19$m=-1,t=2,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
		"!J1qRZ7K3YVtZQ0vL8cJm2nX6sW4pHbTgDdFyUoEi", NULL };

	(void)state;
	assert_false(password_verify(NULL, ""));
	assert_false(password_verify(NULL, "secret"));
	for (size_t i = 0; stored[i] != NULL; i++) {
		assert_false(password_verify(stored[i], "secret"));
		assert_false(password_verify(stored[i], stored[i]));
	}
}

/* The least processor time of some tries, which is the one that nothing disturbed. */
static clock_t time_of(const char *stored)
{
	clock_t least = 0;

	for (int i = 0; i < 4; i++) {
		clock_t begun = clock(), took;

		assert_false(password_verify(stored, "wrong"));
		took = clock() - begun;
		least = i == 0 || took < least ? took : least;
	}
	return least;
}

/* Whether a name exists must not be measurable. */
static void test_nobodys_password_takes_as_long(void **state)
{
	clock_t known, unknown, unusable;

	(void)state;
	known = time_of(password_hash(&arena, "secret"));
	unknown = time_of(NULL);
	unusable = time_of("!");
	assert_true(known / 2 < unknown && unknown / 2 < known);
	assert_true(known / 2 < unusable && unusable / 2 < known);
}

static void check_without_memory(void *stored)
{
	struct rlimit none = { 0, 0 };

	insist(setrlimit(RLIMIT_DATA, &none) == 0);
	fail_catch(&failure);
	failure.status = 0;
	if (setjmp(failure.at) == 0)
		password_verify(stored, "secret");
	insist(failure.status == 503);
}

/* No memory is not a wrong password. */
static void test_without_memory(void **state)
{
	(void)state;
	assert_well_done(start(check_without_memory,
		(void *)(uintptr_t)password_hash(&arena, "secret")));
}

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
		unit(test_common_passwords),
		unit(test_long_passwords),
		unit(test_short_passwords),
		unit(test_numeric_passwords),
		unit(test_all_problems_are_told),
		unit(test_similar_passwords),
		unit(test_hashes),
		unit(test_known_hash),
		unit(test_what_is_no_hash),
		unit(test_nobodys_password_takes_as_long),
		unit(test_without_memory),
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
