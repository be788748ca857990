/* The weights of Accept, Accept-Language and their kin (RFC 9110 section 12.4.2). */
#ifndef BASE_QVALUE_H
#define BASE_QVALUE_H

#include <stddef.h>

/* "0.5" in thousandths; 0 for rubbish, as for "not acceptable". */
int qvalue_read(const char *text, size_t length);

#endif
