/* multipart/form-data: cut at every byte, wrong in every way, and at the limits. */
#include "visit.h"

#include <time.h>
#include <unistd.h>

#include "http/multipart.h"

#define TYPE "multipart/form-data; boundary=B"
#define PART(headers, content) "--B\r\n" headers "\r\n\r\n" content "\r\n"
#define FIELD(name, content) PART("Content-Disposition: form-data; name=\"" name "\"", content)
#define UPLOAD(name, content) \
	PART("Content-Disposition: form-data; name=\"f\"; filename=\"" name "\"", content)
#define DISPOSED(parameters) PART("Content-Disposition: form-data; " parameters, "1")
#define END "--B--\r\n"

static struct request req;
static bool keeps_files;

static void parse(const char *type, const char *bytes, size_t length, size_t cut)
{
	struct multipart *multipart;

	req = (struct request){ .arena = &arena, .keeps_files = keeps_files };
	req.form.arena = &arena;
	multipart = multipart_begin(&req, type);
	multipart_feed(multipart, bytes, cut);
	multipart_feed(multipart, bytes + cut, length - cut);
	multipart_end(multipart);
}

/* What becomes of a body that comes in two pieces: 0, or the status with which it fails. */
static int outcome(const char *type, const char *bytes, size_t length, size_t cut)
{
	failure.status = 0;
	fail_catch(&failure);
	leaks_begin();
	if (setjmp(failure.at) == 0)
		parse(type, bytes, length, cut);
	leaks_end();
	fail_catch(NULL);
	return failure.status;
}

/* However it is cut, it is understood like that. */
static void assert_parsed(const char *type, const char *body, const char *expected)
{
	size_t length = strlen(body);

	for (size_t cut = 0; cut <= length; cut++) {
		if (outcome(type, body, length, cut) != 0)
			fail_msg("cut at %zu, %s:\n%s", cut, failure.reason, body);
		assert_string_equal(shown(&req.form), expected);
	}
}

static void assert_refused(const char *type, const char *body, int status)
{
	for (size_t cut = 0; cut <= strlen(body); cut++)
		if (outcome(type, body, strlen(body), cut) != status)
			fail_msg("cut at %zu, status %d:\n%s", cut, failure.status, body);
}

