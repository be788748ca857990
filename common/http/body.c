/* The body of a request, from standard input (RFC 3875 section 4.2). */
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/process.h"
#include "base/text.h"
#include "http/multipart.h"
#include "http/request.h"

enum {
	CHUNK = 16 * 1024,
	DRAINED_AT_MOST = 32 * 1024 * 1024,
	/* With the headers of its parts. */
	MULTIPART_BYTES = REQUEST_FORM_BYTES + REQUEST_UPLOAD_BYTES + 1024 * 1024,
};

static const size_t UNTIL_END = (size_t)-1;

/* The next piece of the body: 0 at its end. */
static size_t read_some(struct request *req, char *bytes, size_t length)
{
	ssize_t got;

	if (length > req->unread)
		length = req->unread;
	do {
		if (process_late())
			fail(408, "the body did not come in time");
		got = length > 0 ? read(STDIN_FILENO, bytes, length) : 0;
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		fail_errno(400, "the body");
	if (req->unread != UNTIL_END)
		req->unread -= (size_t)got;
	else if (got == 0)
		req->unread = 0;
	return (size_t)got;
}

/* A chunked body has no length: Apache hands it over until its end. */
static bool is_chunked(void)
{
	const char *coding = request_variable("HTTP_TRANSFER_ENCODING");

	return coding != NULL && strcasecmp(coding, "chunked") == 0;
}

static bool has_length(void)
{
	const char *length = request_variable("CONTENT_LENGTH");

	return length != NULL && *length != '\0';
}

void request_measure(struct request *req)
{
	const char *length = request_variable("CONTENT_LENGTH");
	uint64_t number = 0;

	if (!has_length()) {
		req->unread = is_chunked() ? UNTIL_END : 0;
		return;
	}
	if (strspn(length, "0123456789") != strlen(length))
		fail(400, "a length that is not a number: %.40s", length);
	if (!text_to_unsigned(length, SIZE_MAX / 2, &number))
		fail(413, "a body of %.40s bytes", length);
	req->unread = (size_t)number;
}

/* Hand the whole body over, piece by piece.  Short ones and ones over the limit fail. */
static void read_body(struct request *req, const char *kind, size_t most,
	void (*take)(void *to, const char *bytes, size_t length), void *to)
{
	char *bytes = arena_alloc(req->arena, CHUNK);
	size_t total = 0, got;

	if (req->unread != UNTIL_END && req->unread > most)
		fail(413, "a %s of %zu bytes", kind, req->unread);
	while ((got = read_some(req, bytes, CHUNK)) > 0) {
		total += got;
		if (total > most)
			fail(413, "a chunked %s over %zu bytes", kind, most);
		take(to, bytes, got);
	}
	if (req->unread > 0)
		fail(400, "the body ended %zu bytes early", req->unread);
}

static void take_urlencoded(void *body, const char *bytes, size_t length)
{
	buffer_put(body, bytes, length);
}

static void read_urlencoded(struct request *req)
{
	struct buffer body = { 0 };

	read_body(req, "form", REQUEST_FORM_BYTES, take_urlencoded, &body);
	if (!pairs_decode(&req->form, body.data, body.length, REQUEST_FIELDS))
		fail(400, "a form that cannot be decoded");
	buffer_free(&body);
}

static void take_multipart(void *multipart, const char *bytes, size_t length)
{
	multipart_feed(multipart, bytes, length);
}

static void read_multipart(struct request *req, const char *type)
{
	struct multipart *multipart = multipart_begin(req, type);

	read_body(req, "multipart form", MULTIPART_BYTES, take_multipart, multipart);
	multipart_end(multipart);
}

/* "type/subtype", then nothing or parameters. */
static bool has_type(const char *header, const char *type)
{
	size_t length = strlen(type);

	return strncasecmp(header, type, length) == 0 && (header[length] == '\0' ||
		header[length] == ';' || header[length] == ' ');
}

static void refuse_other_charsets(const char *type)
{
	const char *charset = strcasestr(type, "charset=");

	if (charset == NULL)
		return;
	charset += strlen("charset=");
	charset += *charset == '"';
	if (strcspn(charset, "\"; \t") != 5 || strncasecmp(charset, "utf-8", 5) != 0)
		fail(400, "a form in the charset %.40s", charset);
}

void request_read_form(struct request *req)
{
	const char *type = request_variable("CONTENT_TYPE");

	if (!has_length() && !is_chunked())
		fail(411, "a body without a length");
	if (type == NULL)
		return;
	refuse_other_charsets(type);
	if (has_type(type, "application/x-www-form-urlencoded"))
		read_urlencoded(req);
	else if (has_type(type, "multipart/form-data"))
		read_multipart(req, type);
}

void request_drain(struct request *req)
{
	char bytes[4096];
	size_t drained = 0;

	while (req->unread > 0 && drained < DRAINED_AT_MOST && !process_late()) {
		size_t wanted = req->unread < sizeof bytes ? req->unread : sizeof bytes;
		ssize_t got = read(STDIN_FILENO, bytes, wanted);

		if (got <= 0)
			break;
		drained += (size_t)got;
		req->unread -= req->unread != UNTIL_END ? (size_t)got : 0;
	}
}
