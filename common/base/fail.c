/* Failure in one place; the only state that outlives a call in the whole library. */
#include "base/fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct failure *landing;

struct failure *fail_catch(struct failure *failure)
{
	struct failure *before = landing;

	landing = failure;
	return before;
}

static _Noreturn void land(struct failure *failure)
{
	if (landing == NULL) {
		fprintf(stderr, "%s\n", failure->reason);
		exit(1);
	}
	landing->status = failure->status;
	memcpy(landing->reason, failure->reason, sizeof landing->reason);
	longjmp(landing->at, 1);
}

_Noreturn void fail(int status, const char *format, ...)
{
	struct failure failure = { .status = status };
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(failure.reason, sizeof failure.reason, format, arguments);
	va_end(arguments);
	land(&failure);
}

_Noreturn void fail_errno(int status, const char *format, ...)
{
	const char *cause = strerror(errno);
	struct failure failure = { .status = status };
	va_list arguments;
	size_t used;

	va_start(arguments, format);
	vsnprintf(failure.reason, sizeof failure.reason, format, arguments);
	va_end(arguments);
	used = strlen(failure.reason);
	snprintf(failure.reason + used, sizeof failure.reason - used, ": %s", cause);
	land(&failure);
}
