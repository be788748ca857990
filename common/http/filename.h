/* The names that files have where they come from: read as Django does, never used as paths. */
#ifndef HTTP_FILENAME_H
#define HTTP_FILENAME_H

#include "base/arena.h"

/*
 * What was sent for filename= without its folders, HTML entities and control characters.  NULL when
 * nothing is left, or only "." or "..": then it is no file.  The text must be UTF-8.
 */
const char *filename_clean(struct arena *arena, const char *sent);

/* What stands behind filename*= ("UTF-8''a.png", RFC 8187), without charset and language. */
const char *filename_extended(const char *sent);

#endif
