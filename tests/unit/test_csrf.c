/* Forged requests: what Django refuses, in its words, and what it lets pass. */
#include "visit.h"

#include "session/csrf.h"

#define SECRET "abcdefghijklmnopqrstuvwxyzABCDEF"
#define OTHER "bbcdefghijklmnopqrstuvwxyzABCDEF"

static struct visit visit;

static void test_mask(void **state)
{
	static const char secret[] = "aB9zzzzzzzzzzzzzzzzzzzzzzzzzzzzz";
	static const char mask[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
	char token[CSRF_TOKEN_LENGTH + 1], back[CSRF_SECRET_LENGTH + 1];

	(void)state;
	csrf_mask(token, secret, mask);
	assert_memory_equal(token, mask, CSRF_SECRET_LENGTH);
	assert_string_equal(token + CSRF_SECRET_LENGTH, "bCaAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	csrf_unmask(back, token);
	assert_string_equal(back, secret);
}

static const char *masked(const char *secret)
{
	char *token = arena_alloc(&arena, CSRF_TOKEN_LENGTH + 1);

	csrf_mask(token, secret, "Z9a8Y7b6X5c4W3d2V1e0UfTgShRiQjPk");
	return token;
}

/* Why a POST is refused that comes with this cookie, field and header (NULL: not there). */
static const char *problem_with(const char *cookie, const char *field, const char *header,
	const char *const *more)
{
	const char *variables[8] = { "REQUEST_METHOD=POST", "HTTP_HOST=testserver" };
	size_t count = 2;

	if (cookie != NULL)
		variables[count++] = arena_printf(&arena, "HTTP_COOKIE=csrftoken=%s", cookie);
	if (header != NULL)
		variables[count++] = arena_printf(&arena, "HTTP_X_CSRFTOKEN=%s", header);
	while (*more != NULL)
		variables[count++] = *more++;
	visit_begin(&visit, variables);
	if (field != NULL)
		pairs_add(&visit.req.form, "csrfmiddlewaretoken", field);
	return csrf_problem(&visit.req);
}

static const char *problem(const char *cookie, const char *field, const char *header)
{
	return problem_with(cookie, field, header, &(const char *){ NULL });
}

/* The same for a good cookie and field, in a request with these variables. */
#define problem_of(...) problem_with(SECRET, SECRET, NULL, ENVIRONMENT(__VA_ARGS__))

/* It is the same whether the cookie has it plain or masked; what is no secret is none. */
static void test_secret(void **state)
{
	static const char *const others[] = { "", "short", SECRET "x", OTHER SECRET "x",
		"-bcdefghijklmnopqrstuvwxyzABCDEF" };

	(void)state;
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=GET"));
	assert_string_equal(csrf_secret(&visit.req), "");
	csrf_token(&visit.req, &visit.res);
	assert_string_equal(csrf_secret(&visit.req), pairs_get(&visit.req.cookies, "csrftoken"));
	pairs_set(&visit.req.cookies, "csrftoken", SECRET);
	assert_string_equal(csrf_secret(&visit.req), SECRET);
	pairs_set(&visit.req.cookies, "csrftoken", masked(SECRET));
	assert_string_equal(csrf_secret(&visit.req), SECRET);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		pairs_set(&visit.req.cookies, "csrftoken", others[i]);
		assert_string_equal(csrf_secret(&visit.req), "");
	}
}

static void test_all_combinations_pass(void **state)
{
	(void)state;
	for (int i = 0; i < 8; i++) {
		const char *cookie = i & 1 ? masked(SECRET) : SECRET;
		const char *token = i & 2 ? masked(SECRET) : SECRET;

		assert_null(problem(cookie, i & 4 ? token : NULL, i & 4 ? NULL : token));
		assert_non_null(problem(cookie, i & 4 ? OTHER : NULL, i & 4 ? NULL : OTHER));
	}
}

static void test_reasons(void **state)
{
	static const struct {
		const char *cookie, *field, *header, *reason;
	} cases[] = {
		{ NULL, SECRET, SECRET, "CSRF cookie not set." },
		{ "", SECRET, NULL, "CSRF cookie has incorrect length." },
		{ SECRET "x", SECRET, NULL, "CSRF cookie has incorrect length." },
		{ SECRET SECRET "x", SECRET, NULL, "CSRF cookie has incorrect length." },
		{ "-bcdefghijklmnopqrstuvwxyzABCDEF", SECRET, NULL,
			"CSRF cookie has invalid characters." },
		{ SECRET, NULL, NULL, "CSRF token missing." },
		{ SECRET, "", NULL, "CSRF token missing." },
		{ SECRET, NULL, "",
			"CSRF token from the 'X-Csrftoken' HTTP header has incorrect length." },
		{ SECRET, "abc", NULL, "CSRF token from POST has incorrect length." },
		{ SECRET, NULL, "abc",
			"CSRF token from the 'X-Csrftoken' HTTP header has incorrect length." },
		{ SECRET, "*bcdefghijklmnopqrstuvwxyzABCDEF", NULL,
			"CSRF token from POST has invalid characters." },
		{ SECRET, NULL, "*bcdefghijklmnopqrstuvwxyzABCDEF",
			"CSRF token from the 'X-Csrftoken' HTTP header has invalid characters." },
		{ SECRET, OTHER, NULL, "CSRF token from POST incorrect." },
		{ SECRET, NULL, OTHER, "CSRF token from the 'X-Csrftoken' HTTP header incorrect." },
		{ SECRET, OTHER, SECRET, "CSRF token from POST incorrect." },
		{ SECRET, SECRET, OTHER, NULL },
		{ SECRET, "", SECRET, NULL },
		{ SECRET, " " SECRET, NULL, "CSRF token from POST has incorrect length." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *reason = problem(cases[i].cookie, cases[i].field, cases[i].header);

		assert_string_equal(reason != NULL ? reason : "fine",
			cases[i].reason != NULL ? cases[i].reason : "fine");
	}
}

/* Origin or Referer, then the cookie, then the token: the first that is wrong is the reason. */
static void test_order(void **state)
{
	const char *const evil[] = { "HTTP_ORIGIN=http://evil.com", NULL };
	const char *const no_referer[] = { "HTTPS=on", NULL };
	const char *const bad_both[] = { "HTTPS=on", "HTTP_ORIGIN=null", NULL };
	const char *const good_origin[] = { "HTTPS=on", "HTTP_ORIGIN=https://testserver",
		"HTTP_REFERER=http://evil.com/", NULL };

	(void)state;
	assert_string_equal(problem_with(NULL, NULL, NULL, evil), "Origin checking failed - "
		"http://evil.com does not match any trusted origins.");
	assert_string_equal(problem_with("x", "y", NULL, no_referer),
		"Referer checking failed - no Referer.");
	assert_string_equal(problem_with(SECRET, SECRET, NULL, bad_both),
		"Origin checking failed - null does not match any trusted origins.");
	assert_null(problem_with(SECRET, SECRET, NULL, good_origin));
	assert_string_equal(problem_with(NULL, "*", NULL, good_origin), "CSRF cookie not set.");
	assert_string_equal(problem("x", NULL, NULL), "CSRF cookie has incorrect length.");
	assert_string_equal(problem("x", "*", NULL), "CSRF cookie has incorrect length.");
	assert_string_equal(problem(SECRET, "*", "*"),
		"CSRF token from POST has incorrect length.");
}

/* The address is seen by others: a token in it is none. */
static void test_query_is_no_source(void **state)
{
	(void)state;
	assert_string_equal(problem_with(SECRET, NULL, NULL,
		ENVIRONMENT("QUERY_STRING=csrfmiddlewaretoken=" SECRET)), "CSRF token missing.");
}

static void test_last_cookie_wins(void **state)
{
	(void)state;
	assert_null(problem(OTHER "; csrftoken=" SECRET, SECRET, NULL));
	assert_non_null(problem(SECRET "; csrftoken=" OTHER, SECRET, NULL));
	assert_null(problem(OTHER "; csrftoken=" SECRET, NULL, SECRET));
}

static void test_origins(void **state)
{
	static const char *const foreign[] = { "", "null", "http://evil.com", "https://testserver",
		"http://testserver:80", "http://testserver/", "HTTP://testserver",
		"http://TESTSERVER", "http://testserver.evil.com", "testserver", "//testserver",
		NULL };

	(void)state;
	assert_null(problem_of("HTTP_ORIGIN=http://testserver"));
	for (const char *const *origin = foreign; *origin != NULL; origin++)
		assert_string_equal(problem_of(arena_printf(&arena, "HTTP_ORIGIN=%s", *origin)),
			arena_printf(&arena, "Origin checking failed - %s does not match any "
				"trusted origins.", *origin));
	assert_null(problem_of("HTTP_REFERER=http://evil.com/"));
}

static void test_origins_over_https(void **state)
{
	(void)state;
	assert_null(problem_of("HTTPS=on", "HTTP_ORIGIN=https://testserver"));
	assert_non_null(problem_of("HTTPS=on", "HTTP_ORIGIN=http://testserver"));
	assert_non_null(problem_of("HTTPS=on", "HTTP_ORIGIN=null"));
}

static void test_referers(void **state)
{
	static const char *const cases[][2] = {
		{ "https://testserver/", NULL },
		{ "https://testserver", NULL },
		{ "https://testserver/login?next=https://evil.com/", NULL },
		{ "https://testserver?a", NULL },
		{ "https://testserver#a", NULL },
		{ "", "Referer is malformed." },
		{ "//testserver/", "Referer is malformed." },
		{ "https://", "Referer is malformed." },
		{ "https:///login", "Referer is malformed." },
		{ "testserver", "Referer is malformed." },
		{ "testserver/?a=https://testserver/", "Referer is malformed." },
		{ "://testserver/", "Referer is malformed." },
		{ "https:/testserver/", "Referer is malformed." },
		{ "HTTPS://testserver/", NULL },
		{ "ftp://testserver/", "Referer is insecure while host is secure." },
		{ "http://testserver/", "Referer is insecure while host is secure." },
		{ "https://evil.com/",
			"https://evil.com/ does not match any trusted origins." },
		{ "https://testserver.evil.com/",
			"https://testserver.evil.com/ does not match any trusted origins." },
		{ "https://testserver:8443/",
			"https://testserver:8443/ does not match any trusted origins." },
		{ "https://testserver@evil.com/",
			"https://testserver@evil.com/ does not match any trusted origins." },
	};

	(void)state;
	assert_string_equal(problem_of("HTTPS=on"),
		"Referer checking failed - no Referer.");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *reason = problem_of("HTTPS=on",
			arena_printf(&arena, "HTTP_REFERER=%s", cases[i][0]));

		assert_string_equal(reason != NULL ? reason : "fine", cases[i][1] == NULL ? "fine" :
			arena_printf(&arena, "Referer checking failed - %s", cases[i][1]));
	}
}

/* Who cannot say where it came from did not come from here. */
static void test_own_origin(void **state)
{
	static const char *const cases[][3] = {
		{ "HTTP_ORIGIN=http://testserver", "HTTP_HOST=testserver", "yes" },
		{ "HTTP_ORIGIN=http://testserver:80", "HTTP_HOST=testserver:80", "yes" },
		{ "HTTP_ORIGIN=http://testserver", "HTTP_HOST=testserver:80", NULL },
		{ "HTTP_ORIGIN=http://evil.com", "HTTP_HOST=testserver", NULL },
		{ "HTTP_ORIGIN=null", "HTTP_HOST=testserver", NULL },
		{ "HTTP_ORIGIN=", "HTTP_HOST=", NULL },
		{ "HTTP_ORIGIN=http://", "HTTP_HOST=", NULL },
		{ "HTTP_ORIGIN=http://", "NO_HOST=1", NULL },
		{ "NO_ORIGIN=1", "HTTP_HOST=testserver", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		visit_begin(&visit, ENVIRONMENT(cases[i][0], cases[i][1],
			"HTTP_REFERER=http://testserver/"));
		assert_int_equal(csrf_is_own_origin(&visit.req), cases[i][2] != NULL);
	}
}

/* The secret that a browser now has. */
static const char *secret_given(void)
{
	const char *cookie = cookie_set(&visit, "csrftoken");

	assert_non_null(cookie);
	assert_non_null(strstr(cookie, " GMT; Max-Age=31449600; Path=/; SameSite=Lax"));
	assert_null(strstr(cookie, "HttpOnly"));
	assert_null(strstr(cookie, "Secure"));
	assert_true(visit.res.varies_by_cookie);
	return arena_copy(&arena, cookie, CSRF_SECRET_LENGTH);
}

static void come(const char *cookie)
{
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=GET",
		arena_printf(&arena, "HTTP_COOKIE=%s", cookie)));
}

