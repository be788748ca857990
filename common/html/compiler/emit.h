/* The C that a template becomes: a header with the prototypes, and the functions. */
#ifndef HTML_COMPILER_EMIT_H
#define HTML_COMPILER_EMIT_H

#include "base/buffer.h"
#include "html/compiler/scan.h"

struct emit {
	const char *path;      /* of the template, for #line */
	struct buffer header, code;
	struct buffer literal; /* text of the page that waits for the next statement */
	int depth;             /* tabs before a statement */
};

/* `include` is the name by which the code includes its own header; `path` must outlive `emit`. */
void emit_begin(struct emit *emit, const char *path, const char *include);
void emit_end(struct emit *emit);

void emit_include(struct emit *emit, struct span file);

/* A function, which the template declares in line `line`; its body follows, up to emit_close. */
void emit_function(struct emit *emit, int line, const char *name, struct span parameters);

/* A byte of the page's text. */
void emit_byte(struct emit *emit, char byte);

/*
 * A statement, which the C compiler takes for line `line` of the template: the answer is the buffer
 * to which the caller writes it, with a newline behind it.
 */
struct buffer *emit_statement(struct emit *emit, int line);

/* Around statements in braces: the one before ends in "{", the one behind begins with "}". */
void emit_enter(struct emit *emit);
void emit_leave(struct emit *emit);

/* emit_leave, and nothing but the "}". */
void emit_close(struct emit *emit);

#endif
