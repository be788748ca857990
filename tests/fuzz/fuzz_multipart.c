/*
 * A multipart form says the same in one piece and in many.  The first line of an input is the size
 * of the pieces and the content type, "7 multipart/form-data; boundary=B"; then comes the body.
 */
#include "http/multipart.c" /* its struct, so that a form that fails can be freed */

#include "fuzz.h"

#include <stdlib.h>

#include "base/text.h"

struct form {
	const char *type, *body;
	size_t length, piece;
	struct request req;
	struct multipart *multipart;
};

static void read_form(void *with)
{
	struct form *form = with;
	size_t length;

	form->multipart = multipart_begin(&form->req, form->type);
	for (size_t done = 0; done < form->length; done += length) {
		length = form->length - done;
		if (length > form->piece)
			length = form->piece;
		multipart_feed(form->multipart, form->body + done, length);
	}
	multipart_end(form->multipart);
}

/* A program that fails leaves its memory to the kernel; this one goes on. */
static int outcome(struct form *form, size_t piece)
{
	int status;

	form->piece = piece;
	form->multipart = NULL;
	form->req = (struct request){ .arena = &arena, .form.arena = &arena, .keeps_files = true };
	status = fuzz_outcome(read_form, form);
	if (status != 0 && form->multipart != NULL) {
		buffer_free(&form->multipart->window);
		buffer_free(&form->multipart->value);
	}
	return status;
}

static void check_fields(const struct pairs *fields)
{
	must(fields->count <= REQUEST_FIELDS);
	for (size_t i = 0; i < fields->count; i++) {
		must(text_valid(fields->pair[i].name, strlen(fields->pair[i].name)));
		must(text_valid(fields->pair[i].value, strlen(fields->pair[i].value)));
	}
}

static bool same_files(const struct request *one, const struct request *other)
{
	if (one->file_count != other->file_count)
		return false;
	for (size_t i = 0; i < one->file_count; i++)
		if (strcmp(one->file[i].name, other->file[i].name) != 0 ||
		    strcmp(one->file[i].filename, other->file[i].filename) != 0 ||
		    one->file[i].length != other->file[i].length ||
		    memcmp(one->file[i].bytes, other->file[i].bytes, one->file[i].length) != 0)
			return false;
	return true;
}

/* Names that could never lead out of a folder. */
static void check_files(const struct request *req)
{
	must(req->file_count <= REQUEST_FILES);
	for (size_t i = 0; i < req->file_count; i++) {
		const char *name = req->file[i].filename;

		must(*name != '\0' && strpbrk(name, "/\\\n") == NULL && strcmp(name, "..") != 0);
		must(text_valid(name, strlen(name)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const uint8_t *line_end = memchr(bytes, '\n', size);
	size_t line = line_end != NULL ? (size_t)(line_end - bytes) : size, piece;
	char *type, *settings = fuzz_string(bytes, line);
	struct form whole, cut;
	int status;

	piece = strtoul(settings, &type, 10);
	whole = (struct form){ .type = type, .body = (const char *)bytes + line,
		.length = size - line };
	whole.body += line_end != NULL;
	whole.length -= line_end != NULL;
	cut = whole;
	status = outcome(&whole, size);
	must(status == 0 || status == 400 || status == 413);
	must(outcome(&cut, piece > 0 ? piece : 1) == status);
	if (status == 0) {
		must(fuzz_same_pairs(&whole.req.form, &cut.req.form));
		must(same_files(&whole.req, &cut.req));
		check_files(&whole.req);
		check_fields(&whole.req.form);
	}
	free(settings);
	arena_free(&arena);
	return 0;
}
