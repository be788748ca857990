/* What generated pages expect of route/page.h, no more: enough to compile and to show them. */
#ifndef STUB_PAGE_H
#define STUB_PAGE_H

#include "html/html.h"

struct request {
	int unused;
};

struct response {
	struct writer page;
};

#define _(text) (text)

void frame_begin(struct request *req, struct response *res, const char *title);
void frame_end(struct request *req, struct response *res);
void csrf_field(struct request *req, struct response *res);

#endif
