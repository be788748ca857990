/*
 * template INPUT.html OUTPUT.c OUTPUT.h: compile a page template to C, at build time.
 * A refused template is named with its line on stderr, exit status 1, and leaves no output.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "html/compiler/compile.h"

static struct buffer read_file(const char *path)
{
	struct buffer text = { 0 };
	FILE *file = fopen(path, "r");
	size_t count;

	if (file == NULL)
		fail_errno(500, "%s", path);
	do {
		count = fread(buffer_room(&text, BUFSIZ), 1, BUFSIZ, file);
		text.length += count;
	} while (count > 0);
	if (ferror(file))
		fail_errno(500, "%s", path);
	fclose(file);
	return text;
}

static void write_file(const char *path, const struct buffer *text)
{
	FILE *file = fopen(path, "w");
	size_t written;

	if (file == NULL)
		fail_errno(500, "%s", path);
	written = fwrite(text->data, 1, text->length, file);
	if (fclose(file) == 0 && written == text->length)
		return;
	remove(path);
	fail(500, "%s: cannot be written", path);
}

/* Output of an earlier run would be taken for this one's. */
static void remove_old(const char *path)
{
	if (remove(path) != 0 && errno != ENOENT)
		fail_errno(500, "%s", path);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

int main(int argc, char **argv)
{
	struct buffer text;
	struct emit emit;

	if (argc != 4) {
		fprintf(stderr, "usage: template INPUT.html OUTPUT.c OUTPUT.h\n");
		return 2;
	}
	remove_old(argv[2]);
	remove_old(argv[3]);
	text = read_file(argv[1]);
	emit_begin(&emit, argv[1], base_name(argv[3]));
	compile(argv[1], text.data, text.length, &emit);
	emit_end(&emit);
	write_file(argv[3], &emit.header);
	write_file(argv[2], &emit.code);
	buffer_free(&emit.header);
	buffer_free(&emit.code);
	buffer_free(&emit.literal);
	buffer_free(&text);
	return 0;
}
