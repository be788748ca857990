/*
 * multipart/form-data, read as it comes.
 *
 * What was fed waits in `window` until it is understood.  Every round of the loop in multipart_feed
 * either takes bytes from the window or waits for more, and the search for a delimiter begins where
 * the last one stopped, so time is linear in the length of the body whatever is in it.
 */
#include "http/multipart.h"

#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/text.h"
#include "http/filename.h"

enum {
	BOUNDARY_LONGEST = 70,   /* RFC 2046 section 5.1.1 */
	HEADERS_LONGEST = 2048,
};

enum state { PREAMBLE, AFTER_DELIMITER, HEADERS, CONTENT, EPILOGUE };

struct multipart {
	struct request *req;
	const char *delimiter;     /* CR LF -- boundary */
	size_t delimiter_length;
	enum state state;
	struct buffer window;      /* what came; from `start` on it is not understood yet */
	size_t start;
	const char *name;          /* of the part that is being read; NULL: it is not wanted */
	bool is_file;
	const char *filename;      /* of a file that is kept, else NULL */
	struct buffer value;       /* of the field, or the bytes of the file, that is being read */
	size_t fields, files, field_bytes, file_bytes;
};

/* The value of a parameter like name="x", or NULL.  Fails when it is there twice or has no end. */
static const char *parameter(struct arena *arena, const char *header, const char *name)
{
	const char *found = NULL;
	size_t length = strlen(name);

	for (const char *at = header; (at = strchr(at, ';')) != NULL;) {
		bool wanted;

		at += 1 + strspn(at + 1, " \t");
		wanted = strncasecmp(at, name, length) == 0 && at[length] == '=';
		at += strcspn(at, "=;");
		if (*at != '=')
			continue;
		if (wanted && found != NULL)
			fail(400, "two parameters %s in a part", name);
		if (at[1] != '"') {
			found = wanted ? arena_copy(arena, at + 1, strcspn(at + 1, "; \t")) : found;
			continue;
		}
		at += 2;
		char *value = wanted ? arena_string(arena, at) : NULL, *to = value;
		for (; *at != '"'; at++) {
			at += *at == '\\' && (at[1] == '"' || at[1] == '\\');
			if (*at == '\0')
				fail(400, "a quoted parameter without an end");
			if (wanted)
				*to++ = *at;
		}
		if (wanted) {
			*to = '\0';
			found = value;
		}
	}
	return found;
}

static bool is_boundary(const char *text)
{
	size_t length = strlen(text);

	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at < 0x20 || (unsigned char)*at >= 0x7F)
			return false;
	return length > 0 && length <= BOUNDARY_LONGEST;
}

struct multipart *multipart_begin(struct request *req, const char *content_type)
{
	struct multipart *multipart = arena_alloc(req->arena, sizeof *multipart);
	const char *boundary = parameter(req->arena, content_type, "boundary");

	if (boundary == NULL || !is_boundary(boundary))
		fail(400, "a multipart form without a good boundary");
	multipart->req = req;
	multipart->delimiter = arena_printf(req->arena, "\r\n--%s", boundary);
	multipart->delimiter_length = strlen(multipart->delimiter);
	buffer_literal(&multipart->window, "\r\n"); /* makes the first delimiter like the others */
	return multipart;
}

static const char *waiting(const struct multipart *multipart)
{
	return multipart->window.data + multipart->start;
}

static size_t waiting_length(const struct multipart *multipart)
{
	return multipart->window.length - multipart->start;
}

static void keep_content(struct multipart *multipart, size_t length)
{
	if (multipart->is_file) {
		multipart->file_bytes += length;
		if (multipart->file_bytes > REQUEST_UPLOAD_BYTES)
			fail(413, "files of more than %d bytes", REQUEST_UPLOAD_BYTES);
	} else {
		multipart->field_bytes += length;
		if (multipart->field_bytes > REQUEST_FORM_BYTES)
			fail(413, "fields of more than %d bytes", REQUEST_FORM_BYTES);
	}
	if (!multipart->is_file || multipart->filename != NULL)
		buffer_put(&multipart->value, waiting(multipart), length);
}

static void end_field(struct multipart *multipart, const char *bytes, size_t length)
{
	if (!pairs_add_bytes(&multipart->req->form, multipart->name, strlen(multipart->name),
		bytes, length))
		fail(400, "a field that is not UTF-8");
}

static void end_file(struct multipart *multipart, const char *bytes, size_t length)
{
	struct request *req = multipart->req;

	req->file[req->file_count++] = (struct upload){
		.name = multipart->name,
		.filename = multipart->filename,
		.bytes = arena_copy(req->arena, bytes, length),
		.length = length,
	};
}

static void end_part(struct multipart *multipart)
{
	const char *bytes = multipart->value.length > 0 ? multipart->value.data : "";

	if (multipart->name != NULL && !multipart->is_file)
		end_field(multipart, bytes, multipart->value.length);
	else if (multipart->filename != NULL)
		end_file(multipart, bytes, multipart->value.length);
	buffer_clear(&multipart->value);
}

