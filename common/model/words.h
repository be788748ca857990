/* Words that somebody is looking for in texts: case-blind, and all of them. */
#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H

#include <stdbool.h>

#include "base/arena.h"

/* Folded, NULL-terminated, the first twenty of them; NULL when there are none. */
const char **words_read(struct arena *arena, const char *typed);

/* Does the text, folded already, hold all of them? */
bool words_are_in(const char *const *words, const char *text);

#endif
