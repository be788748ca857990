/* Made from tests/template/product.html: change that, not this. */
#ifndef TESTS_TEMPLATE_PRODUCT_HTML_H
#define TESTS_TEMPLATE_PRODUCT_HTML_H

#include "html/html.h"

struct request;
struct response;

#line 2 "tests/template/product.html"
#include "product.h"
#line 4 "tests/template/product.html"
void product_page(struct request *req, struct response *res, const struct product *product, const char *const *notes, int n_notes);
#line 43 "tests/template/product.html"
void choice(struct request *req, struct response *res, const char *name, bool chosen);
#line 51 "tests/template/product.html"
void rule(struct request *req, struct response *res);

#endif
