/* Bytes that grow. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

enum { FIRST = 8 * 1024 };

/* Out of the way of buffer_room, which most of the time has nothing to do. */
static char *grow(struct buffer *buffer, size_t length)
{
	size_t capacity = buffer->capacity > 0 ? buffer->capacity : FIRST;
	char *data;

	if (buffer->full != NULL && buffer->length > 0 && buffer->length + length >= BUFFER_MEMORY)
		buffer->full(buffer);
	if (length >= SIZE_MAX / 2 - buffer->length)
		fail(503, "out of memory for %zu bytes", length);
	if (buffer->length + length < buffer->capacity)
		return buffer->data + buffer->length;
	while (capacity <= buffer->length + length)
		capacity *= 2;
	data = realloc(buffer->data, capacity);
	if (data == NULL)
		fail(503, "out of memory for %zu bytes", capacity);
	buffer->data = data;
	buffer->capacity = capacity;
	return data + buffer->length;
}

char *buffer_room(struct buffer *buffer, size_t length)
{
	if (length < buffer->capacity - buffer->length)
		return buffer->data + buffer->length;
	return grow(buffer, length);
}

void buffer_put(struct buffer *buffer, const char *bytes, size_t length)
{
	char *room = buffer_room(buffer, length);

	if (length > 0)
		memcpy(room, bytes, length);
	room[length] = '\0';
	buffer->length += length;
}

void buffer_text(struct buffer *buffer, const char *string)
{
	buffer_put(buffer, string, strlen(string));
}

void buffer_char(struct buffer *buffer, char byte)
{
	buffer_put(buffer, &byte, 1);
}

void buffer_integer(struct buffer *buffer, int64_t number)
{
	char letters[INTEGER_LETTERS], *first = integer_write(letters, number);

	buffer_put(buffer, first, (size_t)(letters + INTEGER_LETTERS - first));
}

/* Most texts fit into the room that there is: they are formatted once. */
void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;
	char *room = buffer_room(buffer, 0);
	size_t size = buffer->capacity - buffer->length;
	int length;

	va_start(arguments, format);
	length = vsnprintf(room, size, format, arguments);
	va_end(arguments);
	if (length < 0)
		fail(500, "cannot format \"%s\"", format);
	if ((size_t)length >= size) {
		room = buffer_room(buffer, (size_t)length);
		va_start(arguments, format);
		vsnprintf(room, (size_t)length + 1, format, arguments);
		va_end(arguments);
	}
	buffer->length += (size_t)length;
}

char *buffer_keep(struct buffer *buffer, struct arena *arena)
{
	char *kept = arena_copy(arena, buffer->data, buffer->length);

	buffer_free(buffer);
	return kept;
}

void buffer_clear(struct buffer *buffer)
{
	buffer->length = 0;
	if (buffer->data != NULL)
		buffer->data[0] = '\0';
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){ 0 };
}
