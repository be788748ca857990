/* The runtime of compiled pages: what each type looks like in a page. */
#include "html/html.h"

#include <inttypes.h>

/* What must not stand in a page as it is; the NUL ends a run of harmless bytes, too. */
static const char *const entities[256] = {
	['\0'] = "",
	['&'] = "&amp;",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['"'] = "&quot;",
	['\''] = "&#x27;",
};

void html_text(struct writer *out, const char *text)
{
	for (;;) {
		const char *run = text, *entity;

		while ((entity = entities[(unsigned char)*text]) == NULL)
			text++;
		buffer_put(out->to, run, (size_t)(text - run));
		if (*text == '\0')
			return;
		buffer_text(out->to, entity);
		text++;
	}
}

void html_integer(struct writer *out, int64_t number)
{
	buffer_integer(out->to, number);
}

void html_unsigned(struct writer *out, uint64_t number)
{
	buffer_printf(out->to, "%" PRIu64, number);
}

const char *currency_sign(int decimals)
{
	return decimals == 0 ? "Rp" : "$";
}

void html_money(struct writer *out, struct money money)
{
	html_text(out, out->currency != NULL ? out->currency : currency_sign(money.decimals));
	money_format(out->to, money, out->language->group, out->language->sign);
}

void html_date(struct writer *out, struct date date)
{
	struct civil civil = date_civil(date);
	const char *month = out->language->months[civil.month - 1];

	buffer_printf(out->to, "%d %s %d", civil.day, month, civil.year);
}

const char *html_date_text(struct arena *arena, const struct language *language, struct date date)
{
	struct buffer text = { 0 };
	struct writer writer = { .to = &text, .language = language };

	html_date(&writer, date);
	return buffer_keep(&text, arena);
}

void html_markup(struct writer *out, struct html html)
{
	buffer_text(out->to, html.markup);
}

void html_url(struct writer *out, struct url url)
{
	html_text(out, url.text);
}
