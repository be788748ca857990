/*
 * Where in an HTML page a template stands.  One function for each state takes one byte; the tables
 * say which names are special, and in which states {{ }} and {% %} are refused.  Where HTML would
 * repair a mistake (a stray "<", attributes without a space), the template is refused: then no
 * browser can read the page in another way than this file does.
 */
#include "html/compiler/context.h"

#include <string.h>

#define NO_SCRIPT "the Content-Security-Policy forbids inline scripts: put it into htdocs/"
#define NO_STYLE "the Content-Security-Policy forbids inline styles: give it a class in style.css"
#define NO_LINK "links are made from SCRIPT_NAME: write {{ url }} with a struct url, or \"#...\""
#define WHOLE_URL "{{ url }} must be the whole value: put its parts together in a struct url"
#define SEALED "nothing may stand inside this element: leave it empty"
#define NO_TAG_NAME "{{ }} cannot stand in a tag's name: choose among literal tags with {% if %}"
#define NO_NAME "{{ }} cannot stand for an attribute: choose among literal ones with {% if %}"
#define NO_SPLIT "a directive cannot split this: put it before the \"<\""

/* Elements whose content is not ordinary HTML. */
static const struct element {
	const char *name;
	bool raw;           /* no tags inside */
	const char *sealed; /* why nothing but white space may stand inside */
} elements[] = {
	{ .name = "pre" },
	{ .name = "title", .raw = true },
	{ .name = "textarea", .raw = true },
	{ .name = "script", .raw = true, .sealed = NO_SCRIPT },
	{ .name = "style", .raw = true, .sealed = NO_STYLE },
	{ .name = "iframe", .raw = true, .sealed = SEALED },
	{ .name = "noembed", .raw = true, .sealed = SEALED },
	{ .name = "noframes", .raw = true, .sealed = SEALED },
	{ .name = "plaintext", .raw = true, .sealed = SEALED },
	{ .name = "xmp", .raw = true, .sealed = SEALED },
};

/* Attributes that are addresses, or that no template may have. */
static const struct attribute {
	const char *name;
	const char *refused; /* NULL: an address */
} attributes[] = {
	{ .name = "action" }, { .name = "background" }, { .name = "cite" }, { .name = "data" },
	{ .name = "formaction" }, { .name = "href" }, { .name = "longdesc" },
	{ .name = "manifest" }, { .name = "ping" }, { .name = "poster" }, { .name = "src" },
	{ .name = "xlink:href" },
	{ .name = "style", .refused = NO_STYLE },
	{ .name = "srcdoc", .refused = "srcdoc= holds a whole page: make it a page of its own" },
	{ .name = "srcset", .refused = "srcset= mixes addresses and text: use src=" },
	{ .name = "imagesrcset", .refused = "imagesrcset= mixes addresses and text: use href=" },
	{ .name = "http-equiv", .refused = "http-equiv= is a header: send it from the route" },
};

static bool is_white(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool is_letter(char byte)
{
	return lower(byte) >= 'a' && lower(byte) <= 'z';
}

static void name_start(struct context *context)
{
	context->length = 0;
	memset(context->name, 0, sizeof context->name);
}

static void name_add(struct context *context, char byte)
{
	if (context->length < sizeof context->name - 1)
		context->name[context->length] = lower(byte);
	context->length++;
}

/* A name that was longer than what is kept of it equals none. */
static bool name_is(const struct context *context, const char *name)
{
	return context->length == strlen(name) && memcmp(context->name, name, context->length) == 0;
}

static const struct element *element_of(const struct context *context)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (name_is(context, elements[i].name))
			return &elements[i];
	return NULL;
}

static void end_tag_name(struct context *context)
{
	context->element = element_of(context);
	context->state = IN_TAG;
	context->glued = true;
}

static const char *end_attribute_name(struct context *context)
{
	context->value = VALUE_ANY;
	if (context->length > 2 && strncmp(context->name, "on", 2) == 0)
		return NO_SCRIPT;
	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
		if (name_is(context, attributes[i].name)) {
			context->value = VALUE_URL;
			return attributes[i].refused;
		}
	return NULL;
}

static void end_tag(struct context *context)
{
	const struct element *element = context->element;

	context->state = TEXT;
	if (element != NULL && !element->raw)
		context->pre += context->closing ? -1 : 1;
	if (element != NULL && element->raw && !context->closing)
		context->state = RAW;
	else
		context->element = NULL;
}

