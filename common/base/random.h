/* Randomness from the kernel (getrandom), for ids, tokens and salts. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

/* `length` random bytes; fails (503) when the kernel gives none. */
void random_bytes(void *bytes, size_t length);

/* `length` letters of a-zA-Z0-9, each equally likely, and a NUL: `text` has length + 1 bytes. */
void random_letters(char *text, size_t length);

/* A version 4 UUID (RFC 9562 section 5.4) in lower case: 36 characters and a NUL. */
void random_uuid(char text[37]);

#endif
