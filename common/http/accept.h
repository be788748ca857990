/* What kind of answer a visitor likes best: the header Accept (RFC 9110 section 12.5.1). */
#ifndef HTTP_ACCEPT_H
#define HTTP_ACCEPT_H

#include <stdbool.h>

/*
 * Would it rather have `type` than `otherwise` ("application/json", "text/html")?  By the weight of
 * the most specific range that each falls into; of two equal weights the more specific one counts,
 * and then `otherwise`.  No header (NULL) is any type.  Parameters but q are not looked at.
 */
bool accept_prefers(const char *accept, const char *type, const char *otherwise);

/* Would whoever sent this request rather read a program's JSON than a page? */
bool accept_json(void);

#endif
