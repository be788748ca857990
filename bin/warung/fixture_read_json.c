/*
 * Fixtures in JSON: the objects are cut out of the one long list, so that cJSON, which reads whole
 * texts, never sees more than one of them.
 */
#include "fixture.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"

static _Noreturn void broken(const struct fixture_reader *reader, const char *reason)
{
	fail(400, "object %zu: %s", reader->number, reason);
}

static int next_letter(struct fixture_reader *reader)
{
	int letter = getc(reader->in);

	if (letter == EOF && ferror(reader->in))
		fail_errno(503, "object %zu", reader->number);
	return letter;
}

static int skip_space(struct fixture_reader *reader)
{
	int letter;

	do
		letter = next_letter(reader);
	while (letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r');
	return letter;
}

/* ---- cutting ---- */

struct cut {
	struct fixture_reader *reader;
	struct buffer *text;
	size_t depth;
	bool in_string;
};

static int take(struct cut *cut)
{
	int letter = next_letter(cut->reader);

	if (letter == EOF)
		broken(cut->reader, "the file ends in the middle of it");
	if (letter == '\0')
		broken(cut->reader, "a byte of zero");
	if (cut->text->length == FIXTURE_OBJECT_LONGEST)
		broken(cut->reader, "it is longer than 1 MiB");
	buffer_char(cut->text, (char)letter);
	return letter;
}

static void step_in_string(struct cut *cut, int letter)
{
	if (letter == '\\')
		take(cut);
	else if (letter == '"')
		cut->in_string = false;
}

static void step(struct cut *cut, int letter)
{
	if (letter == '"')
		cut->in_string = true;
	else if (letter == '{' || letter == '[')
		cut->depth++;
	else if (letter == '}' || letter == ']')
		cut->depth--;
	if (cut->depth > FIXTURE_DEPTH)
		broken(cut->reader, "brackets within brackets, deeper than any fixture");
}

/* From behind its first bracket to its last. */
static void cut_object(struct fixture_reader *reader, struct buffer *text)
{
	struct cut cut = { .reader = reader, .text = text, .depth = 1 };

	buffer_char(text, '{');
	while (cut.depth > 0) {
		int letter = take(&cut);

		if (cut.in_string)
			step_in_string(&cut, letter);
		else
			step(&cut, letter);
	}
}

/* cJSON would end a text there. */
static bool has_escaped_zero(const char *text)
{
	for (; (text = strchr(text, '\\')) != NULL; text += 2)
		if (strncmp(text + 1, "u0000", 5) == 0)
			return true;
	return false;
}

static cJSON *parse(struct fixture_reader *reader, const struct buffer *text)
{
	const char *end;
	cJSON *json;

	if (!text_valid(text->data, text->length))
		broken(reader, "it is not UTF-8");
	if (has_escaped_zero(text->data))
		broken(reader, "a text with a character of zero");
	json = cJSON_ParseWithOpts(text->data, &end, true);
	if (json == NULL)
		broken(reader, "it is no JSON");
	return json;
}

/* ---- values ---- */

static struct fixture_value value_of(struct fixture_reader *reader, const cJSON *json, bool inside);

static struct fixture_value list_of(struct fixture_reader *reader, const cJSON *json)
{
	struct fixture_value list = { .kind = FIXTURE_LIST };
	struct fixture_value *item;
	const cJSON *each;

	item = arena_array(&reader->object, (size_t)cJSON_GetArraySize(json), sizeof *item);
	cJSON_ArrayForEach(each, json)
		item[list.count++] = value_of(reader, each, true);
	list.item = item;
	return list;
}

/* What is not exact, or no whole number, is written so that nobody takes it for one. */
static const char *number_text(struct arena *arena, double number)
{
	if (fabs(number) >= FIXTURE_EXACT)
		return FIXTURE_TOO_LARGE;
	return floor(number) == number ? arena_integer(arena, (int64_t)number) :
		arena_printf(arena, "%.17g", number);
}

/* An object can only be `fields` itself. */
static struct fixture_value value_of(struct fixture_reader *reader, const cJSON *json, bool inside)
{
	if (cJSON_IsNull(json))
		return (struct fixture_value){ .kind = FIXTURE_NULL };
	if (cJSON_IsBool(json))
		return (struct fixture_value){ .kind = FIXTURE_BOOLEAN,
			.text = cJSON_IsTrue(json) ? "1" : "0" };
	if (cJSON_IsNumber(json))
		return (struct fixture_value){ .kind = FIXTURE_NUMBER,
			.text = number_text(&reader->object, json->valuedouble) };
	if (cJSON_IsString(json))
		return (struct fixture_value){ .kind = FIXTURE_TEXT,
			.text = arena_string(&reader->object, json->valuestring) };
	if (!cJSON_IsArray(json) && !inside)
		broken(reader, "an object where a value should be");
	if (!cJSON_IsArray(json))
		broken(reader, "an object in a list");
	return list_of(reader, json);
}

static void read_fields(struct fixture_reader *reader, struct fixture_object *object,
	const cJSON *fields)
{
	struct fixture_field *field;
	const cJSON *each;

	if (!cJSON_IsObject(fields))
		broken(reader, "its \"fields\" are no object");
	field = arena_array(&reader->object, (size_t)cJSON_GetArraySize(fields), sizeof *field);
	cJSON_ArrayForEach(each, fields)
		field[object->count++] = (struct fixture_field){
			arena_string(&reader->object, each->string),
			value_of(reader, each, false) };
	object->field = field;
}

static void read_object(struct fixture_reader *reader, struct fixture_object *object,
	const cJSON *json)
{
	const cJSON *model = cJSON_GetObjectItemCaseSensitive(json, "model");
	const cJSON *key = cJSON_GetObjectItemCaseSensitive(json, "pk");

	if (!cJSON_IsString(model))
		broken(reader, "it does not name its model");
	object->model = arena_string(&reader->object, model->valuestring);
	if (key != NULL)
		object->key = value_of(reader, key, false);
	read_fields(reader, object, cJSON_GetObjectItemCaseSensitive(json, "fields"));
}

/* ---- the list ---- */

static bool end_list(struct fixture_reader *reader)
{
	if (skip_space(reader) != EOF)
		broken(reader, "something stands behind the list");
	return false;
}

static bool next(struct fixture_reader *reader, struct fixture_object *object)
{
	int letter = skip_space(reader);
	struct buffer text = { 0 };
	cJSON *json;

	if (letter == ']')
		return end_list(reader);
	if (reader->number > 1 && letter != EOF) {
		if (letter != ',')
			broken(reader, "no comma stands before it");
		letter = skip_space(reader);
	}
	if (letter != '{')
		broken(reader, letter == EOF ? "the file ends before it" :
			"it does not begin with \"{\"");
	cut_object(reader, &text);
	json = parse(reader, &text);
	buffer_free(&text);
	read_object(reader, object, json);
	cJSON_Delete(json);
	return true;
}

static void close_nothing(struct fixture_reader *reader)
{
	(void)reader;
}

void fixture_open_json(struct fixture_reader *reader)
{
	skip_space(reader);
	reader->next = next;
	reader->close = close_nothing;
}
