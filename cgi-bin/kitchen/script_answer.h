/* What a script is told that gathers or orders. */
#ifndef KITCHEN_SCRIPT_ANSWER_H
#define KITCHEN_SCRIPT_ANSWER_H

#include <stddef.h>

#include "http/response.h"

/* {"status": "added", "order_count": 3}; the word needs no escapes; 0: no count is told. */
void script_answer(struct response *res, int status, const char *word, size_t order_count);

#endif
