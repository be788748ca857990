/* The answer. */
#include "http/response.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "http/status.h"
#include "http/url.h"

/* A page of ours needs its style sheet, pictures and forms of its own origin, and nothing else. */
#define POLICY "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; " \
	"base-uri 'none'; frame-ancestors 'none'"

static struct response *response_of(struct buffer *body)
{
	return (struct response *)(void *)((char *)body - offsetof(struct response, body));
}

/* The body has reached 1 MiB: from here on it lies in a file, and memory stays as it is. */
static void spill(struct buffer *body)
{
	struct response *res = response_of(body);

	if (res->spilled < 0)
		res->spilled = file_unlinked(res->directory);
	if (res->spilled < 0 || !file_write_all(res->spilled, body->data, body->length))
		fail_errno(503, "a temporary file for a large answer");
	buffer_clear(body);
}

void response_begin(struct response *res, const struct request *req)
{
	if (res->spilled >= 0)
		close(res->spilled);
	buffer_free(&res->head);
	buffer_free(&res->headers);
	buffer_free(&res->body);
	*res = (struct response){
		.status = 200,
		.content_type = "text/html; charset=utf-8",
		.body.full = spill,
		.spilled = -1,
		.directory = req->config.data,
		.page.language = req->language,
		.page.currency = req->config.currency,
	};
	res->page.to = &res->body;
}

static bool is_one_line(const char *text)
{
	for (; *text != '\0'; text++)
		if (((unsigned char)*text < 0x20 && *text != '\t') || *text == 0x7F)
			return false;
	return true;
}

void response_header(struct response *res, const char *name, const char *value)
{
	if (!is_one_line(name) || !is_one_line(value))
		fail(500, "a control character in the header %s", name);
	buffer_text(&res->headers, name);
	buffer_literal(&res->headers, ": ");
	buffer_text(&res->headers, value);
	buffer_literal(&res->headers, "\r\n");
}

/* Take the Set-Cookie line of that name out of the headers. */
static void forget_cookie(struct buffer *headers, const char *name)
{
	size_t length = strlen(name);

	for (char *line = headers->data, *end; line != NULL && *line != '\0'; line = end) {
		const char *after = strstr(line, "\r\n") + 2;

		end = line + (after - line);
		if (strncmp(line, "Set-Cookie: ", 12) != 0 ||
		    strncmp(line + 12, name, length) != 0 || line[12 + length] != '=')
			continue;
		memmove(line, after, strlen(after) + 1);
		headers->length -= (size_t)(after - line);
		end = line;
	}
}

void response_cookie(struct response *res, const struct request *req, struct cookie cookie)
{
	struct buffer line = { 0 };
	const char *problem;

	if (cookie.path == NULL)
		cookie.path = url_root(req);
	cookie.secure |= req->https;
	if ((problem = cookie_problem(&cookie)) != NULL)
		fail(500, "the cookie %.40s: %s", cookie.name, problem);
	forget_cookie(&res->headers, cookie.name);
	cookie_format(&line, &cookie);
	response_header(res, "Set-Cookie", line.data);
	buffer_free(&line);
	res->varies_by_cookie = true;
}

void response_cookie_delete(struct response *res, const struct request *req, struct cookie cookie)
{
	cookie.value = "";
	cookie.max_age = COOKIE_DELETE;
	response_cookie(res, req, cookie);
}

static void redirect_with(struct response *res, int status, struct url to)
{
	res->status = status;
	response_header(res, "Location", to.text);
	buffer_clear(&res->body);
	html_literal(&res->page, "<!DOCTYPE html><title>");
	html_text(&res->page, status_find(status)->phrase);
	html_literal(&res->page, "</title><p><a href=\"");
	html_url(&res->page, to);
	html_literal(&res->page, "\">");
	html_url(&res->page, to);
	html_literal(&res->page, "</a></p>\n");
}

void redirect(struct response *res, struct url to)
{
	redirect_with(res, 303, to);
}

void redirect_found(struct response *res, struct url to)
{
	redirect_with(res, 302, to);
}

/* Pages are in the visitor's language; json and xml are not in any. */
static void put_caching(struct response *res, struct buffer *head)
{
	bool is_page = strncmp(res->content_type, "text/html", 9) == 0;

	if (is_page || res->varies_by_cookie)
		buffer_printf(head, "Vary: %s%s%s\r\n", is_page ? "Accept-Language" : "",
			is_page && res->varies_by_cookie ? ", " : "",
			res->varies_by_cookie ? "Cookie" : "");
	if (res->never_stored)
		buffer_literal(head, "Cache-Control: max-age=0, no-cache, no-store, "
			"must-revalidate, private\r\n");
	else if (res->varies_by_cookie)
		buffer_literal(head, "Cache-Control: private, no-cache\r\n");
}

static off_t spilled_length(const struct response *res)
{
	return res->spilled < 0 ? 0 : lseek(res->spilled, 0, SEEK_CUR);
}

void response_complete(struct response *res)
{
	struct buffer *head = &res->head;
	const struct status *status = status_find(res->status);

	buffer_clear(head);
	buffer_printf(head, "Status: %d %s\r\nContent-Type: %s\r\nContent-Length: %jd\r\n",
		res->status, status->phrase, res->content_type,
		(intmax_t)spilled_length(res) + (intmax_t)res->body.length);
	buffer_literal(head, "X-Content-Type-Options: nosniff\r\n"
		"X-Frame-Options: DENY\r\n"
		"Referrer-Policy: same-origin\r\n"
		"Cross-Origin-Opener-Policy: same-origin\r\n"
		"Content-Security-Policy: " POLICY "\r\n");
	put_caching(res, head);
	buffer_put(head, res->headers.data != NULL ? res->headers.data : "", res->headers.length);
	buffer_literal(head, "\r\n");
}

/* The one write: what a short one left over goes out in further ones. */
static bool write_both(const struct buffer *head, const struct buffer *body)
{
	struct iovec both[2] = { { head->data, head->length }, { body->data, body->length } };
	ssize_t put;

	do {
		put = writev(STDOUT_FILENO, both, 2);
	} while (put < 0 && errno == EINTR);
	if (put < 0)
		return false;
	if ((size_t)put < head->length)
		return file_write_all(STDOUT_FILENO,
				head->data + put, head->length - (size_t)put) &&
			file_write_all(STDOUT_FILENO, body->data, body->length);
	put -= (ssize_t)head->length;
	return file_write_all(STDOUT_FILENO, body->data + put, body->length - (size_t)put);
}

static bool copy_spilled(int from, off_t length)
{
	char bytes[64 * 1024];

	for (off_t at = 0; at < length;) {
		ssize_t got = pread(from, bytes, sizeof bytes, at);

		if (got <= 0 || !file_write_all(STDOUT_FILENO, bytes, (size_t)got))
			return false;
		at += got;
	}
	return true;
}

bool response_send(const struct response *res, const struct request *req)
{
	const struct buffer *head = &res->head;

	if (req->method == METHOD_HEAD)
		return file_write_all(STDOUT_FILENO, head->data, head->length);
	if (res->spilled < 0)
		return write_both(head, &res->body);
	return file_write_all(STDOUT_FILENO, head->data, head->length) &&
		copy_spilled(res->spilled, spilled_length(res)) &&
		file_write_all(STDOUT_FILENO, res->body.data, res->body.length);
}
