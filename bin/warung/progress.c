/* How far long work is: one line, written over and over. */
#include "progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/instant.h"

static const int64_t BETWEEN = DATE_SECOND / 5;

static struct {
	const char *what;
	int64_t total;
	int64_t next;   /* when it may be shown again, microseconds */
	bool is_shown;
} progress;

void progress_begin(const char *what, int64_t total)
{
	progress.what = isatty(STDERR_FILENO) ? what : NULL;
	progress.total = total;
	progress.next = date_now().us + BETWEEN;
	progress.is_shown = false;
}

void progress_step(int64_t done)
{
	int64_t now;

	if (progress.what == NULL || (now = date_now().us) < progress.next)
		return;
	progress.next = now + BETWEEN;
	progress.is_shown = true;
	if (progress.total > 0)
		fprintf(stderr, "\r%s: %jd %%\033[K", progress.what,
			(intmax_t)((double)done * 100 / (double)progress.total));
	else
		fprintf(stderr, "\r%s: %jd\033[K", progress.what, (intmax_t)done);
}

void progress_end(void)
{
	if (progress.is_shown)
		fputs("\r\033[K", stderr);
	progress.what = NULL;
}
