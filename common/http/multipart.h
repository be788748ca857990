/* multipart/form-data (RFC 7578), read as it comes: memory holds only what the route wants. */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include <stddef.h>

#include "http/request.h"

struct multipart;

/*
 * Fields go to req->form, files to req->file if the request keeps them; else, and when they come
 * without a name, they are counted and let go.
 * All three fail with 400 on what is not multipart, or with 413 over the limits of http/request.h.
 */
struct multipart *multipart_begin(struct request *req, const char *content_type);
void multipart_feed(struct multipart *multipart, const char *bytes, size_t length);
void multipart_end(struct multipart *multipart);

#endif
