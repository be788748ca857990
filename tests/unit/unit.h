/* What unit tests stand on: memory and a folder of their own, expected failures, processes. */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include <cmocka.h>
#undef fail /* base/fail.h has a function of that name, so cmocka's fail_msg is made anew */
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fail.h"
#include "base/pairs.h"

extern struct arena arena;      /* emptied behind every test */
extern char folder[];           /* absolute, empty at the beginning of a test, gone at its end */
extern struct failure failure;  /* what assert_fails caught last */

/* A test between unit_begin and unit_end, which bring about what is said above. */
#define unit(function) cmocka_unit_test_setup_teardown(function, unit_begin, unit_end)
int unit_begin(void **state);
int unit_end(void **state);

/* A path in the folder. */
const char *in_folder(const char *name);

/*
 * `work` must end in fail() with that status.  What it leaves behind is no leak: a program that
 * fails is about to end.
 */
#define assert_fails(expected, work) do { \
	failure.status = 0; \
	fail_catch(&failure); \
	leaks_begin(); \
	if (setjmp(failure.at) == 0) { \
		work; \
	} \
	leaks_end(); \
	fail_catch(NULL); \
	assert_int_equal(failure.status, (expected)); \
} while (0)
void leaks_begin(void);
void leaks_end(void);

/* What was put into a buffer, which is then emptied for good; kept in the arena. */
const char *taken(struct buffer *buffer);
#define assert_buffer(buffer, expected) assert_string_equal(taken(buffer), (expected))

/* A text of so many letters. */
const char *letters(size_t length);

/* "name=value|name=value", kept in the arena. */
const char *shown(const struct pairs *pairs);

/*
 * Another process, which does the work and ends.  It says that something is wrong with insist():
 * behind an assert of cmocka it would go on with the next test.
 */
pid_t start(void (*work)(void *with), void *with);
void assert_well_done(pid_t process);
#define insist(condition) do { \
	if (!(condition)) \
		give_up_child(__FILE__, __LINE__, #condition); \
} while (0)
_Noreturn void give_up_child(const char *file, int line, const char *condition);

/* So many processes at once; each is told which one it is by an int. */
void start_many(int count, void (*work)(void *number));

#endif
