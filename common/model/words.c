/* Words that somebody is looking for in texts. */
#include "model/words.h"

#include <string.h>

#include "base/text.h"

enum { WORDS_MOST = 20 };

const char **words_read(struct arena *arena, const char *typed)
{
	char *rest = arena_string(arena, text_fold(arena, typed)), *word;
	const char **words = arena_array(arena, WORDS_MOST + 1, sizeof *words);
	size_t count = 0;

	while (count < WORDS_MOST && (word = strsep(&rest, " \t\r\n")) != NULL)
		if (*word != '\0')
			words[count++] = word;
	return count > 0 ? words : NULL;
}

bool words_are_in(const char *const *words, const char *text)
{
	for (; *words != NULL; words++)
		if (strstr(text, *words) == NULL)
			return false;
	return true;
}
