/* A fixture's file: which of the two formats it is. */
#include "fixture.h"

#include <string.h>

#include "base/fail.h"

static int first_letter(FILE *in)
{
	int letter;

	do
		letter = getc(in);
	while (letter != EOF && strchr(" \t\r\n", letter) != NULL);
	return letter;
}

void fixture_open(struct fixture_reader *reader, const char *file)
{
	int first;

	*reader = (struct fixture_reader){ .in = fopen(file, "re") };
	if (reader->in == NULL)
		fail_errno(400, "%s", file);
	first = first_letter(reader->in);
	if (first == EOF && ferror(reader->in))
		fail_errno(400, "%s", file);
	if (first == EOF)
		fail(400, "%s is empty", file);
	if (first != '[' && first != '<')
		fail(400, "%s is neither JSON, which begins with \"[\", nor XML, in UTF-8 without "
			"a byte order mark", file);
	rewind(reader->in);
	if (first == '[')
		fixture_open_json(reader);
	else
		fixture_open_xml(reader);
}

bool fixture_next(struct fixture_reader *reader, struct fixture_object *object)
{
	arena_free(&reader->object);
	*object = (struct fixture_object){ 0 };
	reader->number++;
	return reader->next(reader, object);
}

void fixture_close(struct fixture_reader *reader)
{
	reader->close(reader);
	arena_free(&reader->object);
	fclose(reader->in);
}
