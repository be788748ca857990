/* Telephone numbers, as people write them and as WhatsApp wants them. */
#ifndef MARKET_PHONE_H
#define MARKET_PHONE_H

#include "base/arena.h"
#include "route/field.h"

/*
 * "0812-3456-789", "+62 812 3456789", "(0812) 3456789": digits with the country's code (E.164
 * without "+"); NULL: no telephone number.  "62" takes the place of a leading "0", and goes before
 * a leading "8" of which neither "+" nor "00" says that it is another country's: "812 3456 789".
 */
const char *phone_international(struct arena *arena, const char *text);

/* What was sent for a field, as field_text; an error when it is no telephone number. */
const char *field_phone(struct request *req, struct field *field);

#endif
