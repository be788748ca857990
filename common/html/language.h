/* The languages that the pages speak: gettext catalogues, compiled into the programs. */
#ifndef HTML_LANGUAGE_H
#define HTML_LANGUAGE_H

#include <stddef.h>

struct language {
	const char *code;                  /* BCP 47: "en", "id" */
	const char *name;                  /* in itself: "English", "Bahasa Indonesia" */
	const unsigned char *catalogue;    /* a little-endian GNU .mo; NULL: the source texts */
	unsigned (*plural)(unsigned long n); /* which form, as the catalogue's header has it */
	char group, sign;                  /* thousands separator, decimal sign */
	const char *const *months;         /* 12 names, for dates */
};

/* All of them; the first is the default; ends with a NULL. */
extern const struct language *const languages[];

/*
 * The language of a visitor: the code in the `language` cookie if we speak it, else that of the
 * site, else the best match of Accept-Language (RFC 9110 section 12.5.4, with q-values), else the
 * default.  Each text may be NULL, each may be rubbish.
 */
const struct language *language_choose(const char *cookie, const char *site, const char *accept);

/* The text in that language, or the text itself where the catalogue has none. */
const char *translate(const struct language *language, const char *text)
	__attribute__((format_arg(2)));
const char *translate_n(const struct language *language, const char *one, const char *many,
	unsigned long n) __attribute__((format_arg(2), format_arg(3)));

/* Mark a text for the catalogues where it cannot be translated yet (tables). */
#define N_(text) text

#endif
