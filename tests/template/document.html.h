/* Made from tests/template/document.html: change that, not this. */
#ifndef TESTS_TEMPLATE_DOCUMENT_HTML_H
#define TESTS_TEMPLATE_DOCUMENT_HTML_H

#include "html/html.h"

struct request;
struct response;

#line 2 "tests/template/document.html"
void document_page(struct request *req, struct response *res, const char *x, struct url u, bool dark);
#line 32 "tests/template/document.html"
void rows(struct request *req, struct response *res, int n);
#line 47 "tests/template/document.html"
void empty(struct request *req, struct response *res);

#endif
