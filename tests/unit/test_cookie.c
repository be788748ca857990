/* Cookies, read as Django reads them and written as it writes them. */
#include "unit.h"

#include "base/instant.h"
#include "http/cookie.h"

static const char *parsed(const char *header)
{
	struct pairs cookies = { .arena = &arena };

	cookie_parse(&cookies, header);
	return shown(&cookies);
}

static void test_cookies_are_parsed(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ ";", "" },
		{ " ; ;= ; = ", "" },
		{ "a=b", "a=b" },
		{ "a=b; c=d", "a=b|c=d" },
		{ "a=b;c=d", "a=b|c=d" },
		{ "a=b=c", "a=b=c" },
		{ "a=1,b=2", "a=1,b=2" },
		{ "a:b=c", "a:b=c" },
		{ "a b c=d e = f", "a b c=d e = f" },
		{ "=v", "=v" },
		{ "a", "=a" },
		{ "a=", "a=" },
		{ "a=\"x;y\"", "a=\"x|=y\"" },
		{ "a=\"E=mc2; L=\\\"Loves\\\"; fudge=\\012;\"",
			"a=\"E=mc2|L=\\\"Loves\\\"|fudge=\\012|=\"" },
		{ "=\"\"", "=" },
		{ "a=b; \"; c=d", "a=b|=\"|c=d" },
		{ "abc=def; unnamed; ghi=jkl", "abc=def|=unnamed|ghi=jkl" },
		{ "a   b,c<>@:/[]?{}=d  \"  =e,f g", "a   b,c<>@:/[]?{}=d  \"  =e,f g" },
		{ "saint=André Bessette", "saint=André Bessette" },
		{ "a=b; Domain=example.com", "a=b|Domain=example.com" },
		{ "a=b; h=i; a=c", "a=b|h=i|a=c" },
		{ "a=b; A=c", "a=b|A=c" },
		{ "a=\"unterminated", "a=\"unterminated" },
		{ "a=\"", "a=\"" },
		{ "a=\"\"", "a=" },
		{ "a=b\"c\"", "a=b\"c\"" },
		{ "a=\"b\\\"c\\\\d\"", "a=b\"c\\d" },
		{ "a=\"x\\073y\\054z\"", "a=x;y,z" },
		{ "a=\"\\303\\251\"", "a=é" },
		{ "a=\"\\400\\09\\12\"", "a=4000912" },
		{ "a=\"b\\000c\"; d=\"\\001\"", "a=b000c|d=\x01" },
		{ "a=\"\\012\\\\\\073\"", "a=\n\\;" },
		{ "a=\"b\\\"", "a=b\\" },
		{ "a=%41", "a=%41" },
		{ "a=1+2", "a=1+2" },
		{ "$Version=1; a=b; $Path=/", "$Version=1|a=b|$Path=/" },
		{ "[=[; {}={}; <>=<>", "[=[|{}={}|<>=<>" },
		{ "a=b\tc", "a=b\tc" },
		{ "\ta\t=\tb\t", "a=b" },
		{ "a=é; 名=前", "a=é|名=前" },
		{ "good=yes;bad:cookie=yes", "good=yes|bad:cookie=yes" },
		{ "a:=b; a:=c; good=yes", "a:=b|a:=c|good=yes" },
		{ "  =  b  ;  ;  =  ;   c  =  ;  ", "=b|c=" },
		{ "a=\xff\xc3", "a=\xff\xc3" },
		{ "\xff=\x80 ; b=c", "\xff=\x80|b=c" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(parsed(cases[i][0]), cases[i][1]);
}

static void test_last_cookie_wins(void **state)
{
	struct pairs cookies = { .arena = &arena };

	(void)state;
	cookie_parse(&cookies, "a=1; b=2; a=3; A=4");
	assert_string_equal(pairs_get(&cookies, "a"), "3");
	assert_string_equal(pairs_get(&cookies, "A"), "4");
}