/* Bytes before a delimiter are the part's; with none in sight, all but its possible beginning. */
static bool read_content(struct multipart *multipart)
{
	const char *bytes = waiting(multipart);
	size_t length = waiting_length(multipart), most = multipart->delimiter_length - 1;
	const char *delimiter = memmem(bytes, length,
		multipart->delimiter, multipart->delimiter_length);
	size_t safe = delimiter != NULL ? (size_t)(delimiter - bytes) :
		length > most ? length - most : 0;

	if (multipart->state == CONTENT)
		keep_content(multipart, safe);
	multipart->start += safe;
	if (delimiter == NULL)
		return false;
	if (multipart->state == CONTENT)
		end_part(multipart);
	multipart->start += multipart->delimiter_length;
	multipart->state = AFTER_DELIMITER;
	return true;
}

/* "--" ends the form; the line end stays: the first half of the blank line behind empty headers. */
static bool read_delimiter_end(struct multipart *multipart)
{
	const char *bytes;

	while (waiting_length(multipart) > 0 &&
	    (*waiting(multipart) == ' ' || *waiting(multipart) == '\t'))
		multipart->start++;
	bytes = waiting(multipart);
	if (waiting_length(multipart) < 2)
		return false;
	if (memcmp(bytes, "--", 2) == 0)
		multipart->state = EPILOGUE;
	else if (memcmp(bytes, "\r\n", 2) == 0)
		multipart->state = HEADERS;
	else
		fail(400, "rubbish behind a multipart boundary");
	return true;
}

static void refuse_transfer_encoding(const char *value)
{
	static const char *const harmless[] = { "7bit", "8bit", "binary" };

	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
		if (strcasecmp(value, harmless[i]) == 0)
			return;
	fail(400, "a part with the transfer encoding %.40s", value);
}

/* Of a file that the route wants, and whose sender chose one. */
static void read_filename(struct multipart *multipart, const char *line)
{
	struct arena *arena = multipart->req->arena;
	const char *plain = parameter(arena, line, "filename");
	const char *extended = parameter(arena, line, "filename*");
	const char *sent = plain != NULL || extended == NULL ? plain : filename_extended(extended);

	multipart->is_file = sent != NULL;
	if (sent == NULL || multipart->name == NULL || !multipart->req->keeps_files)
		return;
	if (!text_valid(multipart->name, strlen(multipart->name)) ||
	    !text_valid(sent, strlen(sent)))
		fail(400, "a file's name that is not UTF-8");
	multipart->filename = filename_clean(arena, sent);
}

static void read_header(struct multipart *multipart, const char *line)
{
	static const char disposition[] = "Content-Disposition:";
	static const char encoding[] = "Content-Transfer-Encoding:";
	struct arena *arena = multipart->req->arena;

	if (strncasecmp(line, encoding, sizeof encoding - 1) == 0)
		refuse_transfer_encoding(line + sizeof encoding - 1 +
			strspn(line + sizeof encoding - 1, " \t"));
	if (strncasecmp(line, disposition, sizeof disposition - 1) != 0)
		return;
	if (multipart->name != NULL)
		fail(400, "a part with two names");
	multipart->name = parameter(arena, line, "name");
	read_filename(multipart, line);
}

static void count_part(struct multipart *multipart)
{
	if (multipart->is_file && ++multipart->files > REQUEST_FILES)
		fail(400, "more than %d files", REQUEST_FILES);
	if (!multipart->is_file && ++multipart->fields > REQUEST_FIELDS)
		fail(400, "more than %d fields", REQUEST_FIELDS);
}

static bool read_headers(struct multipart *multipart)
{
	const char *bytes = waiting(multipart);
	const char *end = memmem(bytes, waiting_length(multipart), "\r\n\r\n", 4);
	size_t length = end != NULL ? (size_t)(end - bytes) : waiting_length(multipart);
	size_t of_end = end != NULL ? 0 : 3; /* what may have come of the CR LF CR LF behind them */
	char *rest, *line;

	if (length > HEADERS_LONGEST + of_end)
		fail(400, "a part with headers of more than %d bytes", HEADERS_LONGEST);
	if (end == NULL)
		return false;
	multipart->name = multipart->filename = NULL;
	multipart->is_file = false;
	rest = arena_copy(multipart->req->arena, bytes, length);
	if (strlen(rest) != length)
		fail(400, "a NUL in the headers of a part");
	while ((line = strsep(&rest, "\n")) != NULL) {
		line[strcspn(line, "\r")] = '\0';
		read_header(multipart, line);
	}
	count_part(multipart);
	multipart->start += length + 4;
	multipart->state = CONTENT;
	return true;
}

void multipart_feed(struct multipart *multipart, const char *bytes, size_t length)
{
	static bool (*const step[])(struct multipart *) = {
		[PREAMBLE] = read_content,
		[AFTER_DELIMITER] = read_delimiter_end,
		[HEADERS] = read_headers,
		[CONTENT] = read_content,
	};
	struct buffer *window = &multipart->window;

	if (multipart->state == EPILOGUE)
		return;
	window->length = waiting_length(multipart);
	memmove(window->data, waiting(multipart), window->length);
	multipart->start = 0;
	buffer_put(window, bytes, length);
	while (multipart->state != EPILOGUE && step[multipart->state](multipart))
		;
}

void multipart_end(struct multipart *multipart)
{
	if (multipart->state != EPILOGUE)
		fail(400, "a multipart form without its last boundary");
	buffer_free(&multipart->window);
	buffer_free(&multipart->value);
}
