/*
 * The C that a template becomes.  It is meant to be read, too.  #line stands before all that the
 * template's author wrote, so that compilers, debuggers and xgettext name the template.
 */
#include "html/compiler/emit.h"

#include <ctype.h>

/* One byte inside of a string literal; UTF-8 stays readable, "??" must not become a trigraph. */
static void put_escaped(struct buffer *out, char byte, char previous)
{
	unsigned char code = (unsigned char)byte;

	if (byte == '\n')
		buffer_literal(out, "\\n");
	else if (byte == '"' || byte == '\\' || (byte == '?' && previous == '?'))
		buffer_printf(out, "\\%c", byte);
	else if (code < ' ' || code == 0x7f)
		buffer_printf(out, "\\%03o", code);
	else
		buffer_char(out, byte);
}

static void put_string(struct buffer *out, const char *text)
{
	buffer_char(out, '"');
	for (; *text != '\0'; text++)
		put_escaped(out, *text, '\0');
	buffer_char(out, '"');
}

static void put_line(struct buffer *out, const char *path, int line)
{
	buffer_printf(out, "#line %d ", line);
	put_string(out, path);
	buffer_char(out, '\n');
}

static void indent(struct emit *emit, int depth)
{
	for (int i = 0; i < depth; i++)
		buffer_char(&emit->code, '\t');
}

/* Text of the page, a line of it on each line. */
static void flush(struct emit *emit)
{
	const char *text = emit->literal.data;
	size_t length = emit->literal.length;

	if (length == 0)
		return;
	indent(emit, emit->depth);
	buffer_literal(&emit->code, "html_literal(out, \"");
	for (size_t i = 0; i < length; i++) {
		put_escaped(&emit->code, text[i], i > 0 ? text[i - 1] : '\0');
		if (text[i] == '\n' && i + 1 < length) {
			buffer_literal(&emit->code, "\"\n");
			indent(emit, emit->depth + 1);
			buffer_char(&emit->code, '"');
		}
	}
	buffer_literal(&emit->code, "\");\n");
	buffer_clear(&emit->literal);
}

/* The template's path as a macro: two pages of one name must not hide each other. */
static void put_guard(struct buffer *out, const char *path)
{
	for (; *path != '\0'; path++) {
		int byte = (unsigned char)*path;

		buffer_char(out, (char)(isalnum(byte) ? toupper(byte) : '_'));
	}
	buffer_literal(out, "_H\n");
}

void emit_begin(struct emit *emit, const char *path, const char *include)
{
	*emit = (struct emit){ .path = path };
	buffer_printf(&emit->header, "/* Made from %s: change that, not this. */\n#ifndef ", path);
	put_guard(&emit->header, path);
	buffer_literal(&emit->header, "#define ");
	put_guard(&emit->header, path);
	buffer_literal(&emit->header, "\n#include \"html/html.h\"\n\n"
		"struct request;\nstruct response;\n\n");
	buffer_printf(&emit->code, "/* Made from %s: change that, not this. */\n", path);
	buffer_literal(&emit->code, "#include \"route/page.h\"\n#include ");
	put_string(&emit->code, include);
	buffer_char(&emit->code, '\n');
}

void emit_end(struct emit *emit)
{
	buffer_literal(&emit->header, "\n#endif\n");
}

void emit_include(struct emit *emit, struct span file)
{
	put_line(&emit->header, emit->path, file.line);
	buffer_printf(&emit->header, "#include %.*s\n", SPAN(file));
}

static void put_prototype(struct buffer *out, const char *name, struct span parameters)
{
	buffer_printf(out, "void %s(struct request *req, struct response *res%s%.*s)", name,
		      parameters.length > 0 ? ", " : "", SPAN(parameters));
}

void emit_function(struct emit *emit, int line, const char *name, struct span parameters)
{
	put_line(&emit->header, emit->path, line);
	put_prototype(&emit->header, name, parameters);
	buffer_literal(&emit->header, ";\n");
	buffer_char(&emit->code, '\n');
	put_line(&emit->code, emit->path, line);
	put_prototype(&emit->code, name, parameters);
	buffer_literal(&emit->code, "\n{\n"
		"\tstruct writer *const out = &res->page;\n"
		"\n"
		"\t(void)req, (void)out;\n");
	emit->depth = 0;
}

void emit_byte(struct emit *emit, char byte)
{
	buffer_char(&emit->literal, byte);
}

struct buffer *emit_statement(struct emit *emit, int line)
{
	flush(emit);
	put_line(&emit->code, emit->path, line);
	indent(emit, emit->depth);
	return &emit->code;
}

void emit_enter(struct emit *emit)
{
	emit->depth++;
}

void emit_leave(struct emit *emit)
{
	flush(emit);
	emit->depth--;
}

void emit_close(struct emit *emit)
{
	emit_leave(emit);
	indent(emit, emit->depth);
	buffer_literal(&emit->code, "}\n");
}