static const char *step_text(struct context *context, char byte)
{
	if (byte == '<') {
		context->state = TAG_OPEN;
		context->closing = false;
	}
	return NULL;
}

static const char *step_tag_open(struct context *context, char byte)
{
	name_start(context);
	if (is_letter(byte)) {
		context->state = TAG_NAME;
		name_add(context, byte);
	} else if (byte == '/' && !context->closing) {
		context->closing = true;
	} else if (byte == '!' && !context->closing) {
		context->state = MARKUP;
	} else {
		return "this \"<\" begins no tag: write &lt;";
	}
	return NULL;
}

static const char *step_in_tag(struct context *context, char byte)
{
	context->state = IN_TAG;
	if (byte == '>') {
		end_tag(context);
	} else if (is_white(byte)) {
		context->glued = false;
	} else if (byte == '/') {
		context->glued = true;
	} else if (context->glued) {
		return "a space is missing before this attribute";
	} else if (byte == '=') {
		return "this \"=\" has no attribute's name before it";
	} else {
		context->state = ATTRIBUTE_NAME;
		name_start(context);
		name_add(context, byte);
	}
	return NULL;
}

static const char *step_tag_name(struct context *context, char byte)
{
	if (is_white(byte) || byte == '/' || byte == '>') {
		end_tag_name(context);
		return step_in_tag(context, byte);
	}
	name_add(context, byte);
	return NULL;
}

static const char *step_after_name(struct context *context, char byte)
{
	if (byte == '=')
		context->state = BEFORE_VALUE;
	else if (!is_white(byte))
		return step_in_tag(context, byte);
	return NULL;
}

static const char *step_attribute_name(struct context *context, char byte)
{
	const char *refused;

	if (!is_white(byte) && byte != '=' && byte != '/' && byte != '>') {
		name_add(context, byte);
		return NULL;
	}
	refused = end_attribute_name(context);
	if (refused != NULL)
		return refused;
	context->state = AFTER_NAME;
	context->glued = false;
	return step_after_name(context, byte);
}

static const char *value_byte(struct context *context, char byte)
{
	if (context->value == VALUE_URL_GIVEN)
		return WHOLE_URL;
	if (context->value == VALUE_URL) {
		if (byte != '#')
			return NO_LINK;
		context->value = VALUE_FRAGMENT;
	}
	return NULL;
}

static const char *step_value(struct context *context, char byte)
{
	if (byte != context->quote)
		return value_byte(context, byte);
	if (context->value == VALUE_URL)
		return NO_LINK;
	context->value = VALUE_ANY;
	context->state = IN_TAG;
	context->glued = true;
	return NULL;
}

static const char *step_value_unquoted(struct context *context, char byte)
{
	if (!is_white(byte) && byte != '>')
		return value_byte(context, byte);
	context->value = VALUE_ANY;
	return step_in_tag(context, byte);
}

static const char *step_before_value(struct context *context, char byte)
{
	if (is_white(byte))
		return NULL;
	if (byte == '>')
		return "this attribute has \"=\" but no value";
	if (byte == '"' || byte == '\'') {
		context->state = VALUE;
		context->quote = byte;
		return NULL;
	}
	context->state = VALUE_UNQUOTED;
	return step_value_unquoted(context, byte);
}

static const char *step_markup(struct context *context, char byte)
{
	name_add(context, byte);
	if (name_is(context, "--")) {
		context->state = COMMENT;
		context->dashes = 2; /* "<!-->" is complete */
	} else if (name_is(context, "doctype")) {
		context->state = DOCTYPE;
	} else if (context->length > strlen("doctype")) {
		return "behind \"<!\" only \"--\" or \"doctype\" may follow: write &lt;";
	}
	return NULL;
}

static const char *step_comment(struct context *context, char byte)
{
	if (byte == '>' && context->dashes >= 2)
		context->state = TEXT;
	context->dashes = byte == '-' ? context->dashes + 1 : 0;
	return NULL;
}

static const char *step_doctype(struct context *context, char byte)
{
	if (byte == '>')
		context->state = TEXT;
	return NULL;
}

static const char *step_raw(struct context *context, char byte)
{
	context->state = RAW;
	if (byte == '<')
		context->state = RAW_LESS;
	else if (context->element->sealed != NULL && !is_white(byte))
		return context->element->sealed;
	return NULL;
}

static const char *step_raw_less(struct context *context, char byte)
{
	if (byte == '/') {
		context->state = RAW_END;
		name_start(context);
		return NULL;
	}
	if (context->element->sealed != NULL)
		return context->element->sealed;
	return step_raw(context, byte);
}