static void test_tokens_are_made(void **state)
{
	const char *one, *two, *secret;

	(void)state;
	come("");
	one = csrf_token(&visit.req, &visit.res);
	secret = secret_given();
	assert_string_equal(csrf_token(&visit.req, &visit.res), one);
	come(arena_printf(&arena, "csrftoken=%s", secret));
	two = csrf_token(&visit.req, &visit.res);
	assert_string_not_equal(one, two);
	assert_null(problem(secret, one, NULL));
	assert_null(problem(secret, two, NULL));
	come("");
	csrf_token(&visit.req, &visit.res);
	assert_string_not_equal(secret_given(), secret);
}

/* Forms in other tabs stay good: the secret stays, whichever form the cookie has. */
static void test_secrets_stay(void **state)
{
	const char *token;

	(void)state;
	come("csrftoken=" SECRET);
	token = csrf_token(&visit.req, &visit.res);
	assert_string_equal(secret_given(), SECRET);
	assert_null(problem(SECRET, token, NULL));
	come(arena_printf(&arena, "csrftoken=%s", masked(SECRET)));
	token = csrf_token(&visit.req, &visit.res);
	assert_string_equal(secret_given(), SECRET);
	assert_null(problem(masked(SECRET), token, NULL));
}

static void test_bad_secrets_are_replaced(void **state)
{
	static const char *const bad[] = { "", "abc", "*bcdefghijklmnopqrstuvwxyzABCDEF",
		SECRET "x", NULL };

	(void)state;
	for (const char *const *cookie = bad; *cookie != NULL; cookie++) {
		const char *token;

		come(arena_printf(&arena, "csrftoken=%s", *cookie));
		token = csrf_token(&visit.req, &visit.res);
		assert_null(problem(secret_given(), token, NULL));
	}
}

/* Whoever signs in gets a new secret; the forms of the same page already go with it. */
static void test_rotation(void **state)
{
	const char *secret, *token;

	(void)state;
	come("csrftoken=" SECRET);
	csrf_rotate(&visit.req, &visit.res);
	secret = secret_given();
	assert_string_not_equal(secret, SECRET);
	token = csrf_token(&visit.req, &visit.res);
	assert_string_equal(secret_given(), secret);
	assert_null(problem(secret, token, NULL));
	assert_string_equal(problem(SECRET, token, NULL),
		"CSRF token from POST incorrect.");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_mask),
		visiting(test_secret),
		visiting(test_all_combinations_pass),
		visiting(test_reasons),
		visiting(test_order),
		visiting(test_query_is_no_source),
		visiting(test_last_cookie_wins),
		visiting(test_origins),
		visiting(test_origins_over_https),
		visiting(test_referers),
		visiting(test_own_origin),
		visiting(test_tokens_are_made),
		visiting(test_secrets_stay),
		visiting(test_bad_secrets_are_replaced),
		visiting(test_rotation),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
