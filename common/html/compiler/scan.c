/* The source of a template in pieces that know their line. */
#include "html/compiler/scan.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct brackets {
	const char *open, *close;
	enum token_kind kind;
} brackets[] = {
	{ "{{", "}}", TOKEN_EXPRESSION },
	{ "{%", "%}", TOKEN_DIRECTIVE },
	{ "{#", "#}", TOKEN_COMMENT },
};

_Noreturn void refuse(const char *path, int line, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s:%d: ", path, line);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

static bool is_space(char byte)
{
	return isspace((unsigned char)byte) != 0;
}

static bool starts(struct span span, const char *text)
{
	return span.length >= strlen(text) && memcmp(span.text, text, strlen(text)) == 0;
}

static void advance(struct span *span, size_t count)
{
	for (; count > 0; count--, span->text++, span->length--)
		span->line += *span->text == '\n';
}

/* What of `whole` comes before `rest`. */
static struct span before(struct span whole, struct span rest)
{
	whole.length -= rest.length;
	return whole;
}

bool span_is(struct span span, const char *text)
{
	return span.length == strlen(text) && starts(span, text);
}

struct span span_trim(struct span span)
{
	while (span.length > 0 && is_space(*span.text))
		advance(&span, 1);
	while (span.length > 0 && is_space(span.text[span.length - 1]))
		span.length--;
	return span;
}

struct span span_name(struct span *span)
{
	struct span name = { .text = span->text, .line = span->line };

	while (name.length < span->length
	       && (isalpha((unsigned char)name.text[name.length]) || name.text[name.length] == '_'
	           || (name.length > 0 && isdigit((unsigned char)name.text[name.length]))))
		name.length++;
	advance(span, name.length);
	*span = span_trim(*span);
	return name;
}

/* Over a string or a character of C, which begins at the front. */
static void skip_literal(const char *path, struct span *rest)
{
	char quote = *rest->text;

	do {
		advance(rest, rest->length > 1 && *rest->text == '\\' ? 2 : 1);
		if (rest->length == 0 || *rest->text == '\n')
			refuse(path, rest->line, "a %c is not closed in its line", quote);
	} while (*rest->text != quote);
	advance(rest, 1);
}

/* The brackets of C that are open, innermost last: what will close each. */
struct pending {
	int depth;
	char close[32];
};

static void bracket(const char *path, struct span rest, struct pending *pending)
{
	static const char open[] = "([{", close[] = ")]}";
	const char *found = memchr(open, *rest.text, strlen(open));

	if (found != NULL) {
		if (pending->depth == sizeof pending->close)
			refuse(path, rest.line, "brackets are nested too deeply: use {%% let %%}");
		pending->close[pending->depth++] = close[found - open];
	} else if (memchr(close, *rest.text, strlen(close)) != NULL) {
		if (pending->depth == 0 || pending->close[--pending->depth] != *rest.text)
			refuse(path, rest.line, "brackets are not balanced at \"%c\"", *rest.text);
	}
}

/* Over C, up to `close` outside of all its brackets and literals; false if that never comes. */
static bool skip_c(const char *path, struct span *rest, const char *close)
{
	struct pending pending = { 0 };

	while (rest->length > 0) {
		if (pending.depth == 0 && starts(*rest, close))
			return true;
		if (starts(*rest, "//") || starts(*rest, "/*"))
			refuse(path, rest->line, "a C comment cannot stand here: use {# #}");
		if (*rest->text == '"' || *rest->text == '\'') {
			skip_literal(path, rest);
		} else {
			bracket(path, *rest, &pending);
			advance(rest, 1);
		}
	}
	return false;
}

static bool skip_comment(struct span *rest, const char *close)
{
	while (rest->length > 0 && !starts(*rest, close))
		advance(rest, 1);
	return rest->length > 0;
}

bool span_group(const char *path, struct span span, struct span *inside)
{
	struct span rest = span;

	if (!starts(span, "("))
		return false;
	advance(&rest, 1);
	*inside = rest;
	if (!skip_c(path, &rest, ")") || rest.length != 1)
		return false;
	*inside = span_trim(before(*inside, rest));
	return true;
}

static const struct brackets *opened(struct span rest)
{
	for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++)
		if (starts(rest, brackets[i].open))
			return &brackets[i];
	return NULL;
}

static void read_text(struct span *rest, struct token *token)
{
	struct span whole = *rest;
	bool newline;

	do {
		newline = *rest->text == '\n';
		advance(rest, 1);
	} while (!newline && rest->length > 0 && opened(*rest) == NULL);
	token->kind = TOKEN_TEXT;
	token->span = before(whole, *rest);
}

static void read_brackets(const char *path, struct span *rest, const struct brackets *kind,
			  struct token *token)
{
	int line = rest->line;
	struct span whole;
	bool closed;

	advance(rest, strlen(kind->open));
	whole = *rest;
	if (kind->kind == TOKEN_COMMENT)
		closed = skip_comment(rest, kind->close);
	else
		closed = skip_c(path, rest, kind->close);
	if (!closed)
		refuse(path, line, "this %s is never closed with %s", kind->open, kind->close);
	token->kind = kind->kind;
	token->span = span_trim(before(whole, *rest));
	advance(rest, strlen(kind->close));
}

static bool read_token(const char *path, struct span *rest, struct token *token)
{
	const struct brackets *kind = opened(*rest);

	if (rest->length == 0)
		return false;
	if (kind != NULL)
		read_brackets(path, rest, kind, token);
	else
		read_text(rest, token);
	return true;
}

/* Look ahead: does the line that begins at `rest` write nothing by itself? */
static bool line_is_silent(const char *path, struct span rest)
{
	struct token token;
	bool directive = false;

	while (read_token(path, &rest, &token)) {
		if (token.kind == TOKEN_EXPRESSION)
			return false;
		if (token.kind != TOKEN_TEXT)
			directive = true;
		else if (span_trim(token.span).length > 0)
			return false;
		else if (memchr(token.span.text, '\n', token.span.length) != NULL)
			break;
	}
	return directive;
}

struct scanner scan_begin(const char *path, const char *text, size_t length)
{
	return (struct scanner){ .path = path, .rest = { text, length, 1 }, .first = true };
}

bool scan_next(struct scanner *scanner, struct token *token)
{
	if (scanner->first)
		scanner->silent = line_is_silent(scanner->path, scanner->rest);
	if (!read_token(scanner->path, &scanner->rest, token))
		return false;
	token->first = scanner->first;
	token->silent = scanner->silent;
	scanner->first = token->kind == TOKEN_TEXT
			 && token->span.text[token->span.length - 1] == '\n';
	return true;
}
