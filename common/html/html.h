/*
 * The runtime of compiled pages: everything that goes into a page is escaped by its type.
 * Only a struct html goes out as it is, and only a struct url fits into href, src and action.
 */
#ifndef HTML_HTML_H
#define HTML_HTML_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/instant.h"
#include "base/money.h"
#include "html/language.h"

/* Markup that our own code made: trusted, never built from what a visitor sent. */
struct html {
	const char *markup;
};

/* An address that url.h made: percent-encoded, never with a scheme that a visitor chose. */
struct url {
	const char *text;
};

/* Where a page goes, and the language that it speaks. */
struct writer {
	struct buffer *to;
	const struct language *language;
	const char *currency; /* the sign before prices; NULL: it goes by their decimals */
};

/* The sign of a shop whose owner chose none. */
const char *currency_sign(int decimals);

/* Escape & < > " ' so that the text is inert in element content and in quoted attributes. */
void html_text(struct writer *out, const char *text);
void html_integer(struct writer *out, int64_t number);
void html_unsigned(struct writer *out, uint64_t number);
void html_money(struct writer *out, struct money money);
void html_date(struct writer *out, struct date date);
void html_markup(struct writer *out, struct html html);
void html_url(struct writer *out, struct url url);

/* The types that are inert wherever they stand, once they are escaped. */
#define HTML_INERT \
	char *: html_text, const char *: html_text, \
	int: html_integer, long: html_integer, long long: html_integer, \
	unsigned: html_unsigned, unsigned long: html_unsigned, unsigned long long: html_unsigned, \
	struct money: html_money, struct date: html_date, struct url: html_url

/* What html_date writes, for a message: "9 July 2026"; in the arena. */
const char *html_date_text(struct arena *arena, const struct language *language,
	struct date date);

/* {{ x }}: chosen by the type of x; a type that is not listed does not compile. */
#define html_put(out, x) _Generic((x), HTML_INERT, struct html: html_markup)((out), (x))

/* {{ x }} in an attribute, a title or a textarea, where markup would end what it stands in. */
#define html_put_value(out, x) _Generic((x), HTML_INERT)((out), (x))

/* The literal parts of a page; only a literal compiles. */
#define html_literal(out, literal) buffer_literal((out)->to, literal)

#endif
