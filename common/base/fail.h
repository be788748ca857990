/*
 * Failure in one place: any code, at any depth, may give up with fail(), which never returns.  The
 * outermost frame (route_serve, the owner's command, a test) says with fail_catch() where it goes.
 */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include <setjmp.h>

/* What went wrong.  status is an HTTP status code (RFC 9110, section 15); reason is for the log,
 * never for the visitor, and is cut at its size. */
struct failure {
	jmp_buf at;
	int status;
	char reason[512];
};

/*
 * Make `failure` the place where fail() lands until the next call; NULL for none.  Returns what was
 * it before, to be put back by who stands within somebody else's work.
 * Use it as:  fail_catch(&failure); if (setjmp(failure.at) == 0) work(); else answer(&failure);
 */
struct failure *fail_catch(struct failure *failure);

/* Give up with an HTTP status and a printf-like reason.  With no place to land: stderr, exit 1. */
_Noreturn void fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same, with ": " and the text of errno after the reason. */
_Noreturn void fail_errno(int status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
