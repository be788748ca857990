/*
 * Memory of a request: taken piece by piece, given back all at once.
 * Nothing is freed by hand on a request's path, so nothing can leak or be used after it is gone.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena {
	struct arena_block *block; /* the newest; older ones hang behind it */
	char *next;                /* first free byte of the newest block */
	size_t left;               /* bytes that are free in it */
};

/* `size` zeroed bytes, aligned for any object, until arena_free; never NULL: fail(503) instead. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, returns_nonnull));

/* A zeroed array; fails (503) when count * size overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size)
	__attribute__((malloc, returns_nonnull));

/* A NUL-terminated copy of `length` bytes, or of a whole string. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length)
	__attribute__((returns_nonnull));
char *arena_string(struct arena *arena, const char *string) __attribute__((returns_nonnull));

/* sprintf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3), returns_nonnull));

/* A number in decimal. */
char *arena_integer(struct arena *arena, int64_t number) __attribute__((returns_nonnull));

/* The same, written to the end of the letters; there is no NUL.  Returns the first of them. */
enum { INTEGER_LETTERS = 20 };
char *integer_write(char letters[INTEGER_LETTERS], int64_t number)
	__attribute__((returns_nonnull));

/* Give everything back; the arena is empty and usable again. */
void arena_free(struct arena *arena);

#endif