static void test_forms(void **state)
{
	static const char *const cases[][2] = {
		{ END, "" },
		{ FIELD("a", "1") END, "a=1" },
		{ FIELD("a", "1") FIELD("b", "2") END, "a=1|b=2" },
		{ FIELD("a", "1") FIELD("a", "2") END, "a=1|a=2" },
		{ FIELD("a", "") FIELD("", "b") END, "a=|=b" },
		{ FIELD("a", "é宝\t ") END, "a=é宝\t " },
		{ FIELD("a", "x=1&y=%41+") END, "a=x=1&y=%41+" },
		{ FIELD("a", "1") "--B--", "a=1" },
		{ FIELD("a", "1") "--B--\r\n" FIELD("b", "2") END, "a=1" },
		{ "what stands\r\nin front" "\r\n" FIELD("a", "1") END, "a=1" },
		{ "--B \t \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--B  --", "a=1" },
		{ "Bx--B" "\r\n" FIELD("a", "1") END, "a=1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_parsed(TYPE, cases[i][0], cases[i][1]);
}

/* Contents that look like the end of a part. */
static void test_near_boundaries(void **state)
{
	static const char *const contents[] = { "\r", "\n", "\r\n", "\r\n\r\n", "-", "--", "--B",
		"x--B--", "\r\n-", "\r\n--", "\r\n--A", "\r\n-B", "\r\r\n--", "\n--B", "\r--B",
		"\r\n --B", "\r\n--b", "\r\n\r\n--\r\n--", "\r\n-\r\n--\r", NULL };

	(void)state;
	for (const char *const *content = contents; *content != NULL; content++)
		assert_parsed(TYPE, arena_printf(&arena, "%s%s%s", "--B\r\n"
			"Content-Disposition: form-data; name=\"a\"\r\n\r\n", *content, "\r\n" END),
			arena_printf(&arena, "a=%s", *content));
}

static void test_boundaries(void **state)
{
	static const char body[] =
		"--%s\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--%s--\r\n";
	static const char *const cases[][2] = {
		{ "boundary=B", "B" }, { "BOUNDARY=B", "B" }, { "boundary=\"B\"", "B" },
		{ "boundary=\"B B\"", "B B" }, { "boundary=\"a\\\"\\\\b\"", "a\"\\b" },
		{ "charset=utf-8; boundary=B", "B" }, { "boundary=B ; charset=utf-8", "B" },
		{ "x=\"; boundary=no\"; boundary=B", "B" }, { "xboundary=no;boundary=B", "B" },
		{ "boundary='()+_,-./:=?", "'()+_,-./:=?" },
		{ "boundary=----WebKitFormBoundaryABC", "----WebKitFormBoundaryABC" },
		{ "boundary=1234567890123456789012345678901234567890123456789012345678901234567890",
			"1234567890123456789012345678901234567890123456789012345678901234567890" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_parsed(arena_printf(&arena, "multipart/form-data; %s", cases[i][0]),
			arena_printf(&arena, body, cases[i][1], cases[i][1]), "a=1");
}

static void test_bad_boundaries(void **state)
{
	static const char *const types[] = { "", ";", "; boundary", "; boundary=",
		"; boundary=\"\"", "; boundary=;", "; boundary=\"B", "; boundary=B; boundary=B",
		"; boundary=B; boundary=C", "; boundary=C", "; boundary=b", " boundary=B",
		"; boundary=B\x01", "; boundary=\"B\xc3\xa9\"",
		"; boundary=1234567890123456789012345678901234567890"
		"1234567890123456789012345678901", NULL };

	(void)state;
	for (const char *const *type = types; *type != NULL; type++)
		assert_refused(arena_printf(&arena, "multipart/form-data%s", *type),
			FIELD("a", "1") END, 400);
}

static void test_part_headers(void **state)
{
	static const char *const cases[][2] = {
		{ PART("content-disposition:form-data;name=a", "1") END, "a=1" },
		{ PART("X: y\r\nContent-Disposition: form-data; name=\"a\"\r\nZ:", "1") END,
			"a=1" },
		{ PART("Content-Type: text/plain\r\nContent-Disposition: form-data; NAME=\"a\"",
			"1") END, "a=1" },
		{ FIELD("a\\\"b\\\\c", "1") END, "a\"b\\c=1" },
		{ FIELD("a;b=c; name=d", "1") END, "a;b=c; name=d=1" },
		{ FIELD("é", "1") END, "é=1" },
		{ PART("Content-Disposition: form-data; x=name; name=a", "1") END, "a=1" },
		{ PART("Content-Disposition: form-data", "1") FIELD("b", "2") END, "b=2" },
		{ PART("X-Name: a", "1") FIELD("b", "2") END, "b=2" },
		{ "--B\r\n\r\n1\r\n" FIELD("b", "2") END, "b=2" },
		{ PART("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: 8BIT",
			"1") END, "a=1" },
		{ PART("Content-Transfer-Encoding:binary\r\nContent-Disposition: form-data; name=a",
			"1") END, "a=1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_parsed(TYPE, cases[i][0], cases[i][1]);
}

/* Files are let go, whatever their name; nothing of them becomes a field. */
static void test_files(void **state)
{
	static const char *const cases[][2] = {
		{ UPLOAD("a.png", "bytes") FIELD("b", "2") END, "b=2" },
		{ UPLOAD("", "") FIELD("b", "2") END, "b=2" },
		{ UPLOAD("../../x", "\xff\xfe") END, "" },
		{ UPLOAD("/tmp/x", "1") UPLOAD("C:\\\\x", "2") UPLOAD("..&#x2F;x", "3") END, "" },
		{ PART("Content-Disposition: form-data; filename*=UTF-8''x; name=f", "1") END, "" },
		{ PART("Content-Disposition: form-data; filename=x; name=f", "1") END, "" },
		{ PART("Content-Disposition: form-data; filename=\"x\"", "1") END, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_parsed(TYPE, cases[i][0], cases[i][1]);
}

/* "field/name=bytes|field/name=bytes" */
static const char *shown_files(void)
{
	struct pairs files = { .arena = &arena };

	for (size_t i = 0; i < req.file_count; i++) {
		const struct upload *file = &req.file[i];

		pairs_add(&files, arena_printf(&arena, "%s/%s", file->name, file->filename),
			arena_copy(&arena, file->bytes, file->length));
	}
	return shown(&files);
}

/* Where they are wanted they are kept, by the names that Django gives them. */
static void test_kept_files(void **state)
{
	static const char *const cases[][2] = {
		{ UPLOAD("a.png", "bytes") FIELD("f", "2") END, "f/a.png=bytes" },
		{ UPLOAD("a", "1") UPLOAD("b", "") UPLOAD("a", "\r\n--") END,
			"f/a=1|f/b=|f/a=\r\n--" },
		{ UPLOAD("", "x") UPLOAD(".", "x") UPLOAD("..", "x") UPLOAD("a/", "x") END, "" },
		{ UPLOAD("\x01\x7f\xc2\x9f", "x") UPLOAD("a\x01\xc2\x9f" "b", "x") END, "f/ab=x" },
		{ UPLOAD("/tmp/x", "1") UPLOAD("C:\\\\x", "2") UPLOAD("C:\\y", "3") END,
			"f/x=1|f/x=2|f/y=3" },
		{ UPLOAD("../../x", "1") UPLOAD("..&#x2F;x", "2") UPLOAD("..&sol;x", "3") END,
			"f/x=1|f/x=2|f/x=3" },
		{ UPLOAD("sub/dir\\x", "1") UPLOAD("/tmp/..", "2") UPLOAD("a%2fb", "3") END,
			"f/x=1|f/a%2fb=3" },
		{ UPLOAD("&#47a&amp;&#X62;&#x1F600;&#xd800;&#0;&#1114112;&#99999999999999999999;",
			"") END, "f/a&b😀\uFFFD\uFFFD\uFFFD\uFFFD=" },
		{ UPLOAD("&#;&#x;&#xg&;&nbsp;&am", "") UPLOAD("&", "") END,
			"f/&#;&#x;&#xg&;&nbsp;&am=|f/&=" },
		{ UPLOAD("é.png", "1") END, "f/é.png=1" },
		{ DISPOSED("filename*=UTF-8''x.png; name=f") END, "f/x.png=1" },
		{ DISPOSED("name=f; filename*=x") DISPOSED("name=f; filename*=''") END, "f/x=1" },
		{ DISPOSED("name=f; filename*=UTF-8'en'a; filename=b") END, "f/b=1" },
		{ DISPOSED("filename=x") END, "" },
	};

	(void)state;
	keeps_files = true;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t cut = 0; cut <= strlen(cases[i][0]); cut++) {
			assert_int_equal(outcome(TYPE, cases[i][0], strlen(cases[i][0]), cut), 0);
			assert_string_equal(shown_files(), cases[i][1]);
		}
	assert_refused(TYPE, UPLOAD("\xff", "1") END, 400);
	assert_refused(TYPE, DISPOSED("name=\xff; filename=a") END, 400);
	keeps_files = false;
}

static void test_a_file_is_found(void **state)
{
	static const char body[] = UPLOAD("a", "1\0002") UPLOAD("b", "\0\r\n") UPLOAD("", "no")
		FIELD("g", "2") END;

	(void)state;
	keeps_files = true;
	assert_int_equal(outcome(TYPE, body, sizeof body - 1, 0), 0);
	keeps_files = false;
	assert_int_equal(req.file_count, 2);
	assert_int_equal(req.file[0].length, 3);
	assert_memory_equal(req.file[0].bytes, "1\0002", 3);
	assert_ptr_equal(request_file(&req, "f"), &req.file[1]);
	assert_int_equal(request_file(&req, "f")->length, 3);
	assert_null(request_file(&req, "g"));
	assert_string_equal(shown(&req.form), "g=2");
}

static void test_bad_forms(void **state)
{
	static const char *const bodies[] = {
		"", "\r\n", "a=1", "--B", "--B\r\n", "--B-\r\n", "--Bx\r\n" FIELD("a", "1") END,
		"--B\nContent-Disposition: form-data; name=a\n\n1\n--B--\n",
		"--B\r\nContent-Disposition: form-data; name=a\n\n1\r\n--B--\r\n",
		FIELD("a", "1") "--B\r\n--B--\r\n",
		FIELD("a", "1\r\n--Bx") END,
		FIELD("a", "\xff") END,
		FIELD("a", "\xed\xa0\x80") END,
		FIELD("\xff", "1") END,
		PART("Content-Disposition: form-data; name=\"a", "1") END,
		PART("Content-Disposition: form-data; name=\"a\\\"", "1") END,
		PART("Content-Disposition: form-data; name=a; name=b", "1") END,
		PART("Content-Disposition: form-data; name=a; filename=x; filename=y", "1") END,
		PART("Content-Disposition: form-data; name=a\r\n"
			"Content-Disposition: form-data; name=b", "1") END,
		PART("Content-Disposition: form-data; name=a\r\n"
			"Content-Transfer-Encoding: base64", "MQ==") END,
		PART("Content-Disposition: form-data; name=a\r\n"
			"content-transfer-encoding:quoted-printable", "=31") END,
		NULL };

	(void)state;
	for (const char *const *body = bodies; *body != NULL; body++)
		assert_refused(TYPE, *body, 400);
}

/* A form that ends before its last boundary is refused, wherever it ends. */
static void test_cut_forms(void **state)
{
	static const char body[] = FIELD("a", "1") UPLOAD("x", "2") FIELD("b", "3") "--B--";

	(void)state;
	for (size_t length = 0; length < strlen(body); length++)
		assert_int_equal(outcome(TYPE, body, length, length / 2), 400);
	assert_int_equal(outcome(TYPE, body, strlen(body), 0), 0);
}

static void test_nul(void **state)
{
	static const char in_value[] = FIELD("a", "x\0y") END, in_name[] = FIELD("a\0b", "x") END;

	(void)state;
	for (size_t cut = 0; cut < sizeof in_value; cut++) {
		assert_int_equal(outcome(TYPE, in_value, sizeof in_value - 1, cut), 0);
		assert_true(req.form.pair[0].has_nul);
		assert_int_equal(outcome(TYPE, in_name, sizeof in_name - 1, cut), 400);
	}
}

/*
 * What becomes of a part whose headers are so long, with the blank line behind them: the same,
 * wherever in that line the network cuts it.
 */
static int with_headers(size_t length)
{
	struct buffer body = { 0 };
	size_t end;
	int status;

	buffer_literal(&body, "--B\r\nContent-Disposition: form-data; name=a\r\nX: ");
	while (body.length < 5 + length)
		buffer_char(&body, 'x');
	end = body.length;
	buffer_literal(&body, "\r\n\r\n1\r\n" END);
	status = outcome(TYPE, body.data, body.length, 0);
	for (size_t cut = end; cut <= end + 4; cut++)
		assert_int_equal(outcome(TYPE, body.data, body.length, cut), status);
	buffer_free(&body);
	return status;
}

/* Counted are the lines between the boundary's line end and the blank line. */
static void test_long_headers(void **state)
{
	struct buffer body = { 0 };

	(void)state;
	assert_int_equal(with_headers(2045), 0);
	assert_int_equal(with_headers(2046), 0);
	assert_int_equal(with_headers(2047), 400);
	assert_int_equal(with_headers(100000), 400);
	buffer_literal(&body, "--B\r\n");
	while (body.length < 3000)
		buffer_char(&body, 'x');
	assert_int_equal(outcome(TYPE, body.data, body.length, 0), 400);
	assert_non_null(strstr(failure.reason, "headers"));
	buffer_free(&body);
}

/* The outcome of so many parts. */
static int with_parts(const char *part, int count)
{
	struct buffer body = { 0 };
	int status;

	while (count-- > 0)
		buffer_text(&body, part);
	buffer_literal(&body, END);
	status = outcome(TYPE, body.data, body.length, body.length / 3);
	buffer_free(&body);
	return status;
}

static void test_parts_are_counted(void **state)
{
	(void)state;
	assert_int_equal(with_parts(FIELD("a", "1"), REQUEST_FIELDS - 1), 0);
	assert_int_equal(with_parts(FIELD("a", "1"), REQUEST_FIELDS), 0);
	assert_int_equal(req.form.count, REQUEST_FIELDS);
	assert_int_equal(with_parts(FIELD("a", "1"), REQUEST_FIELDS + 1), 400);
	assert_int_equal(with_parts("--B\r\n\r\n\r\n", REQUEST_FIELDS + 1), 400);
	assert_int_equal(with_parts(UPLOAD("x", ""), REQUEST_FILES - 1), 0);
	assert_int_equal(with_parts(UPLOAD("x", ""), REQUEST_FILES), 0);
	assert_int_equal(with_parts(UPLOAD("x", ""), REQUEST_FILES + 1), 400);
}

/* The body of a part that holds so many bytes, together with another of one byte. */
static const char *large(const char *headers, size_t length, size_t *total)
{
	struct buffer body = { 0 };
	char *content;

	buffer_printf(&body, "--B\r\n%s\r\n\r\n1\r\n--B\r\n%s\r\n\r\n", headers, headers);
	content = buffer_room(&body, length - 1);
	memset(content, 'x', length - 1);
	body.length += length - 1;
	buffer_literal(&body, "\r\n" END);
	*total = body.length;
	return taken(&body);
}

static void post(const char *bytes, size_t length, size_t packet)
{
	static struct visit visit;

	give_body(bytes, length, packet);
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", "CONTENT_TYPE=" TYPE,
		arena_printf(&arena, "CONTENT_LENGTH=%zu", length)));
	visit.req.keeps_files = keeps_files;
	request_read_form(&visit.req);
	req = visit.req;
}

static void post_large(const char *headers, size_t length)
{
	size_t total;
	const char *body = large(headers, length, &total);

	post(body, total, 0);
}

static void test_sizes_are_limited(void **state)
{
	static const char field[] = "Content-Disposition: form-data; name=a";
	static const char file[] = "Content-Disposition: form-data; name=a; filename=x";

	(void)state;
	post_large(field, REQUEST_FORM_BYTES - 1);
	post_large(field, REQUEST_FORM_BYTES);
	assert_int_equal(strlen(pairs_get(&req.form, "a")), REQUEST_FORM_BYTES - 1);
	assert_fails(413, post_large(field, REQUEST_FORM_BYTES + 1));
	post_large(file, REQUEST_UPLOAD_BYTES - 1);
	post_large(file, REQUEST_UPLOAD_BYTES);
	assert_fails(413, post_large(file, REQUEST_UPLOAD_BYTES + 1));
	keeps_files = true;
	post_large(file, REQUEST_UPLOAD_BYTES);
	assert_int_equal(req.file[0].length, 1);
	assert_int_equal(req.file[1].length, REQUEST_UPLOAD_BYTES - 1);
	assert_fails(413, post_large(file, REQUEST_UPLOAD_BYTES + 1));
	keeps_files = false;
}

/* What is neither a field nor a file counts in the whole. */
static void test_the_whole_is_limited(void **state)
{
	static struct visit visit;
	const size_t most = REQUEST_FORM_BYTES + REQUEST_UPLOAD_BYTES + 1024 * 1024;
	char *body = arena_alloc(&arena, most + 1);

	(void)state;
	memset(body, 'x', most + 1);
	memcpy(body + most - strlen("\r\n" END), "\r\n" END, strlen("\r\n" END));
	post(body, most, 0);
	memcpy(body + most + 1 - strlen("\r\n" END), "\r\n" END, strlen("\r\n" END));
	assert_fails(413, post(body, most + 1, 0));
	give_body(body, most + 1, 0);
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", "CONTENT_TYPE=" TYPE,
		"HTTP_TRANSFER_ENCODING=chunked"));
	assert_fails(413, request_read_form(&visit.req));
}

static void test_a_body_comes_in_pieces(void **state)
{
	static const char body[] = FIELD("a", "1\r\n--") UPLOAD("x", "\r\n\r\n")
		FIELD("b", "é") END;

	(void)state;
	for (size_t packet = 1; packet < 30; packet++) {
		post(body, strlen(body), packet);
		assert_string_equal(shown(&req.form), "a=1\r\n--|b=é");
	}
}

static void post_with_length(const char *bytes, size_t length)
{
	static struct visit visit;

	give_body(bytes, strlen(bytes), 0);
	visit_begin(&visit, ENVIRONMENT("REQUEST_METHOD=POST", "CONTENT_TYPE=" TYPE,
		arena_printf(&arena, "CONTENT_LENGTH=%zu", length)));
	request_read_form(&visit.req);
}

/* The server promised more than came, or less than the form needs. */
static void test_wrong_lengths(void **state)
{
	static const char body[] = FIELD("a", "1") END;

	(void)state;
	post_with_length(body, strlen(body));
	assert_fails(400, post_with_length(body, strlen(body) + 1));
	assert_fails(400, post_with_length(body, strlen(body) - 5));
	assert_fails(400, post_with_length(body, 0));
}

/* Megabytes of what could be the beginning of a boundary take linear time: well under a second. */
static void test_time_is_linear(void **state)
{
	static const char *const patterns[] = { "\r", "\r\n", "\r\n-", "\r\n--", "-", "\r\n--\r" };
	const size_t length = REQUEST_UPLOAD_BYTES;
	char *body = arena_alloc(&arena, length + 100);
	size_t head = (size_t)sprintf(body, "%s", "--B\r\n"
		"Content-Disposition: form-data; name=a; filename=x\r\n\r\n");

	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		clock_t before = clock();

		for (size_t at = head; at < length; at++)
			body[at] = patterns[i][(at - head) % strlen(patterns[i])];
		memcpy(body + length, "\r\n" END, strlen("\r\n" END));
		assert_int_equal(outcome(TYPE, body, length + strlen("\r\n" END), length / 2), 0);
		assert_in_range(clock() - before, 0, 3 * CLOCKS_PER_SEC);
	}
}

/* One byte at a time, and still. */
static void test_time_is_linear_in_single_bytes(void **state)
{
	static const char head[] =
		"--B\r\nContent-Disposition: form-data; name=a; filename=x\r\n\r\n";
	struct multipart *multipart;
	clock_t before = clock();

	(void)state;
	req = (struct request){ .arena = &arena };
	req.form.arena = &arena;
	multipart = multipart_begin(&req, TYPE);
	multipart_feed(multipart, head, strlen(head));
	for (int i = 0; i < 1000000; i++)
		multipart_feed(multipart, &"\r\n--"[i % 4], 1);
	multipart_feed(multipart, "\r\n" END, strlen("\r\n" END));
	multipart_end(multipart);
	assert_in_range(clock() - before, 0, 3 * CLOCKS_PER_SEC);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_forms),
		unit(test_near_boundaries),
		unit(test_boundaries),
		unit(test_bad_boundaries),
		unit(test_part_headers),
		unit(test_files),
		unit(test_kept_files),
		unit(test_a_file_is_found),
		unit(test_bad_forms),
		unit(test_cut_forms),
		unit(test_nul),
		unit(test_long_headers),
		unit(test_parts_are_counted),
		visiting(test_sizes_are_limited),
		visiting(test_the_whole_is_limited),
		visiting(test_a_body_comes_in_pieces),
		visiting(test_wrong_lengths),
		unit(test_time_is_linear),
		unit(test_time_is_linear_in_single_bytes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