static void test_cookie_only(void **state)
{
	struct pairs cookies = { .arena = &arena };

	(void)state;
	cookie_parse(&cookies, "one=1; same=2; differ=3; same=2; differ=4; differ=4; empty=");
	assert_string_equal(cookie_only(&cookies, "one"), "1");
	assert_string_equal(cookie_only(&cookies, "same"), "2");
	assert_string_equal(cookie_only(&cookies, "empty"), "");
	assert_null(cookie_only(&cookies, "differ"));
	assert_null(cookie_only(&cookies, "none"));
}

static const char *formatted(struct cookie cookie)
{
	struct buffer line = { 0 };

	cookie_format(&line, &cookie);
	return taken(&line);
}

static void test_cookie_values_are_written(void **state)
{
	static const char *const cases[][2] = {
		{ "b", "k=b" },
		{ "", "k=\"\"" },
		{ "aZ09!#$%&'*+-.^_`|~:", "k=aZ09!#$%&'*+-.^_`|~:" },
		{ "a;b", "k=\"a\\073b\"" },
		{ "a,b", "k=\"a\\054b\"" },
		{ "a\nb", "k=\"a\\012b\"" },
		{ "a\r\nSet-Cookie: x=y", "k=\"a\\015\\012Set-Cookie: x=y\"" },
		{ "é", "k=\"\\303\\251\"" },
		{ "2024-01-01 10:00:00.5", "k=\"2024-01-01 10:00:00.5\"" },
		{ "\"\\", "k=\"\\\"\\\\\"" },
		{ "\x7f", "k=\"\\177\"" },
		{ "a=b/c", "k=\"a=b/c\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(formatted((struct cookie){ .name = "k", .value = cases[i][0],
			.path = "/" }), arena_printf(&arena, "%s; HttpOnly; Path=/; SameSite=Lax",
			cases[i][1]));
}

/* Whatever is put into a cookie comes back out of it, and stays on its line. */
static void test_cookie_values_come_back(void **state)
{
	(void)state;
	for (int byte = 1; byte < 256; byte++) {
		const char *value = arena_printf(&arena, "%c1%c%c\\", byte, byte, byte);
		struct pairs cookies = { .arena = &arena };
		const char *line = formatted((struct cookie){ .name = "k", .value = value,
			.path = "/" });

		assert_int_equal(strspn(line, " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~"
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), strlen(line));
		cookie_parse(&cookies, line);
		assert_string_equal(pairs_get(&cookies, "k"), value);
		assert_string_equal(shown(&cookies) + 2 + strlen(value),
			"|=HttpOnly|Path=/|SameSite=Lax");
	}
}

static void test_cookie_attributes(void **state)
{
	(void)state;
	assert_string_equal(formatted((struct cookie){ .name = "a", .value = "b", .path = "/p/",
		.secure = true, .readable = true }), "a=b; Path=/p/; SameSite=Lax; Secure");
	assert_string_equal(formatted((struct cookie){ .name = "a", .value = "b", .path = "/p/",
		.domain = "x.com", .secure = true, .same_site = SAME_SITE_STRICT }),
		"a=b; HttpOnly; Domain=x.com; Path=/p/; SameSite=Strict; Secure");
	assert_string_equal(formatted((struct cookie){ .name = "a", .value = "", .path = "/",
		.max_age = COOKIE_DELETE }), "a=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; "
		"Max-Age=0; HttpOnly; Path=/; SameSite=Lax");
}

/* Browsers drop these without Secure, also when they are to be deleted. */
static void test_secure_cookies(void **state)
{
	static const char *const names[] = { "__Secure-a", "__Host-a", "__host-A", NULL };

	(void)state;
	assert_string_equal(formatted((struct cookie){ .name = "a", .value = "b", .path = "/",
		.same_site = SAME_SITE_NONE }), "a=b; HttpOnly; Path=/; SameSite=None; Secure");
	for (const char *const *name = names; *name != NULL; name++) {
		struct cookie cookie = { .name = *name, .value = "b", .path = "/" };

		assert_non_null(strstr(formatted(cookie), "; SameSite=Lax; Secure"));
		cookie.max_age = COOKIE_DELETE;
		assert_non_null(strstr(formatted(cookie), "; SameSite=Lax; Secure"));
	}
	assert_null(strstr(formatted((struct cookie){ .name = "a__Host-", .value = "b",
		.path = "/" }), "Secure"));
}

