/* Addresses: those that are made, and those that come from outside. */
#include "visit.h"

#include "http/url.h"

static struct visit visit;
static struct request *const req = &visit.req;

static void test_urls(void **state)
{
	struct pairs query = { .arena = &arena };

	(void)state;
	visit_begin(&visit, ENVIRONMENT("SCRIPT_NAME=/~me/cgi-bin/list"));
	assert_string_equal(url(req, "shop").text, "/~me/cgi-bin/shop");
	assert_string_equal(url(req, "").text, "/~me/cgi-bin/");
	assert_string_equal(url_id(req, "product", "a1-b2").text, "/~me/cgi-bin/product/a1-b2");
	assert_string_equal(url_id(req, "p", "a/b?c#d%e\r\n").text,
		"/~me/cgi-bin/p/a%2Fb%3Fc%23d%25e%0D%0A");
	assert_string_equal(url_query(req, "shop", &query).text, "/~me/cgi-bin/shop");
	pairs_add(&query, "q", "kopi & é");
	pairs_add(&query, "sort", "-price");
	assert_string_equal(url_query(req, "shop", &query).text,
		"/~me/cgi-bin/shop?q=kopi%20%26%20%C3%A9&sort=-price");
	assert_string_equal(url_behind(req, "list", "7.a b").text,
		"/~me/cgi-bin/list?after=7.a%20b");
	assert_string_equal(url_fragment(req, "id_", "name").text, "#id_name");
	assert_string_equal(url_here(req, "page=2").text, "/~me/cgi-bin/list?page=2");
	assert_string_equal(url_asset(req, "style.css").text, "/~me/style.css");
	assert_string_equal(url_root(req), "/~me/");
}

