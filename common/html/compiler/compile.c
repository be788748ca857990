/*
 * From a template to C: what the directives mean.  A stack of levels holds what is open; each
 * remembers the HTML context in which it began, because a branch or a loop must leave the context
 * as it found it: only so what follows stands in one known context, whichever way a page goes.
 */
#include "html/compiler/compile.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "html/compiler/context.h"

/* What waits for its {% end %}. */
struct level {
	struct level *outer;
	const char *name;       /* of the directive */
	int line;
	bool branch;            /* an if or elif: elif and else may follow */
	bool frame;             /* a call closes it, not a brace */
	bool glued;             /* some way through it ends inside a tag without white space */
	struct context began;
};

struct function {
	struct function *next;
	const char *name;
};

struct compiler {
	const char *path;
	struct emit *emit;
	struct context context;
	struct level *level;        /* the innermost; NULL between pages */
	struct function *functions; /* all that were made so far */
	struct arena arena;
};

struct directive {
	const char *name;
	bool outside;               /* it stands between pages, not in one */
	void (*compile)(struct compiler *c, const struct directive *self, struct span argument);
};

static void check(const struct compiler *c, int line, const char *refused)
{
	if (refused != NULL)
		refuse(c->path, line, "%s", refused);
}

static struct level *open_level(struct compiler *c, const struct directive *self, int line)
{
	struct level *level = arena_alloc(&c->arena, sizeof *level);

	level->outer = c->level;
	level->name = self->name;
	level->line = line;
	level->glued = c->context.glued;
	level->began = c->context;
	c->level = level;
	emit_enter(c->emit);
	return level;
}

/* A level, or one of its branches, ends here. */
static void end_branch(struct compiler *c, int line)
{
	struct level *level = c->level;

	check(c, line, context_directive(&c->context));
	if (!context_same(&c->context, &level->began))
		refuse(c->path, line, "what {%% %s %%} of line %d holds must end in the context in "
		       "which it began: open and close tags and quotation marks inside of it",
		       level->name, level->line);
	level->glued |= c->context.glued;
}

/* "(argument)", without the parentheses. */
static struct span group(const struct compiler *c, const struct directive *self,
			 struct span argument)
{
	struct span inside;

	if (!span_group(c->path, argument, &inside))
		refuse(c->path, argument.line, "write {%% %s (...) %%}, all of it in parentheses",
		       self->name);
	return inside;
}

/* "NAME(argument)". */
static struct span name_and_group(const struct compiler *c, const struct directive *self,
				  struct span *argument)
{
	struct span name = span_name(argument);

	if (name.length == 0 || !span_group(c->path, *argument, argument))
		refuse(c->path, name.line, "write {%% %s NAME(...) %%}", self->name);
	return name;
}

static void nothing_more(const struct compiler *c, const struct directive *self,
			 struct span argument)
{
	if (argument.length > 0)
		refuse(c->path, argument.line, "write {%% %s %%}, with nothing more in it",
		       self->name);
}

static void add_function(struct compiler *c, int line, const char *name)
{
	struct function *function = arena_alloc(&c->arena, sizeof *function);

	for (const struct function *other = c->functions; other != NULL; other = other->next)
		if (strcmp(other->name, name) == 0)
			refuse(c->path, line, "%s() exists already: choose another name", name);
	*function = (struct function){ .next = c->functions, .name = name };
	c->functions = function;
}

static void compile_function(struct compiler *c, const struct directive *self, struct span argument)
{
	struct span name = name_and_group(c, self, &argument);
	const char *suffix = strcmp(self->name, "page") == 0 ? "_page" : "";
	const char *function = arena_printf(&c->arena, "%.*s%s", SPAN(name), suffix);

	add_function(c, name.line, function);
	emit_function(c->emit, name.line, function, argument);
	open_level(c, self, name.line);
}

static void compile_include(struct compiler *c, const struct directive *self, struct span argument)
{
	(void)self;
	if (argument.length < 3 || argument.text[0] != '"'
	    || argument.text[argument.length - 1] != '"')
		refuse(c->path, argument.line, "write {%% include \"folder/file.h\" %%}");
	emit_include(c->emit, argument);
}

static void compile_frame(struct compiler *c, const struct directive *self, struct span argument)
{
	struct span inside = group(c, self, argument);

	check(c, argument.line, context_elements(&c->context));
	buffer_printf(emit_statement(c->emit, inside.line), "frame_begin(req, res%s%.*s);\n",
		      inside.length > 0 ? ", " : "", SPAN(inside));
	open_level(c, self, argument.line)->frame = true;
}

static void compile_call(struct compiler *c, const struct directive *self, struct span argument)
{
	struct span name = name_and_group(c, self, &argument);

	check(c, name.line, context_elements(&c->context));
	buffer_printf(emit_statement(c->emit, name.line), "%.*s(req, res%s%.*s);\n", SPAN(name),
		      argument.length > 0 ? ", " : "", SPAN(argument));
}

static void compile_csrf(struct compiler *c, const struct directive *self, struct span argument)
{
	nothing_more(c, self, argument);
	check(c, argument.line, context_elements(&c->context));
	buffer_printf(emit_statement(c->emit, argument.line), "csrf_field(req, res);\n");
}

static void compile_if(struct compiler *c, const struct directive *self, struct span argument)
{
	struct span condition = group(c, self, argument);

	check(c, argument.line, context_directive(&c->context));
	buffer_printf(emit_statement(c->emit, condition.line), "if (%.*s) {\n", SPAN(condition));
	open_level(c, self, argument.line)->branch = true;
}

/* The branch before ends, another one begins in the same context. */
static void next_branch(struct compiler *c, const struct directive *self, int line)
{
	if (!c->level->branch)
		refuse(c->path, line, "this {%% %s %%} belongs to no {%% if %%}", self->name);
	end_branch(c, line);
	c->context = c->level->began;
	emit_leave(c->emit);
}

