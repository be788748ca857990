/* Whether the kitchen is open, in a sentence or two of the visitor's language. */
#ifndef KITCHEN_OPENING_TEXT_H
#define KITCHEN_OPENING_TEXT_H

#include "http/request.h"
#include "model/opening.h"

/* "The kitchen is closed. It opens again on Friday at 08:00." */
const char *opening_text(const struct request *req, const struct opening *opening);

/* "Monday"; 0 is Monday. */
const char *weekday_label(const struct request *req, size_t day);

#endif
