/* Answers: their headers, large ones, and how they go out. */
#include "visit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "html/html.h"
#include "http/status.h"
#include "http/url.h"

#define PAGE_HEAD(status, length) "Status: " status "\r\n" \
	"Content-Type: text/html; charset=utf-8\r\nContent-Length: " length "\r\n" FOR_ALL
#define FOR_ALL "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n" \
	"Referrer-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n" \
	"Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; " \
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"

static struct visit visit;

static void visit_root(const char *method)
{
	visit_begin(&visit, ENVIRONMENT(method, "SCRIPT_NAME=/cgi-bin/list"));
}

static void test_a_page(void **state)
{
	(void)state;
	visit_root("REQUEST_METHOD=GET");
	buffer_text(&visit.res.body, "<p>é</p>");
	assert_string_equal(send_answer(&visit).bytes, PAGE_HEAD("200 OK", "9")
		"Vary: Accept-Language\r\n\r\n<p>é</p>");
}

static void test_an_empty_answer(void **state)
{
	(void)state;
	visit_root("REQUEST_METHOD=GET");
	visit.res.status = 404;
	assert_string_equal(send_answer(&visit).bytes, PAGE_HEAD("404 Not Found", "0")
		"Vary: Accept-Language\r\n\r\n");
}

static void test_head_has_no_body(void **state)
{
	(void)state;
	visit_root("REQUEST_METHOD=HEAD");
	buffer_text(&visit.res.body, "<p>text</p>");
	assert_string_equal(send_answer(&visit).bytes, PAGE_HEAD("200 OK", "11")
		"Vary: Accept-Language\r\n\r\n");
}

static void test_caching(void **state)
{
	(void)state;
	visit_root("REQUEST_METHOD=GET");
	visit.res.varies_by_cookie = true;
	assert_string_equal(send_answer(&visit).bytes, PAGE_HEAD("200 OK", "0")
		"Vary: Accept-Language, Cookie\r\nCache-Control: private, no-cache\r\n\r\n");
	visit.res.never_stored = true;
	assert_string_equal(send_answer(&visit).bytes, PAGE_HEAD("200 OK", "0")
		"Vary: Accept-Language, Cookie\r\n"
		"Cache-Control: max-age=0, no-cache, no-store, must-revalidate, private\r\n\r\n");
	visit_root("REQUEST_METHOD=GET");
	visit.res.content_type = "application/json";
	assert_string_equal(send_answer(&visit).bytes, "Status: 200 OK\r\n"
		"Content-Type: application/json\r\nContent-Length: 0\r\n" FOR_ALL "\r\n");
	visit.res.varies_by_cookie = true;
	assert_non_null(strstr(send_answer(&visit).bytes,
		"\r\nVary: Cookie\r\nCache-Control: private, no-cache\r\n\r\n"));
}

static void test_headers(void **state)
{
	static const char *const bad[] = { "a\nb", "a\r\nSet-Cookie: b=c", "\r", "\x01", "\x7f",
		NULL };

	(void)state;
	visit_root("REQUEST_METHOD=GET");
	response_header(&visit.res, "Allow", "GET, HEAD");
	response_header(&visit.res, "X-A", "tab\t, é and \"");
	assert_string_equal(visit.res.headers.data,
		"Allow: GET, HEAD\r\nX-A: tab\t, é and \"\r\n");
	assert_non_null(strstr(send_answer(&visit).bytes, "\r\nAllow: GET, HEAD\r\nX-A: "));
	for (size_t i = 0; bad[i] != NULL; i++) {
		assert_fails(500, response_header(&visit.res, "X", bad[i]));
		assert_fails(500, response_header(&visit.res, bad[i], "x"));
	}
	assert_null(strstr(visit.res.headers.data, "X:"));
}

static void set(const char *name, const char *value)
{
	response_cookie(&visit.res, &visit.req, (struct cookie){ .name = name, .value = value });
}

static void test_cookies(void **state)
{
	(void)state;
	visit_begin(&visit, ENVIRONMENT("SCRIPT_NAME=/~me/cgi-bin/list", "HTTPS=on"));
	set("a", "b\r\nc");
	assert_string_equal(visit.res.headers.data, "Set-Cookie: a=\"b\\015\\012c\"; HttpOnly; "
		"Path=/~me/; SameSite=Lax; Secure\r\n");
	assert_true(visit.res.varies_by_cookie);
}

/* One header for each name, the last that was set; others stay, also those with a longer name. */
static void test_cookies_are_replaced(void **state)
{
	(void)state;
	visit_root("REQUEST_METHOD=GET");
	set("a", "1");
	set("ab", "2");
	response_header(&visit.res, "X", "a=3");
	set("b", "a=4");
	set("a", "5");
	assert_string_equal(visit.res.headers.data,
		"Set-Cookie: ab=2; HttpOnly; Path=/; SameSite=Lax\r\nX: a=3\r\n"
		"Set-Cookie: b=\"a=4\"; HttpOnly; Path=/; SameSite=Lax\r\n"
		"Set-Cookie: a=5; HttpOnly; Path=/; SameSite=Lax\r\n");
	set("a", "6");
	set("a", "7");
	set("ab", "8");
	assert_string_equal(cookie_set(&visit, "a"), "7; HttpOnly; Path=/; SameSite=Lax");
	assert_string_equal(cookie_set(&visit, "ab"), "8; HttpOnly; Path=/; SameSite=Lax");
	assert_int_equal(strlen(visit.res.headers.data), visit.res.headers.length);
}

