/* Made from tests/template/product.html: change that, not this. */
#include "route/page.h"
#include "product.html.h"

#line 4 "tests/template/product.html"
void product_page(struct request *req, struct response *res, const struct product *product, const char *const *notes, int n_notes)
{
	struct writer *const out = &res->page;

	(void)req, (void)out;
#line 5 "tests/template/product.html"
	frame_begin(req, res, _("Product"));
		html_literal(out, "<h1 class=\"title");
#line 6 "tests/template/product.html"
		if (product->sold_out) {
			html_literal(out, " faint");
		}
		html_literal(out, "\">");
#line 6 "tests/template/product.html"
		html_put(out, product->name);
		html_literal(out, "</h1>\n"
			"<p>");
#line 9 "tests/template/product.html"
		html_put(out, product->price);
		html_literal(out, ", ");
#line 9 "tests/template/product.html"
		html_put(out, product->stock);
		html_literal(out, " <time>");
#line 9 "tests/template/product.html"
		html_put(out, product->added);
		html_literal(out, "</time></p>\n"
			"<a href=\"");
#line 10 "tests/template/product.html"
		html_url(out, product->url);
		html_literal(out, "\">");
#line 10 "tests/template/product.html"
		html_put(out, _("Show {{ me }}"));
		html_literal(out, "</a> <a href='#top'>\"Up\"?\? \\ café</a>\n");
#line 11 "tests/template/product.html"
		html_put(out, product->badge);
		html_literal(out, "\n");
#line 13 "tests/template/product.html"
		if (n_notes == 0 && strcmp(product->name, "%}") != 0) {
			html_literal(out, "<p>");
#line 14 "tests/template/product.html"
			html_put(out, _("No notes."));
			html_literal(out, "</p>\n");
#line 15 "tests/template/product.html"
		} else if (n_notes == 1) {
			html_literal(out, "<p>");
#line 16 "tests/template/product.html"
			html_put(out, notes[0]);
			html_literal(out, "</p>\n");
#line 17 "tests/template/product.html"
		} else {
			html_literal(out, "<ul>\n");
#line 19 "tests/template/product.html"
			for (int i = 0; i < n_notes; i++) {
#line 20 "tests/template/product.html"
				const char *note = notes[i];
				html_literal(out, "<li>");
#line 21 "tests/template/product.html"
				html_put(out, note);
				html_literal(out, "</li>\n");
			}
			html_literal(out, "</ul>\n");
		}
		html_literal(out, "<form method=\"post\" action=\"");
#line 25 "tests/template/product.html"
		html_url(out, product->url);
		html_literal(out, "\">\n");
#line 26 "tests/template/product.html"
		csrf_field(req, res);
#line 27 "tests/template/product.html"
		choice(req, res, "stock", product->stock > 0);
#line 28 "tests/template/product.html"
		rule(req, res);
		html_literal(out, "<textarea name=\"text\" title=\"");
#line 29 "tests/template/product.html"
		html_put_value(out, product->name);
		html_literal(out, "\">\n"
			"  ");
#line 30 "tests/template/product.html"
		html_put_value(out, product->name);
		html_literal(out, "\n"
			"\n"
			"   end</textarea>\n"
			"<pre>\n"
			"  two\n");
#line 35 "tests/template/product.html"
		while (n_notes-- > 0) {
			html_literal(out, "    four\n");
		}
		html_literal(out, "    </pre>\n"
			"</form>\n");
#line 40 "tests/template/product.html"
	frame_end(req, res);
}

#line 43 "tests/template/product.html"
void choice(struct request *req, struct response *res, const char *name, bool chosen)
{
	struct writer *const out = &res->page;

	(void)req, (void)out;
	html_literal(out, "<input type=\"checkbox\" name=\"");
#line 44 "tests/template/product.html"
	html_put_value(out, name);
	html_literal(out, "\"\n");
#line 45 "tests/template/product.html"
	if (chosen) {
		html_literal(out, "checked\n");
	}
	html_literal(out, "value=\"1\"");
#line 48 "tests/template/product.html"
	if (!chosen) {
		html_literal(out, " class=off");
	}
	html_literal(out, ">\n");
}

#line 51 "tests/template/product.html"
void rule(struct request *req, struct response *res)
{
	struct writer *const out = &res->page;

	(void)req, (void)out;
	html_literal(out, "<hr>");
}
