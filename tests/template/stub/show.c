/* Shows the page of product.html, with text that tries to break out of everything. */
#include <stdio.h>

#include "route/page.h"
#include "product.html.h"

void frame_begin(struct request *req, struct response *res, const char *title)
{
	(void)req;
	html_literal(&res->page, "<title>");
	html_text(&res->page, title);
	html_literal(&res->page, "</title>\n");
}

void frame_end(struct request *req, struct response *res)
{
	(void)req;
	html_literal(&res->page, "<footer></footer>\n");
}

void csrf_field(struct request *req, struct response *res)
{
	(void)req;
	html_literal(&res->page, "<input type=\"hidden\">\n");
}

int main(void)
{
	static const char *const months[12] = { [10] = "November" };
	static const struct language language = { .group = '.', .sign = ',', .months = months };
	static const char *const notes[] = { "one & only", "two" };
	const struct product product = {
		.name = "\"><script>alert('</textarea>')</script>",
		.price = { .minor = 15000 },
		.stock = 3,
		.added = { .us = 1795237446 * INT64_C(1000000) },
		.url = { "/product/1?a=1&b=2" },
		.badge = { "<b>new</b>" },
	};
	struct buffer text = { 0 };
	struct response res = { .page = { &text, &language } };
	struct request req = { 0 };

	product_page(&req, &res, &product, notes, 2);
	fwrite(text.data, 1, text.length, stdout);
	buffer_free(&text);
	return 0;
}