/* Whatever the place of a cookie, it is deleted there; set again, it lives. */
static void test_cookies_are_deleted(void **state)
{
	struct cookie cookie = { .name = "a", .value = "b", .max_age = 60, .path = "/p/",
		.domain = "x.com", .same_site = SAME_SITE_NONE };

	(void)state;
	visit_begin(&visit, ENVIRONMENT("SCRIPT_NAME=/~me/cgi-bin/list"));
	response_cookie(&visit.res, &visit.req, cookie);
	response_cookie_delete(&visit.res, &visit.req, cookie);
	assert_string_equal(visit.res.headers.data, "Set-Cookie: a=\"\"; "
		"expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Domain=x.com; "
		"Path=/p/; SameSite=None; Secure\r\n");
	response_cookie_delete(&visit.res, &visit.req, (struct cookie){ .name = "a" });
	assert_string_equal(cookie_set(&visit, "a"), "\"\"; "
		"expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Path=/~me/; "
		"SameSite=Lax");
	set("a", "1");
	assert_string_equal(visit.res.headers.data,
		"Set-Cookie: a=1; HttpOnly; Path=/~me/; SameSite=Lax\r\n");
	response_cookie(&visit.res, &visit.req, (struct cookie){
		.name = "a", .value = "1", .secure = true });
	assert_string_equal(cookie_set(&visit, "a"),
		"1; HttpOnly; Path=/~me/; SameSite=Lax; Secure");
}

/* What a browser would misread is an error of ours, and nothing of it goes out. */
static void test_bad_cookies(void **state)
{
	static const struct cookie bad[] = { { .name = "a b" }, { .name = "" }, { .name = "Path" },
		{ .name = "a", .path = "/;" }, { .name = "a", .domain = "x\r\nSet-Cookie: b=c" },
		{ .name = "__Host-a" } };

	(void)state;
	visit_begin(&visit, ENVIRONMENT("SCRIPT_NAME=/~me/cgi-bin/list"));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cookie cookie = bad[i];

		cookie.value = "b";
		assert_fails(500, response_cookie(&visit.res, &visit.req, cookie));
		assert_non_null(strstr(failure.reason, "the cookie "));
		assert_null(visit.res.headers.data);
	}
	visit_root("REQUEST_METHOD=GET");
	set("__Host-a", "b");
	assert_string_equal(cookie_set(&visit, "__Host-a"),
		"b; HttpOnly; Path=/; SameSite=Lax; Secure");
}

static void test_redirects(void **state)
{
	(void)state;
	visit_root("REQUEST_METHOD=POST");
	html_literal(&visit.res.page, "<p>dropped");
	redirect(&visit.res, url_id(&visit.req, "product", "a&b"));
	assert_string_equal(send_answer(&visit).bytes, PAGE_HEAD("303 See Other", "110")
		"Vary: Accept-Language\r\nLocation: /cgi-bin/product/a&b\r\n\r\n"
		"<!DOCTYPE html><title>See Other</title><p>"
		"<a href=\"/cgi-bin/product/a&amp;b\">/cgi-bin/product/a&amp;b</a></p>\n");
	visit_root("REQUEST_METHOD=GET");
	redirect_found(&visit.res, url(&visit.req, "login"));
	assert_int_equal(visit.res.status, 302);
	assert_non_null(strstr(send_answer(&visit).bytes, "\r\nLocation: /cgi-bin/login\r\n"));
}

static void test_statuses(void **state)
{
	static const int codes[] = { 200, 302, 303, 400, 403, 404, 405, 408, 411, 413, 414, 500,
		503 };

	(void)state;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		assert_int_equal(status_find(codes[i])->code, codes[i]);
	assert_int_equal(status_find(418)->code, 500);
	assert_int_equal(status_find(0)->code, 500);
}

/* The answer of so many bytes, put in by pieces: no more than 1 MiB of it is kept in memory. */
static void fill(size_t length)
{
	char piece[1000];

	for (size_t done = 0, size; done < length; done += size) {
		size = length - done < sizeof piece ? length - done : sizeof piece;
		for (size_t i = 0; i < size; i++)
			piece[i] = (char)('a' + (done + i) % 23);
		buffer_put(&visit.res.body, piece, size);
	}
	assert_true(visit.res.body.capacity <= BUFFER_MEMORY);
}

static void assert_sent(size_t length)
{
	struct sent sent = send_answer(&visit);
	const char *body = strstr(sent.bytes, "\r\n\r\n") + 4;

	assert_true(sent.complete);
	assert_non_null(strstr(sent.bytes,
		arena_printf(&arena, "Content-Length: %zu\r\n", length)));
	assert_int_equal(sent.length, (size_t)(body - sent.bytes) + length);
	for (size_t i = 0; i < length; i++)
		if (body[i] != (char)('a' + i % 23))
			assert_int_equal(body[i], 'a' + i % 23);
}

