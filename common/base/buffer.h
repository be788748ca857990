/* Bytes that grow: the one type in which text is put together. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct buffer {
	char *data;      /* `length` bytes and a NUL behind them; NULL while nothing was put in */
	size_t length;
	size_t capacity; /* bytes that malloc gave */
	/*
	 * When set, called instead of growing past BUFFER_MEMORY; it must take the bytes away
	 * (buffer_clear).
	 */
	void (*full)(struct buffer *buffer);
};

enum { BUFFER_MEMORY = 1024 * 1024 };

/* Append; each fails (503) without memory and leaves what was there. */
void buffer_put(struct buffer *buffer, const char *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *string);
void buffer_char(struct buffer *buffer, char byte);
void buffer_integer(struct buffer *buffer, int64_t number);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A literal, whose length the compiler knows; nothing else compiles. */
#define buffer_literal(buffer, literal) buffer_put((buffer), "" literal "", sizeof(literal) - 1)

/* Room for `length` more bytes; the caller writes them at data + length and adds to length. */
char *buffer_room(struct buffer *buffer, size_t length);

/* What was put together, as a text in the arena; the buffer is freed. */
char *buffer_keep(struct buffer *buffer, struct arena *arena);

/* Forget the bytes, keep the memory. */
void buffer_clear(struct buffer *buffer);

void buffer_free(struct buffer *buffer);

#endif