static void test_site_roots(void **state)
{
	static const char *const cases[][2] = {
		{ "SCRIPT_NAME=/list", "/" }, { "SCRIPT_NAME=/cgi-bin/list", "/" },
		{ "SCRIPT_NAME=/a/b/cgi-bin/list", "/a/b/" }, { "SCRIPT_NAME=/a/list", "/a/" },
		{ "SCRIPT_NAME=/my-cgi-bin/list", "/my-cgi-bin/" },
		{ "SCRIPT_NAME=/cgi-bin/a/list", "/cgi-bin/a/" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		visit_begin(&visit, ENVIRONMENT(cases[i][0]));
		assert_string_equal(url_root(req), cases[i][1]);
	}
}

static void test_url_login(void **state)
{
	(void)state;
	visit_begin(&visit, ENVIRONMENT("SCRIPT_NAME=/", "QUERY_STRING=a=1&b=x%20y"));
	assert_string_equal(url_login(req).text, "/login?next=/%3Fa%3D1%26b%3Dx%2520y");
	visit_begin(&visit, ENVIRONMENT("SCRIPT_NAME=/cgi-bin/list"));
	assert_string_equal(url_login(req).text, "/cgi-bin/login?next=/cgi-bin/list");
	visit_begin(&visit, ENVIRONMENT("SCRIPT_NAME=/list", arena_printf(&arena,
		"QUERY_STRING=%s", letters(2048 - strlen("/list?")))));
	assert_int_equal(strlen(url_login(req).text), strlen("/login?next=/list%3F") + 2042);
	visit_begin(&visit, ENVIRONMENT("SCRIPT_NAME=/list", arena_printf(&arena,
		"QUERY_STRING=%s", letters(2049 - strlen("/list?")))));
	assert_string_equal(url_login(req).text, "/login");
}

static void test_safe_addresses(void **state)
{
	static const char *const safe[] = { "/a", "a/b", "?q=1", "#f", "//testserver/y",
		"//testserver", "http://testserver/x", "HTTP://testserver", "https://testserver/",
		"HTTPS://testserver/", "//testserver?q", "//testserver#f", " /a\n", "/",
		"/view/?param=http://example.com", "/view?param=ftp://example.com",
		"view/?param=//example.com", "/a:b", "./a:b", "path/http:2222222222",
		"http://testserver/confirm?email=me@example.com", "/url%20with%20spaces/",
		"/%2F/evil.com", "/a//b", "/é", "é", "©", "/a\\b", "http://testserver", "/a\x7f",
		"\xc2\x85/a", NULL };

	(void)state;
	visit_begin(&visit, ENVIRONMENT("HTTP_HOST=testserver"));
	for (const char *const *next = safe; *next != NULL; next++)
		if (!url_is_safe(req, *next))
			fail_msg("\"%s\" is safe", *next);
}

static void test_unsafe_addresses(void **state)
{
	static const char *const unsafe[] = { "", " ", "\n", "//evil.com", "///evil", "////evil",
		"/\\evil.com", "\\\\evil.com", "\\/evil.com", "\\\\\\evil.com", "/\\/evil.com",
		"//evil.com\\@testserver", "javascript:alert(1)", "JavaScript:alert(1)",
		"\njavascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x",
		"mailto:a@b", "http:///evil.com", "http:evil", "http:/evil", "http:\\evil.com",
		"http:/\\//evil.com", "https:evil", "\x08//evil.com", "\x08/a", "\x1b/a",
		"\x7f/a", "\xc2\x80/a", "\xc2\x9f//evil.com", "\x7f//evil.com",
		"\t//evil.com", "/\t/evil.com", "/\n/evil.com", "/\r\\evil.com",
		"ht\ttp://evil.com", "http://evil.com", "https://evil.com",
		"http://user@testserver", "http://testserver@evil.com",
		"http://testserver:pass@evil.com", "http://testserver\\@evil.com",
		"http:\\\\testserver\\@evil.com", "http://otherserver\\@testserver",
		"//testserver:80/x", "http://testserver:8080", "//testserver.",
		"//testserver.evil.com", "//TESTSERVER/", "//tests", "ftp://testserver/",
		"ws://testserver/", "http:999999999", "ftp:9999999999", "//", "http://", "//?q",
		"a:b", "http://[2001:db8::1/", "//[::1]/", NULL };

	(void)state;
	visit_begin(&visit, ENVIRONMENT("HTTP_HOST=testserver"));
	for (const char *const *next = unsafe; *next != NULL; next++)
		if (url_is_safe(req, *next))
			fail_msg("\"%s\" is not safe", *next);
}

static void test_safety_depends_on_the_request(void **state)
{
	(void)state;
	visit_begin(&visit, ENVIRONMENT("HTTP_HOST=testserver:8443", "HTTPS=on"));
	assert_true(url_is_safe(req, "https://testserver:8443/x"));
	assert_true(url_is_safe(req, "//testserver:8443/x"));
	assert_true(url_is_safe(req, "/x"));
	assert_false(url_is_safe(req, "http://testserver:8443/x"));
	assert_false(url_is_safe(req, "//testserver/x"));
	visit_begin(&visit, (const char *const []){ NULL });
	assert_true(url_is_safe(req, "/x"));
	assert_false(url_is_safe(req, "//testserver/x"));
	assert_false(url_is_safe(req, "http://testserver/x"));
	visit_begin(&visit, ENVIRONMENT("HTTP_HOST="));
	assert_false(url_is_safe(req, "///x"));
	assert_false(url_is_safe(req, "http:///x"));
	assert_true(url_is_safe(req, arena_printf(&arena, "/%s", letters(2047))));
	assert_false(url_is_safe(req, arena_printf(&arena, "/%s", letters(2048))));
}

static void test_next_is_encoded(void **state)
{
	static const char *const cases[][2] = {
		{ "/a?b=c&d=%20#e", "/a?b=c&d=%20#e" },
		{ "/a b", "/a%20b" },
		{ "/é", "/%C3%A9" },
		{ "/%", "/%" },
		{ "/[a]=:;$&()+,!?*@'~", "/[a]=:;$&()+,!?*@'~" },
		{ "//testserver/y", "//testserver/y" },
		{ "http://testserver/x y", "http://testserver/x%20y" },
		{ "/a\tb", "/a%09b" },
		{ " /a\"<>\\^`{|} ", "/a%22%3C%3E%5C%5E%60%7B%7C%7D" },
		{ "/a\r\nSet-Cookie: b=c", "/a%0D%0ASet-Cookie:%20b=c" },
		{ "//evil.com", "/otherwise" },
		{ "", "/otherwise" },
	};
	struct url otherwise = { "/otherwise" };

	(void)state;
	visit_begin(&visit, ENVIRONMENT("HTTP_HOST=testserver"));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(url_next(req, cases[i][0], otherwise).text, cases[i][1]);
	assert_string_equal(url_next(req, NULL, otherwise).text, "/otherwise");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		visiting(test_urls),
		visiting(test_site_roots),
		visiting(test_url_login),
		visiting(test_safe_addresses),
		visiting(test_unsafe_addresses),
		visiting(test_safety_depends_on_the_request),
		visiting(test_next_is_encoded),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