static void test_large_answers(void **state)
{
	const size_t sizes[] = { BUFFER_MEMORY - 1, BUFFER_MEMORY, BUFFER_MEMORY + 1,
		5 * BUFFER_MEMORY + 7 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		visit_root("REQUEST_METHOD=GET");
		fill(sizes[i]);
		assert_int_equal(visit.res.spilled >= 0, sizes[i] >= BUFFER_MEMORY);
		assert_sent(sizes[i]);
		}
}

static void test_large_answers_to_head(void **state)
{
	struct sent sent;

	(void)state;
	visit_root("REQUEST_METHOD=HEAD");
	fill(3 * BUFFER_MEMORY);
	sent = send_answer(&visit);
	assert_non_null(strstr(sent.bytes, "Content-Length: 3145728\r\n"));
	assert_int_equal(sent.length, (size_t)(strstr(sent.bytes, "\r\n\r\n") + 4 - sent.bytes));
}

/* An error page in the place of a large answer holds nothing of it. */
static void test_a_large_answer_is_dropped(void **state)
{
	int spilled;

	(void)state;
	visit_root("REQUEST_METHOD=GET");
	fill(2 * BUFFER_MEMORY);
	response_header(&visit.res, "X", "y");
	spilled = visit.res.spilled;
	response_begin(&visit.res, &visit.req);
	assert_int_equal(fcntl(spilled, F_GETFD), -1);
	fill(10);
	assert_sent(10);
	assert_null(visit.res.headers.data);
}

/* A server may take the first piece for the whole: on a socket that keeps packets there is one. */
static void test_one_write(void **state)
{
	static char got[200000];
	ssize_t length;
	int ends[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	visit_root("REQUEST_METHOD=GET");
	fill(100000);
	fflush(stdout);
	dup2(ends[1], STDOUT_FILENO);
	response_complete(&visit.res);
	assert_true(response_send(&visit.res, &visit.req));
	length = recv(ends[0], got, sizeof got - 1, 0);
	assert_int_equal(length, strstr(got, "\r\n\r\n") + 4 - got + 100000);
	assert_int_equal(recv(ends[0], got, sizeof got, MSG_DONTWAIT), -1);
	assert_int_equal(errno, EAGAIN);
	close(ends[0]);
	close(ends[1]);
}

static void test_the_client_went_away(void **state)
{
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	fflush(stdout);
	dup2(ends[1], STDOUT_FILENO);
	close(ends[1]);
	for (size_t length = 10; length < 3 * BUFFER_MEMORY; length *= 400) {
		visit_root("REQUEST_METHOD=GET");
		fill(length);
		response_complete(&visit.res);
		assert_false(response_send(&visit.res, &visit.req));
	}
	signal(SIGPIPE, before);
}

static void do_nothing(int signal_number)
{
	(void)signal_number;
}

/* A slow client, and signals: writes that are cut short go on where they stopped. */
static void send_slowly(void *ends)
{
	const struct sigaction tick = { .sa_handler = do_nothing };
	const struct itimerval every = { { 0, 5000 }, { 0, 5000 } };

	sigaction(SIGALRM, &tick, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
	dup2(((int *)ends)[1], STDOUT_FILENO);
	close(((int *)ends)[0]);
	response_complete(&visit.res);
	insist(response_send(&visit.res, &visit.req));
}

static void receive_slowly(size_t length)
{
	char *got = arena_alloc(&arena, length + 2000), *body;
	size_t total = 0;
	ssize_t some;
	int ends[2];
	pid_t sender;

	assert_int_equal(pipe(ends), 0);
	visit_root("REQUEST_METHOD=GET");
	fill(length);
	sender = start(send_slowly, ends);
	close(ends[1]);
	while (usleep(3000), (some = read(ends[0], got + total, 30000)) > 0)
		total += (size_t)some;
	assert_well_done(sender);
	close(ends[0]);
	body = strstr(got, "\r\n\r\n") + 4;
	assert_int_equal(total, (size_t)(body - got) + length);
	for (size_t i = 0; i < length; i++)
		if (body[i] != (char)('a' + i % 23))
			assert_int_equal(body[i], 'a' + i % 23);
}

static void test_a_slow_client(void **state)
{
	(void)state;
	receive_slowly(500000);
	receive_slowly(BUFFER_MEMORY + 100000);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		visiting(test_a_page),
		visiting(test_an_empty_answer),
		visiting(test_head_has_no_body),
		visiting(test_caching),
		visiting(test_headers),
		visiting(test_cookies),
		visiting(test_cookies_are_replaced),
		visiting(test_cookies_are_deleted),
		visiting(test_bad_cookies),
		visiting(test_redirects),
		visiting(test_statuses),
		visiting(test_large_answers),
		visiting(test_large_answers_to_head),
		visiting(test_a_large_answer_is_dropped),
		visiting(test_one_write),
		visiting(test_the_client_went_away),
		visiting(test_a_slow_client),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
