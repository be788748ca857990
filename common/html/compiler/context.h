/*
 * Where in an HTML page a template stands, byte by byte: the part of the HTML tokenizer (WHATWG
 * HTML, section 13.2.5) that decides what may stand there.  The rules of safe pages are all here.
 */
#ifndef HTML_COMPILER_CONTEXT_H
#define HTML_COMPILER_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

enum state {
	TEXT,             /* between tags */
	TAG_OPEN,         /* behind "<" or "</" */
	TAG_NAME,
	IN_TAG,           /* where an attribute may begin */
	ATTRIBUTE_NAME,
	AFTER_NAME,       /* white space behind a name: "=" may follow */
	BEFORE_VALUE,     /* behind "=" */
	VALUE,            /* between quotation marks */
	VALUE_UNQUOTED,
	MARKUP,           /* behind "<!" */
	COMMENT,
	DOCTYPE,
	RAW,              /* inside title, textarea, script, style ...: only the end tag ends it */
	RAW_LESS,         /* behind "<" in there */
	RAW_END,          /* behind "</" in there */
	STATE__MAX
};

/* What an attribute's value may hold. */
enum value {
	VALUE_ANY,        /* any escaped text */
	VALUE_URL,        /* an address, of which nothing was seen yet */
	VALUE_URL_GIVEN,  /* an address that {{ }} has put: the value is complete */
	VALUE_FRAGMENT    /* a literal "#..." */
};

/* What {{ }} becomes. */
enum sink {
	SINK_TEXT,        /* html_put: anything */
	SINK_VALUE,       /* html_put_value: anything but markup */
	SINK_URL          /* html_url: an address only */
};

/* Zeroed: the text of a page.  A plain value: keep a copy to compare with later. */
struct context {
	enum state state;
	enum value value;
	const struct element *element; /* special one being read, or around RAW content; or NULL */
	bool closing;                  /* the tag being read is an end tag */
	bool glued;                    /* IN_TAG: no white space since the last name or value */
	char quote;                    /* VALUE: the mark that ends it */
	int pre;                       /* how many <pre> are open */
	int dashes;                    /* COMMENT: how many stand directly before */
	size_t length;                 /* of the name being read; kept in lower case, and cut */
	char name[16];
};

/* Each answers NULL, or why the template is refused (which says what to write instead). */
const char *context_byte(struct context *context, char byte);
const char *context_expression(struct context *context, enum sink *sink);

/* A directive: inside a tag it ends the word before it, as white space would. */
const char *context_directive(struct context *context);

/* A directive that writes elements. */
const char *context_elements(const struct context *context);

/* The same place, for the end of a branch against its beginning. */
bool context_same(const struct context *one, const struct context *other);

/* Does white space at the beginning of a line mean something here? */
bool context_verbatim(const struct context *context);

#endif
