/* Memory of a request: blocks of 16 KiB (or one of the asked size), freed together. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* The tests say 0: in blocks of their own, pieces have ends that AddressSanitizer can see. */
#ifndef ARENA_BLOCK
#define ARENA_BLOCK (16 * 1024)
#endif
enum { BLOCK = ARENA_BLOCK };

struct arena_block {
	struct arena_block *older;
	_Alignas(max_align_t) char bytes[];
};

static void grow(struct arena *arena, size_t size)
{
	size_t room = size > BLOCK ? size : BLOCK;
	struct arena_block *block =
		room > SIZE_MAX - sizeof *block ? NULL : malloc(sizeof *block + room);

	if (block == NULL)
		fail(503, "out of memory for %zu bytes", size);
	block->older = arena->block;
	arena->block = block;
	arena->next = block->bytes;
	arena->left = room;
}

static void *take(struct arena *arena, size_t size)
{
	size_t align = _Alignof(max_align_t);
	size_t rounded = size > SIZE_MAX - align ? SIZE_MAX : (size + align - 1) / align * align;
	char *bytes;

	if (rounded > arena->left || arena->block == NULL)
		grow(arena, rounded);
	bytes = arena->next;
	arena->next += rounded;
	arena->left -= rounded;
	return bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		fail(503, "out of memory for %zu times %zu bytes", count, size);
	return arena_alloc(arena, total);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
	char *copy = take(arena, length + 1);

	if (length > 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

char *arena_string(struct arena *arena, const char *string)
{
	return arena_copy(arena, string, strlen(string));
}

/* Most texts fit into what is left of the block: they are formatted once, where they stay. */
char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	size_t room = arena->left;
	int length;
	char *text;

	va_start(arguments, format);
	length = vsnprintf(arena->next, room, format, arguments);
	va_end(arguments);
	if (length < 0)
		fail(500, "cannot format \"%s\"", format);
	text = take(arena, (size_t)length + 1);
	if ((size_t)length >= room) {
		va_start(arguments, format);
		vsnprintf(text, (size_t)length + 1, format, arguments);
		va_end(arguments);
	}
	return text;
}

char *integer_write(char letters[INTEGER_LETTERS], int64_t number)
{
	char *first = letters + INTEGER_LETTERS;
	uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	do {
		*--first = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (number < 0)
		*--first = '-';
	return first;
}

char *arena_integer(struct arena *arena, int64_t number)
{
	char letters[INTEGER_LETTERS], *first = integer_write(letters, number);

	return arena_copy(arena, first, (size_t)(letters + INTEGER_LETTERS - first));
}

void arena_free(struct arena *arena)
{
	while (arena->block != NULL) {
		struct arena_block *older = arena->block->older;

		free(arena->block);
		arena->block = older;
	}
	*arena = (struct arena){ 0 };
}
