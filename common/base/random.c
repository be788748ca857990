/* Randomness. */
#include "base/random.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>

#include "base/fail.h"

void random_bytes(void *bytes, size_t length)
{
	unsigned char *next = bytes;

	while (length > 0) {
		ssize_t got = getrandom(next, length, 0);

		if (got < 0 && errno != EINTR)
			fail_errno(503, "getrandom");
		if (got > 0) {
			next += got;
			length -= (size_t)got;
		}
	}
}

void random_letters(char *text, size_t length)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	enum { COUNT = sizeof letters - 1, FAIR = 256 / COUNT * COUNT };
	unsigned char pool[64];
	size_t used = sizeof pool;

	for (size_t i = 0; i < length;) {
		if (used == sizeof pool) {
			random_bytes(pool, sizeof pool);
			used = 0;
		}
		if (pool[used] < FAIR)
			text[i++] = letters[pool[used] % COUNT];
		used++;
	}
	text[length] = '\0';
}

void random_uuid(char text[37])
{
	uint8_t b[16];

	random_bytes(b, sizeof b);
	b[6] = (uint8_t)((b[6] & 0x0F) | 0x40);
	b[8] = (uint8_t)((b[8] & 0x3F) | 0x80);
	snprintf(text, 37, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7],
		b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}
