/* Requests: the environment, and urlencoded bodies. */
#include "visit.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/process.h"

static struct visit visit;
static struct request *const req = &visit.req;

static void test_methods(void **state)
{
	static const struct {
		const char *variable;
		enum method method;
	} cases[] = {
		{ "REQUEST_METHOD=GET", METHOD_GET },
		{ "REQUEST_METHOD=HEAD", METHOD_HEAD },
		{ "REQUEST_METHOD=POST", METHOD_POST },
		{ "REQUEST_METHOD=PUT", METHOD_OTHER },
		{ "REQUEST_METHOD=get", METHOD_OTHER },
		{ "REQUEST_METHOD=", METHOD_OTHER },
		{ "REQUEST_METHOD=GET ", METHOD_OTHER },
		{ "request_method=GET", METHOD_OTHER },
		{ "REQUEST_METHODS=GET", METHOD_OTHER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		visit_begin(&visit, ENVIRONMENT(cases[i].variable));
		assert_int_equal(req->method, cases[i].method);
	}
}

/* A server that gives us nothing gets an answer all the same. */
static void test_empty_environment(void **state)
{
	(void)state;
	visit_begin(&visit, (const char *const []){ NULL });
	assert_int_equal(req->method, METHOD_OTHER);
	assert_string_equal(req->base, "/");
	assert_string_equal(req->name, "");
	assert_string_equal(req->path, "");
	assert_string_equal(req->target, "/");
	assert_string_equal(req->address, "");
	assert_false(req->https);
	assert_null(req->host);
	assert_string_equal(req->language->code, "en");
	assert_int_equal(req->query.count + req->form.count + req->cookies.count, 0);
}

static void test_headers(void **state)
{
	(void)state;
	visit_begin(&visit, ENVIRONMENT("HTTPS=on", "HTTP_HOST=shop:8080", "HTTP_ORIGIN=null",
		"HTTP_REFERER=http://shop/", "HTTP_X_CSRFTOKEN=token", "REMOTE_ADDR=::1",
		"HTTP_COOKIE=a=1; language=id", "HTTP_ACCEPT_LANGUAGE=en"));
	assert_true(req->https);
	assert_string_equal(req->host, "shop:8080");
	assert_string_equal(req->origin, "null");
	assert_string_equal(req->referer, "http://shop/");
	assert_string_equal(req->csrf_header, "token");
	assert_string_equal(req->address, "::1");
	assert_string_equal(shown(&req->cookies), "a=1|language=id");
	assert_string_equal(req->language->code, "id");
	for (const char *const *https = ENVIRONMENT("HTTPS=off", "HTTPS=", "HTTPS=ON",
	     "HTTP_X_FORWARDED_PROTO=https"); *https != NULL; https++) {
		visit_begin(&visit, ENVIRONMENT(*https));
		assert_false(req->https);
	}
}

/* "X_CSRFToken" and "X-CSRFToken" are one variable: what came twice is nobody's word. */
static void test_repeated_variables(void **state)
{
	(void)state;
	visit_begin(&visit, ENVIRONMENT("HTTP_X_CSRFTOKEN=a", "HTTP_X_CSRFTOKEN=b", "HTTP_HOST=a",
		"HTTP_HOST=a", "HTTP_COOKIE=sessionid=1", "HTTP_COOKIE=sessionid=2",
		"HTTP_ORIGIN=http://a", "HTTP_ORIGIN=http://b", "HTTP_ORIGIN=http://a",
		"REQUEST_METHOD=GET", "REQUEST_METHOD=POST"));
	assert_null(req->csrf_header);
	assert_null(req->host);
	assert_null(req->origin);
	assert_int_equal(req->cookies.count, 0);
	assert_int_equal(req->method, METHOD_OTHER);
}

static void test_script_names(void **state)
{
	static const char *const cases[][3] = {
		{ "SCRIPT_NAME=/list", "/", "list" },
		{ "SCRIPT_NAME=/cgi-bin/list", "/cgi-bin/", "list" },
		{ "SCRIPT_NAME=/~me/cgi-bin/list", "/~me/cgi-bin/", "list" },
		{ "SCRIPT_NAME=/", "/", "" },
		{ "SCRIPT_NAME=/sub/", "/sub/", "" },
		{ "SCRIPT_NAME=", "/", "" },
		{ "SCRIPT_NAME=list", "/", "" },
		{ "SCRIPT_NAME=/a b/é/list", "/a%20b/%C3%A9/", "list" },
		{ "SCRIPT_NAME=/a\"b/list", "/a%22b/", "list" },
		{ "SCRIPT_NAME=/\xff/list", "/", "" },
		{ "SCRIPT_NAME=//evil.example/list", "/", "" },
		{ "SCRIPT_NAME=///list", "/", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		visit_begin(&visit, ENVIRONMENT(cases[i][0]));
		assert_string_equal(req->base, cases[i][1]);
		assert_string_equal(req->name, cases[i][2]);
	}
}

static void test_paths(void **state)
{
	static const char *const cases[][2] = {
		{ "PATH_INFO=", "" },
		{ "PATH_INFO=/", "" },
		{ "PATH_INFO=/id", "id" },
		{ "PATH_INFO=/id/", "id" },
		{ "PATH_INFO=id", "id" },
		{ "PATH_INFO=/a/b", "a/b" },
		{ "PATH_INFO=//", "" },
		{ "PATH_INFO=/id//", "id/" },
		{ "PATH_INFO=//id", "/id" },
		{ "PATH_INFO=/%41", "%41" },
		{ "PATH_INFO=/../..", "../.." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		visit_begin(&visit, ENVIRONMENT(cases[i][0]));
		assert_string_equal(req->path, cases[i][1]);
	}
	assert_fails(404, visit_begin(&visit, ENVIRONMENT("PATH_INFO=/\xff")));
	assert_fails(404, visit_begin(&visit, ENVIRONMENT("PATH_INFO=/\xc0\xaf")));
}

/* Read a request with a variable of so many bytes. */
static void visit_with(const char *variable, size_t length)
{
	visit_begin(&visit, ENVIRONMENT(arena_printf(&arena, "%s%s", variable,
		letters(length))));
}

static void test_long_addresses(void **state)
{
	(void)state;
	visit_with("PATH_INFO=", 16384);
	assert_int_equal(strlen(req->path), 16384);
	assert_fails(414, visit_with("PATH_INFO=", 16385));
	visit_with("QUERY_STRING=", 16384);
	assert_int_equal(req->query.count, 1);
	assert_fails(414, visit_with("QUERY_STRING=", 16385));
	assert_fails(414, visit_with("QUERY_STRING=", 130000));
}

static void test_queries(void **state)
{
	(void)state;
	visit_begin(&visit, ENVIRONMENT("QUERY_STRING=q=kopi+gayo&sort=-price&q=%C3%A9"));
	assert_string_equal(shown(&req->query), "q=kopi gayo|sort=-price|q=é");
	assert_fails(400, visit_begin(&visit, ENVIRONMENT("QUERY_STRING=q=%00")));
	assert_fails(400, visit_begin(&visit, ENVIRONMENT("QUERY_STRING=q=%ff")));
	assert_fails(400, visit_begin(&visit, ENVIRONMENT("QUERY_STRING=%00=q")));
}

/* An error page is in the visitor's language, too. */
static void test_language_is_known_at_every_failure(void **state)
{
	(void)state;
	assert_fails(400, visit_begin(&visit, ENVIRONMENT("QUERY_STRING=%ff",
		"HTTP_ACCEPT_LANGUAGE=id")));
	assert_string_equal(req->language->code, "id");
	req->language = NULL;
	assert_fails(404, visit_begin(&visit, ENVIRONMENT("PATH_INFO=/\xff",
		"HTTP_COOKIE=language=id")));
	assert_string_equal(req->language->code, "id");
}

static void test_targets(void **state)
{
	static const char *const cases[][4] = {
		{ "SCRIPT_NAME=/list", "PATH_INFO=", "QUERY_STRING=", "/list" },
		{ "SCRIPT_NAME=/list", "PATH_INFO=/", "QUERY_STRING=q=a&b", "/list?q=a&b" },
		{ "SCRIPT_NAME=/cgi-bin/json", "PATH_INFO=/a/b", "QUERY_STRING=",
			"/cgi-bin/json/a/b" },
		{ "SCRIPT_NAME=/", "PATH_INFO=", "QUERY_STRING=a=1&b=x%20y", "/?a=1&b=x%20y" },
		{ "SCRIPT_NAME=/a b/list", "PATH_INFO=/é?#%", "QUERY_STRING=é\"<>",
			"/a%20b/list/%C3%A9%3F%23%25?%C3%A9%22%3C%3E" },
		{ "SCRIPT_NAME=/list", "PATH_INFO=/\r\nSet-Cookie: a=b", "QUERY_STRING=\r\n",
			"/list/%0D%0ASet-Cookie:%20a=b?%0D%0A" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		visit_begin(&visit, ENVIRONMENT(cases[i][0], cases[i][1], cases[i][2]));
		assert_string_equal(req->target, cases[i][3]);
	}
}

/* Learn the length of a body, whatever the method. */
static void measure(const char *method, const char *length)
{
	visit_begin(&visit, ENVIRONMENT(method, length));
}

static void assert_no_length(const char *text)
{
	const char *variable = arena_printf(&arena, "CONTENT_LENGTH=%s", text);

	assert_fails(400, measure("REQUEST_METHOD=POST", variable));
	assert_fails(400, measure("REQUEST_METHOD=GET", variable));
}

static void test_lengths(void **state)
{
	static const char *const rubbish[] = { "abc", "-5", "+5", " 5", "5 ", "5.0", "0x5", "1e1",
		"5,5", "٥", "-", "5\n", NULL };

	(void)state;
	measure("REQUEST_METHOD=GET", "CONTENT_LENGTH=");
	assert_int_equal(req->unread, 0);
	measure("REQUEST_METHOD=GET", "A=B");
	assert_int_equal(req->unread, 0);
	measure("REQUEST_METHOD=PUT", "CONTENT_LENGTH=7");
	assert_int_equal(req->unread, 7);
	measure("REQUEST_METHOD=POST", "CONTENT_LENGTH=0");
	assert_int_equal(req->unread, 0);
	measure("REQUEST_METHOD=POST", "CONTENT_LENGTH=00042");
	assert_int_equal(req->unread, 42);
	assert_fails(413, measure("REQUEST_METHOD=POST", "CONTENT_LENGTH=18446744073709551615"));
	assert_fails(413, measure("REQUEST_METHOD=POST", "CONTENT_LENGTH=99999999999999999999999"));
	for (const char *const *text = rubbish; *text != NULL; text++)
		assert_no_length(*text);
}

#define FORM "CONTENT_TYPE=application/x-www-form-urlencoded"

/* A POST of a body of which the server says that it is so long, or chunked (-1). */
static void post(const char *type, const char *body, int length)
{
	give_body(body, strlen(body), 0);
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", type,
		length < 0 ? "HTTP_TRANSFER_ENCODING=Chunked" :
		arena_printf(&arena, "CONTENT_LENGTH=%d", length)));
	request_read_form(req);
}

static void test_forms_are_read(void **state)
{
	(void)state;
	post(FORM, "a=1&b=%C3%A9+x", 14);
	assert_string_equal(shown(&req->form), "a=1|b=é x");
	assert_int_equal(req->unread, 0);
	post(FORM, "", 0);
	assert_int_equal(req->form.count, 0);
	post(FORM, "a=1&b=2&c=3", 7);
	assert_string_equal(shown(&req->form), "a=1|b=2");
	post(FORM, "a=x%00y", 7);
	assert_true(pairs_find(&req->form, "a")->has_nul);
	post(FORM, "a=1&b=2", -1);
	assert_string_equal(shown(&req->form), "a=1|b=2");
	assert_int_equal(req->unread, 0);
}

static void test_bad_forms_are_refused(void **state)
{
	(void)state;
	assert_fails(400, post(FORM, "a=1", 4));
	assert_fails(400, post(FORM, "", 1));
	assert_fails(400, post(FORM, "a=%ff", 5));
	assert_fails(400, post(FORM, "%00=a", 5));
	assert_fails(413, post(FORM, "", REQUEST_FORM_BYTES + 1));
}

/* A POST that does not say how long it is. */
static void post_without_length(const char *variable, const char *another)
{
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", FORM, variable, another));
	request_read_form(req);
}

static void test_forms_without_a_length(void **state)
{
	(void)state;
	assert_fails(411, post_without_length("A=B", "C=D"));
	assert_fails(411, post_without_length("CONTENT_LENGTH=", "A=B"));
	assert_fails(411, post_without_length("CONTENT_LENGTH=3", "CONTENT_LENGTH=3"));
	assert_fails(411, post_without_length("HTTP_TRANSFER_ENCODING=gzip", "A=B"));
	assert_fails(411, post_without_length("HTTP_TRANSFER_ENCODING=chunked",
		"HTTP_TRANSFER_ENCODING=chunked"));
}

static void test_content_types(void **state)
{
	static const char *const forms[] = { FORM, "CONTENT_TYPE=Application/X-WWW-Form-Urlencoded",
		FORM "; charset=UTF-8", FORM ";charset=utf-8", FORM " ; charset=\"utf-8\"",
		FORM "; charset=utf-8; a=b", NULL };
	static const char *const others[] = { "CONTENT_TYPE=", "CONTENT_TYPE=application/json",
		"CONTENT_TYPE=text/plain", FORM "x", "CONTENT_TYPE=;", "NO_TYPE=a", NULL };

	(void)state;
	for (const char *const *form = forms; *form != NULL; form++) {
		post(*form, "a=1", 3);
		assert_string_equal(shown(&req->form), "a=1");
	}
	for (const char *const *other = others; *other != NULL; other++) {
		post(*other, "a=1", 3);
		assert_int_equal(req->form.count, 0);
		assert_int_equal(req->unread, 3);
	}
	assert_fails(400, post(FORM "; charset=iso-8859-1", "a=1", 3));
	assert_fails(400, post(FORM "; charset=", "a=1", 3));
	assert_fails(400, post(FORM "; charset=utf-8x", "a=1", 3));
	assert_fails(400, post("CONTENT_TYPE=application/json; charset=latin1", "a=1", 3));
}

/* A form of exactly so many bytes, in one field. */
static void post_bytes(size_t length, bool chunked)
{
	post(FORM, arena_printf(&arena, "a=%s", letters(length - 2)), chunked ? -1 : (int)length);
	assert_int_equal(strlen(pairs_get(&req->form, "a")), length - 2);
}

static void test_forms_are_limited(void **state)
{
	(void)state;
	post_bytes(REQUEST_FORM_BYTES - 1, false);
	post_bytes(REQUEST_FORM_BYTES, false);
	assert_fails(413, post_bytes(REQUEST_FORM_BYTES + 1, false));
	post_bytes(REQUEST_FORM_BYTES - 1, true);
	post_bytes(REQUEST_FORM_BYTES, true);
	assert_fails(413, post_bytes(REQUEST_FORM_BYTES + 1, true));
}

/* So many fields without a value: "a&a&a". */
static const char *many_fields(int count)
{
	struct buffer text = { 0 };

	while (count-- > 0)
		buffer_text(&text, count > 0 ? "a&" : "a");
	return taken(&text);
}

static void post_fields(int count)
{
	const char *fields = many_fields(count);

	post(FORM, fields, (int)strlen(fields));
	assert_int_equal(req->form.count, count);
}

static void test_fields_are_counted(void **state)
{
	(void)state;
	post_fields(REQUEST_FIELDS - 1);
	post_fields(REQUEST_FIELDS);
	assert_fails(400, post_fields(REQUEST_FIELDS + 1));
	visit_begin(&visit, ENVIRONMENT(arena_printf(&arena, "QUERY_STRING=%s",
		many_fields(REQUEST_FIELDS))));
	assert_int_equal(req->query.count, REQUEST_FIELDS);
	assert_fails(400, visit_begin(&visit, ENVIRONMENT(arena_printf(&arena, "QUERY_STRING=%s",
		many_fields(REQUEST_FIELDS + 1)))));
}

static void test_a_body_comes_in_pieces(void **state)
{
	static const char body[] = "name=Kopi+Gayo&price=48.000&description=%E5%AE%9D";

	(void)state;
	for (size_t packet = 1; packet < 10; packet += 4) {
		give_body(body, strlen(body), packet);
		visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", FORM, arena_printf(&arena,
			"CONTENT_LENGTH=%zu", strlen(body))));
			request_read_form(req);
		assert_string_equal(shown(&req->form),
			"name=Kopi Gayo|price=48.000|description=宝");
	}
}

