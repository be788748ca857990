/* Links into WhatsApp. */
#include "market/whatsapp.h"

#include "base/pairs.h"
#include "base/text.h"
#include "market/order_text.h"
#include "market/receipt_link.h"

/* For an address that no server finds too long. */
enum { LINES_MOST = 10, NAME_LONGEST = 40 /* code points */ };

/* The one host whose pages ours lead to; a click-to-chat link is "https://wa.me/PHONE?text=". */
struct url whatsapp_url(const struct request *req, const char *phone, const char *text)
{
	struct buffer address = { 0 };

	buffer_literal(&address, "https://wa.me/");
	percent_encode(&address, phone, "");
	buffer_literal(&address, "?text=");
	percent_encode(&address, text, "");
	return (struct url){ buffer_keep(&address, req->arena) };
}

static void put_line(struct writer *out, const struct order_line *line)
{
	buffer_integer(out->to, line->quantity);
	buffer_literal(out->to, " × ");
	buffer_put(out->to, line->name, text_prefix(line->name, NAME_LONGEST));
	buffer_literal(out->to, ": ");
	html_money(out, order_line_total(line));
	buffer_char(out->to, '\n');
}

/* A browser that does not say which host it came to gets no address that would be wrong. */
static void put_receipt(struct buffer *text, const struct request *req, const struct order *order)
{
	if (req->host == NULL)
		return;
	buffer_text(text, req->https ? "\nhttps://" : "\nhttp://");
	buffer_text(text, req->host);
	buffer_text(text, receipt_url(req, order).text);
}

const char *whatsapp_order_text(const struct request *req, const struct order *order,
	const struct order_lines *lines)
{
	struct buffer text = { 0 };
	struct writer out = { .to = &text, .language = req->language,
		.currency = req->config.currency };
	size_t shown = lines->count > LINES_MOST ? LINES_MOST : lines->count;

	buffer_text(&text, order_title(req, order));
	buffer_char(&text, '\n');
	for (size_t i = 0; i < shown; i++)
		put_line(&out, &lines->line[i]);
	if (shown < lines->count) {
		buffer_text(&text, order_more_lines(req, lines->count - shown));
		buffer_char(&text, '\n');
	}
	buffer_text(&text, _("Total"));
	buffer_literal(&text, ": ");
	html_money(&out, order->total);
	put_receipt(&text, req, order);
	return buffer_keep(&text, req->arena);
}