static void assert_problem(struct cookie cookie, const char *problem)
{
	const char *found;

	if (cookie.path == NULL)
		cookie.path = "/";
	found = cookie_problem(&cookie);
	assert_string_equal(found != NULL ? found : "fine", problem);
}

static void test_bad_names(void **state)
{
	static const char *const good[] = { "a", "aZ09!#$%&'*+-.^_`|~", "sessionid", "$Version",
		"paths", "max", "__Host", "__Secure-", NULL };
	static const char *const bad[] = { "", "a b", " a", "a;b", "a=b", "a,b", "a\"b", "a\n",
		"a\tb", "a/b", "a:b", "[a]", "{a}", "(a)", "<a>", "a@b", "a?", "a\\b", "é", "\x7f",
		"\x01", NULL };
	static const char *const attributes[] = { "path", "Path", "expires", "EXPIRES", "domain",
		"max-age", "Max-Age", "secure", "httponly", "HttpOnly", "SameSite", "comment",
		"version", "Partitioned", NULL };

	(void)state;
	for (const char *const *name = good; *name != NULL; name++)
		assert_problem((struct cookie){ .name = *name }, "fine");
	for (const char *const *name = bad; *name != NULL; name++)
		assert_problem((struct cookie){ .name = *name }, "its name is no token");
	for (const char *const *name = attributes; *name != NULL; name++)
		assert_problem((struct cookie){ .name = *name },
			"its name is that of an attribute");
}

static void test_bad_places(void **state)
{
	static const char *const paths[] = { "", "a", "a/", "/a;b", "/; Domain=evil.com", "/a\r\n",
		"/a b", "/\x7f", "/\x01", "/é", NULL };
	static const char *const domains[] = { "", "a;b", "a b", "a\n", "a/b", "a:80", "é.com",
		"a,b", NULL };

	(void)state;
	assert_problem((struct cookie){ .name = "a", .path = "/~me/a%3Bb/(c),d=e/" }, "fine");
	for (const char *const *path = paths; *path != NULL; path++)
		assert_problem((struct cookie){ .name = "a", .path = *path }, "its path is none");
	assert_problem((struct cookie){ .name = "a", .domain = ".Shop-1.example.com" }, "fine");
	for (const char *const *domain = domains; *domain != NULL; domain++)
		assert_problem((struct cookie){ .name = "a", .domain = *domain },
			"its domain is none");
}

static void test_host_cookies(void **state)
{
	static const char problem[] = "__Host- has the path / and no domain";

	(void)state;
	assert_problem((struct cookie){ .name = "__Host-a" }, "fine");
	assert_problem((struct cookie){ .name = "__Host-a", .path = "/a/" }, problem);
	assert_problem((struct cookie){ .name = "__host-a", .path = "/a/" }, problem);
	assert_problem((struct cookie){ .name = "__Host-a", .domain = "x.com" }, problem);
	assert_problem((struct cookie){ .name = "__Secure-a", .path = "/a/", .domain = "x.com" },
		"fine");
}

static const char *expiring_at(struct date date)
{
	struct buffer text = { 0 };

	buffer_literal(&text, "a=b; expires=");
	date_http(&text, date);
	buffer_literal(&text, "; Max-Age=1209600; HttpOnly; Path=/; SameSite=Lax");
	return taken(&text);
}

static void test_cookies_expire(void **state)
{
	struct date before = { date_now().us + 1209600000000 }, after;
	const char *line = formatted((struct cookie){ .name = "a", .value = "b", .path = "/",
		.max_age = 1209600 });

	(void)state;
	after.us = date_now().us + 1209600000000;
	assert_true(strcmp(line, expiring_at(before)) == 0 ||
		strcmp(line, expiring_at(after)) == 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_cookies_are_parsed),
		unit(test_last_cookie_wins),
		unit(test_cookie_only),
		unit(test_cookie_values_are_written),
		unit(test_cookie_values_come_back),
		unit(test_cookie_attributes),
		unit(test_secure_cookies),
		unit(test_bad_names),
		unit(test_bad_places),
		unit(test_host_cookies),
		unit(test_cookies_expire),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