static void test_the_rest_is_drained(void **state)
{
	char byte;

	(void)state;
	give_body(letters(300000), 300000, 0);
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", "CONTENT_LENGTH=299999"));
	request_drain(req);
	assert_int_equal(req->unread, 0);
	assert_int_equal(read(STDIN_FILENO, &byte, 1), 1);
	assert_int_equal(read(STDIN_FILENO, &byte, 1), 0);
	give_body(letters(100000), 100000, 0);
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", "HTTP_TRANSFER_ENCODING=chunked"));
	request_drain(req);
	assert_int_equal(read(STDIN_FILENO, &byte, 1), 0);
	give_body("abc", 3, 0);
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", "CONTENT_LENGTH=1000"));
	request_drain(req);
	assert_int_equal(read(STDIN_FILENO, &byte, 1), 0);
}

/* A body that never ends must not hold a program for ever: process_begin's alarm, a quick one. */
static void read_for_ever(void *unused)
{
	const struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	int ends[2];

	(void)unused;
	process_begin();
	if (setrlimit(RLIMIT_AS, &unlimited) != 0)
		return; /* only root may, and the sanitizer needs it */
	alarm(0);
	insist(pipe(ends) == 0 && write(ends[1], "a=1", 3) == 3 && dup2(ends[0], 0) == 0);
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", FORM, "CONTENT_LENGTH=9"));
	fail_catch(&failure);
	if (setjmp(failure.at) == 0) {
		ualarm(20000, 0);
		request_read_form(req);
	}
	insist(failure.status == 408);
	request_drain(req);
}

static void test_slow_bodies(void **state)
{
	(void)state;
	assert_well_done(start(read_for_ever, NULL));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		visiting(test_methods),
		visiting(test_empty_environment),
		visiting(test_headers),
		visiting(test_repeated_variables),
		visiting(test_script_names),
		visiting(test_paths),
		visiting(test_long_addresses),
		visiting(test_queries),
		visiting(test_language_is_known_at_every_failure),
		visiting(test_targets),
		visiting(test_lengths),
		visiting(test_forms_are_read),
		visiting(test_bad_forms_are_refused),
		visiting(test_forms_without_a_length),
		visiting(test_content_types),
		visiting(test_forms_are_limited),
		visiting(test_fields_are_counted),
		visiting(test_a_body_comes_in_pieces),
		visiting(test_the_rest_is_drained),
		visiting(test_slow_bodies),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
