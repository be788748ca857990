/* What somebody likes best. */
#include "kitchen/favorite.h"

#include <string.h>

#include "base/text.h"

enum { LETTERS_LEAST = 3 };

/* Of other scripts than ours all is a letter. */
static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte & 0x80) != 0;
}

static bool has_words(const char *name, const char *words)
{
	size_t length = strlen(words);

	for (const char *at = name; (at = strstr(at, words)) != NULL; at++)
		if ((at == name || !is_letter(at[-1])) && !is_letter(at[length]))
			return true;
	return false;
}

bool favorite_is(struct arena *arena, const char *favorite, const struct dish *dish)
{
	const char *words = text_fold(arena, text_strip(arena, favorite));
	const char *name;

	if (*words == '\0')
		return false;
	name = text_fold(arena, dish->name);
	return strcmp(name, words) == 0 ||
		(text_points(words) >= LETTERS_LEAST && has_words(name, words));
}
