/*
 * What the fuzz targets stand on.  A target is one function that is given bytes, does with them
 * what the library does with a stranger's, and ends the program when anything is not as it must be.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/pairs.h"

/* The target; libFuzzer calls it, or replay.c. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern struct arena arena;   /* to be given back at the end of a target */

#define must(condition) do { \
	if (!(condition)) \
		fuzz_broken(__FILE__, __LINE__, #condition); \
} while (0)
_Noreturn void fuzz_broken(const char *file, int line, const char *condition);

/* The bytes up to the first NUL, as a string with nothing behind it; to be freed. */
char *fuzz_string(const uint8_t *bytes, size_t size);

/* 0 when the work came to its end, else the status with which it failed. */
int fuzz_outcome(void (*work)(void *with), void *with);

/* The same names with the same values, in the same order. */
bool fuzz_same_pairs(const struct pairs *one, const struct pairs *other);

#endif