static const char *step_raw_end(struct context *context, char byte)
{
	if (is_letter(byte)) {
		name_add(context, byte);
		return NULL;
	}
	if ((is_white(byte) || byte == '/' || byte == '>')
	    && name_is(context, context->element->name)) {
		context->closing = true;
		context->glued = true;
		return step_in_tag(context, byte);
	}
	if (context->element->sealed != NULL)
		return context->element->sealed;
	return step_raw(context, byte);
}

static const char *(*const steps[])(struct context *, char) = {
	[TEXT] = step_text,
	[TAG_OPEN] = step_tag_open,
	[TAG_NAME] = step_tag_name,
	[IN_TAG] = step_in_tag,
	[ATTRIBUTE_NAME] = step_attribute_name,
	[AFTER_NAME] = step_after_name,
	[BEFORE_VALUE] = step_before_value,
	[VALUE] = step_value,
	[VALUE_UNQUOTED] = step_value_unquoted,
	[MARKUP] = step_markup,
	[COMMENT] = step_comment,
	[DOCTYPE] = step_doctype,
	[RAW] = step_raw,
	[RAW_LESS] = step_raw_less,
	[RAW_END] = step_raw_end,
};
_Static_assert(sizeof steps / sizeof *steps == STATE__MAX, "a step for every state");

const char *context_byte(struct context *context, char byte)
{
	return steps[context->state](context, byte);
}

/* Where {{ }} is refused, whatever it holds. */
static const char *const no_expression[STATE__MAX] = {
	[TAG_OPEN] = NO_TAG_NAME,
	[TAG_NAME] = NO_TAG_NAME,
	[IN_TAG] = NO_NAME,
	[ATTRIBUTE_NAME] = NO_NAME,
	[AFTER_NAME] = NO_NAME,
	[BEFORE_VALUE] = "put quotation marks around this {{ }}",
	[VALUE_UNQUOTED] = "put quotation marks around the value that holds this {{ }}",
	[MARKUP] = NO_TAG_NAME,
	[COMMENT] = "{{ }} cannot stand in an HTML comment: use {# #}, or put it into the page",
	[DOCTYPE] = "{{ }} cannot stand in the doctype: write <!doctype html>",
	[RAW_LESS] = NO_TAG_NAME,
	[RAW_END] = NO_TAG_NAME,
};

const char *context_expression(struct context *context, enum sink *sink)
{
	*sink = context->state == TEXT ? SINK_TEXT : SINK_VALUE;
	if (context->state == RAW)
		return context->element->sealed;
	if (context->state != VALUE || context->value == VALUE_ANY)
		return no_expression[context->state];
	if (context->value != VALUE_URL)
		return WHOLE_URL;
	context->value = VALUE_URL_GIVEN;
	*sink = SINK_URL;
	return NULL;
}

static const char *const no_directive[STATE__MAX] = {
	[TAG_OPEN] = NO_SPLIT,
	[BEFORE_VALUE] = "a directive cannot stand before a value: put the quotation mark first",
	[MARKUP] = NO_SPLIT,
	[COMMENT] = "a directive cannot stand in an HTML comment: use {# #}",
	[DOCTYPE] = "a directive cannot stand in the doctype: write <!doctype html>",
	[RAW_LESS] = NO_SPLIT,
	[RAW_END] = NO_SPLIT,
};

const char *context_directive(struct context *context)
{
	const char *refused = no_directive[context->state];

	switch (context->state) {
	case TAG_NAME:
		end_tag_name(context);
		break;
	case ATTRIBUTE_NAME:
		refused = end_attribute_name(context);
		/* fallthrough */
	case VALUE_UNQUOTED:
		context->glued = true;
		/* fallthrough */
	case AFTER_NAME:
		context->value = VALUE_ANY;
		context->state = IN_TAG;
		break;
	default:
		break;
	}
	return refused;
}

const char *context_elements(const struct context *context)
{
	if (context->state == TEXT)
		return NULL;
	return "this writes elements: put it between tags, outside of title and textarea";
}

bool context_same(const struct context *one, const struct context *other)
{
	if (one->state != other->state || one->pre != other->pre || one->element != other->element)
		return false;
	if (one->state == VALUE)
		return one->value == other->value && one->quote == other->quote;
	return one->state != IN_TAG || one->closing == other->closing;
}

bool context_verbatim(const struct context *context)
{
	if (context->state >= RAW)
		return strcmp(context->element->name, "textarea") == 0;
	return context->state == VALUE || context->pre > 0;
}
