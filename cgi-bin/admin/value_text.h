/* A value as a line of text, where it is no picture, price or time. */
#ifndef ADMIN_VALUE_TEXT_H
#define ADMIN_VALUE_TEXT_H

#include "admin/value_field.h"

/* Neither NULL nor "". */
const char *value_text(const struct request *req, const struct record_field *of, const char *value);

/* A stored number, price or date. */
int64_t value_integer(const char *value);

/* The next of the words between spaces, from *words on, of that length; NULL: there is none. */
const char *value_next_word(const char **words, size_t *length);

#endif
