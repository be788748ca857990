/*
 * The source of a template in pieces that know their line: text, {{ }}, {% %} and {# #}.
 * Of the C inside only brackets and literals are understood: a "}}" in a string ends nothing.
 */
#ifndef HTML_COMPILER_SCAN_H
#define HTML_COMPILER_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* A part of the source; for printf as "%.*s", SPAN(span). */
struct span {
	const char *text;
	size_t length;
	int line;          /* of its first byte */
};
#define SPAN(span) (int)(span).length, (span).text

enum token_kind { TOKEN_TEXT, TOKEN_EXPRESSION, TOKEN_DIRECTIVE, TOKEN_COMMENT };

struct token {
	enum token_kind kind;
	struct span span;  /* what is in the brackets, trimmed; TOKEN_TEXT: all, up to a newline */
	bool first;        /* a line of the template begins here */
	bool silent;       /* the line holds only white space, directives and comments */
};

struct scanner {
	const char *path;  /* for refusals */
	struct span rest;
	bool first, silent;
};

/* Say "path:line: ..." and exit (1).  No output is left, since it is written when all is well. */
_Noreturn void refuse(const char *path, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* `text` must outlive the scanner and its tokens. */
struct scanner scan_begin(const char *path, const char *text, size_t length);

/* The next token; false at the end.  What is not closed or not balanced is refused. */
bool scan_next(struct scanner *scanner, struct token *token);

bool span_is(struct span span, const char *text);
struct span span_trim(struct span span);

/* Cut a C identifier, and the white space behind it, from the front; empty if there is none. */
struct span span_name(struct span *span);

/* "(inside)": true if the whole span is one pair of parentheses; `inside` is trimmed. */
bool span_group(const char *path, struct span span, struct span *inside);

#endif