static void compile_elif(struct compiler *c, const struct directive *self, struct span argument)
{
	struct span condition = group(c, self, argument);

	next_branch(c, self, argument.line);
	buffer_printf(emit_statement(c->emit, condition.line), "} else if (%.*s) {\n",
		      SPAN(condition));
	emit_enter(c->emit);
}

static void compile_else(struct compiler *c, const struct directive *self, struct span argument)
{
	nothing_more(c, self, argument);
	next_branch(c, self, argument.line);
	c->level->branch = false;
	buffer_printf(emit_statement(c->emit, argument.line), "} else {\n");
	emit_enter(c->emit);
}

static void compile_loop(struct compiler *c, const struct directive *self, struct span argument)
{
	struct span control = group(c, self, argument);

	check(c, argument.line, context_directive(&c->context));
	buffer_printf(emit_statement(c->emit, control.line), "%s (%.*s) {\n", self->name,
		      SPAN(control));
	open_level(c, self, argument.line);
	c->context.glued = true; /* the second round begins where the first one ended */
}

static void compile_let(struct compiler *c, const struct directive *self, struct span argument)
{
	(void)self;
	if (argument.length == 0 || memchr(argument.text, '=', argument.length) == NULL)
		refuse(c->path, argument.line, "write {%% let TYPE NAME = EXPRESSION %%}");
	buffer_printf(emit_statement(c->emit, argument.line), "%.*s;\n", SPAN(argument));
}

static void compile_end(struct compiler *c, const struct directive *self, struct span argument)
{
	struct level *level = c->level;

	nothing_more(c, self, argument);
	end_branch(c, argument.line);
	if (level->frame) {
		emit_leave(c->emit);
		buffer_printf(emit_statement(c->emit, argument.line), "frame_end(req, res);\n");
	} else {
		emit_close(c->emit);
	}
	c->context.glued = level->glued;
	c->level = level->outer;
}

static const struct directive directives[] = {
	{ .name = "page", .outside = true, .compile = compile_function },
	{ .name = "block", .outside = true, .compile = compile_function },
	{ .name = "include", .outside = true, .compile = compile_include },
	{ .name = "frame", .compile = compile_frame },
	{ .name = "call", .compile = compile_call },
	{ .name = "csrf", .compile = compile_csrf },
	{ .name = "if", .compile = compile_if },
	{ .name = "elif", .compile = compile_elif },
	{ .name = "else", .compile = compile_else },
	{ .name = "for", .compile = compile_loop },
	{ .name = "while", .compile = compile_loop },
	{ .name = "let", .compile = compile_let },
	{ .name = "end", .compile = compile_end },
};

static void compile_directive(struct compiler *c, struct span argument)
{
	const struct directive *const end = directives + sizeof directives / sizeof *directives;
	const struct directive *self = directives;
	struct span name = span_name(&argument);

	while (self < end && !span_is(name, self->name))
		self++;
	if (self == end)
		refuse(c->path, name.line, "there is no directive \"%.*s\": use page, block, "
		       "include, frame, call, csrf, if, elif, else, for, while, let or end",
		       SPAN(name));
	if (self->outside && c->level != NULL)
		refuse(c->path, name.line, "{%% %s %%} cannot stand inside {%% %s %%} of line %d: "
		       "is an {%% end %%} missing?", self->name, c->level->name, c->level->line);
	if (!self->outside && c->level == NULL)
		refuse(c->path, name.line, "{%% %s %%} stands outside of a page or block: is there "
		       "an {%% end %%} too many?", self->name);
	self->compile(c, self, argument);
}

static void compile_expression(struct compiler *c, struct span expression)
{
	static const char *const calls[] = {
		[SINK_TEXT] = "html_put",
		[SINK_VALUE] = "html_put_value",
		[SINK_URL] = "html_url",
	};
	enum sink sink;

	if (expression.length == 0)
		refuse(c->path, expression.line, "write an expression of C between {{ and }}");
	if (c->level == NULL)
		refuse(c->path, expression.line, "{{ }} stands outside of a page or block");
	check(c, expression.line, context_expression(&c->context, &sink));
	buffer_printf(emit_statement(c->emit, expression.line), "%s(out, %.*s);\n", calls[sink],
		      SPAN(expression));
}

/* White space at the beginning of a line and blank lines are the template's own, not the page's. */
static void compile_text(struct compiler *c, const struct token *token)
{
	bool margin = token->first && !context_verbatim(&c->context);

	for (size_t i = 0; i < token->span.length && !token->silent; i++) {
		char byte = token->span.text[i];

		margin = margin && isspace((unsigned char)byte);
		if (margin)
			continue;
		if (c->level == NULL && !isspace((unsigned char)byte))
			refuse(c->path, token->span.line, "text stands outside of a page or block");
		if (c->level != NULL) {
			check(c, token->span.line, context_byte(&c->context, byte));
			emit_byte(c->emit, byte);
		}
	}
}

void compile(const char *path, const char *text, size_t length, struct emit *emit)
{
	struct compiler c = { .path = path, .emit = emit };
	struct scanner scanner = scan_begin(path, text, length);
	struct token token;

	while (scan_next(&scanner, &token)) {
		if (token.kind == TOKEN_TEXT)
			compile_text(&c, &token);
		else if (token.kind == TOKEN_EXPRESSION)
			compile_expression(&c, token.span);
		else if (token.kind == TOKEN_DIRECTIVE)
			compile_directive(&c, token.span);
	}
	if (c.level != NULL)
		refuse(path, c.level->line, "{%% %s %%} has no {%% end %%}", c.level->name);
	arena_free(&c.arena);
}
