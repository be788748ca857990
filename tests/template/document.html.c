/* Made from tests/template/document.html: change that, not this. */
#include "route/page.h"
#include "document.html.h"

#line 2 "tests/template/document.html"
void document_page(struct request *req, struct response *res, const char *x, struct url u, bool dark)
{
	struct writer *const out = &res->page;

	(void)req, (void)out;
	html_literal(out, "<!DOCTYPE html>\n"
		"<!-- a comment > -- with <b> --><!-->\n"
		"<html lang=\"");
#line 5 "tests/template/document.html"
	html_put_value(out, x);
	html_literal(out, "\"");
#line 5 "tests/template/document.html"
	if (dark) {
		html_literal(out, " class=dark");
	}
	html_literal(out, ">\n"
		"<head><title>");
#line 6 "tests/template/document.html"
	html_put_value(out, x);
	html_literal(out, " </titl> & <b></title><meta charset=utf-8>\n"
		"<link rel=stylesheet href=\"");
#line 7 "tests/template/document.html"
	html_url(out, u);
	html_literal(out, "\"/><script src='");
#line 7 "tests/template/document.html"
	html_url(out, u);
	html_literal(out, "' defer></script ><STYLE></STYLE>\n"
		"<body data-onload=\"");
#line 8 "tests/template/document.html"
	html_put_value(out, x);
	html_literal(out, "\" open title = '\"");
#line 8 "tests/template/document.html"
	html_put_value(out, x);
	html_literal(out, "\" ");
#line 8 "tests/template/document.html"
	if (dark) {
		html_literal(out, "a");
#line 8 "tests/template/document.html"
	} else if (x) {
		html_literal(out, "b");
#line 8 "tests/template/document.html"
	} else {
		html_literal(out, "c");
	}
	html_literal(out, "\n"
		"  two'>");
#line 9 "tests/template/document.html"
	html_put(out, "}} %}");
#line 9 "tests/template/document.html"
	html_put(out, '\'' == '"' ? "\"" : x);
	html_literal(out, "\n"
		"<a href=\"#");
#line 10 "tests/template/document.html"
	if (dark) {
		html_literal(out, "dark");
	}
	html_literal(out, "\">");
#line 10 "tests/template/document.html"
	if (dark) {
		html_literal(out, "one");
#line 10 "tests/template/document.html"
	} else {
		html_literal(out, "two");
	}
	html_literal(out, "</a>\n"
		"<TEXTAREA>\n");
#line 12 "tests/template/document.html"
	if (dark) {
		html_literal(out, "  dark </text\n");
	}
#line 15 "tests/template/document.html"
	html_put_value(out, x);
	html_literal(out, "</TextArea><br/>\n"
		"<PRE> a\n"
		"\n"
		"  b</PRE>\n");
#line 20 "tests/template/document.html"
	html_put(out, x);
	html_literal(out, "\n"
		"<p\n");
#line 23 "tests/template/document.html"
	if (dark) {
		html_literal(out, " hidden ");
#line 23 "tests/template/document.html"
	} else {
		html_literal(out, "\n"
			"lang=en\n");
	}
	html_literal(out, "id=a>\n"
		"tab\011\"quoted\" back\\slash ?\? ?\?\?\n"
		"</p>\n");
}

#line 32 "tests/template/document.html"
void rows(struct request *req, struct response *res, int n)
{
	struct writer *const out = &res->page;

	(void)req, (void)out;
#line 33 "tests/template/document.html"
	for (int i = 0;
          i < n; i++) {
#line 35 "tests/template/document.html"
		while (n-- > 2) {
#line 36 "tests/template/document.html"
			if (n > 3) {
				html_literal(out, "<i>");
#line 36 "tests/template/document.html"
				html_put(out, n);
				html_literal(out, "</i>");
			}
			html_literal(out, "\n");
		}
	}
#line 39 "tests/template/document.html"
	if (n > 0) {
#line 40 "tests/template/document.html"
		rows(req, res, n - 1);
	}
#line 44 "tests/template/document.html"
	empty(req, res);
}

#line 47 "tests/template/document.html"
void empty(struct request *req, struct response *res)
{
	struct writer *const out = &res->page;

	(void)req, (void)out;
}
