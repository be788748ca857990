/*
 * Codes that people copy from a file or a sheet of paper: no letter looks like another, or like a
 * digit (Crockford's base32, in lower case), and how they are typed does not matter.
 */
#ifndef BASE_CODE_H
#define BASE_CODE_H

#include <stddef.h>

/* `length` random letters, 5 bits each, and a NUL: `letters` has length + 1 bytes. */
void code_random(char *letters, size_t length);

/*
 * What a person typed, as the letters of a code: upper and lower case, white space and hyphens do
 * not matter, nor do o for 0, i and l for 1.  What is too long for one is cut behind `length` + 1
 * letters, so that it is none; `letters` has length + 2 bytes.
 */
void code_read(char *letters, size_t length, const char *text);

#endif
