/* The code of the first run. */
#include "owner/setup.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/code.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

enum {
	LETTERS = 30,      /* 150 bits */
	GROUP = 6,
	LARGEST = 1024,    /* bytes of a file that somebody's editor may have saved again */
};

static const char *path_of(const char *directory, struct arena *arena)
{
	return arena_printf(arena, "%s/setup.code", directory);
}

/* What is no code would stay in the way of one for ever. */
static bool is_made(struct arena *arena, const char *path)
{
	const char *text = file_read(arena, path, LARGEST, NULL);
	char code[LETTERS + 2];
	struct stat is;

	if (text != NULL)
		code_read(code, LETTERS, text);
	else if (errno == ENOENT && lstat(path, &is) != 0)
		return false;
	if (text == NULL || strlen(code) != LETTERS)
		fail(503, "%s holds no code: delete it", path);
	return true;
}

void setup_code_make(const char *directory, struct arena *arena)
{
	const char *path = path_of(directory, arena), *text;
	char c[LETTERS + 1];

	if (is_made(arena, path))
		return;
	code_random(c, LETTERS);
	text = arena_printf(arena, "%.6s-%.6s-%.6s-%.6s-%.6s\n",
		c, c + GROUP, c + 2 * GROUP, c + 3 * GROUP, c + 4 * GROUP);
	if (!file_create(path, text, strlen(text)) && errno != EEXIST)
		fail_errno(503, "%s", path);
}

bool setup_code_is(const char *directory, struct arena *arena, const char *typed)
{
	const char *path = path_of(directory, arena);
	const char *text = file_read(arena, path, LARGEST, NULL);
	char code[LETTERS + 2], given[LETTERS + 2];

	if (text == NULL && errno != ENOENT)
		fail_errno(503, "%s", path);
	if (text == NULL)
		return false;
	code_read(code, LETTERS, text);
	code_read(given, LETTERS, typed);
	return strlen(code) == LETTERS && text_same_secret(code, given);
}

void setup_code_forget(const char *directory, struct arena *arena)
{
	unlink(path_of(directory, arena));
}
