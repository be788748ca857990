/*
 * The error log, as its owner reads it: newest first, with the ids that visitors see on error
 * pages.  However large the log is, and whatever bytes are in it, only the end of it is looked at.
 */
#ifndef OWNER_ERROR_LOG_H
#define OWNER_ERROR_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { LOG_PER_PAGE = 100, LOG_PAGES_MOST = 50 };

struct log_line {
	const char *time;   /* as it stands there; "": it stands nowhere */
	const char *id;     /* "503-abcdefgh"; "": it is no error that a visitor saw */
	const char *text;   /* printable ASCII */
};

struct log_page {
	const struct log_line *line;
	size_t count;
	int64_t page, pages; /* from 1; a page that is not there is the nearest one */
};

/* Of DATA/warung.log, and of what was the log before it; id NULL: any. */
struct log_page error_log_read(struct arena *arena, const char *data, const char *id, int64_t page);

#endif
