/* Fixtures as XML, as Django's serializer writes it. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/instant.h"
#include "base/money.h"

static const char *const types[] = {
	[RECORD_TEXT] = "CharField", [RECORD_LONG_TEXT] = "TextField",
	[RECORD_INTEGER] = "IntegerField", [RECORD_MONEY] = "IntegerField",
	[RECORD_BOOLEAN] = "BooleanField", [RECORD_DATE] = "DateTimeField",
	[RECORD_CHOICE] = "CharField", [RECORD_CODE] = "IntegerField",
	[RECORD_WORDS] = "CharField", [RECORD_FACTS] = "CharField",
	[RECORD_PICTURE] = "ImageField",
};

/* XML 1.0 section 2.2: some characters cannot stand in a document, not even escaped. */
static bool is_forbidden(const char *at)
{
	return ((unsigned char)*at < ' ' && strchr("\t\n\r", *at) == NULL) ||
		strncmp(at, "\xEF\xBF\xBE", 3) == 0 || strncmp(at, "\xEF\xBF\xBF", 3) == 0;
}

/* Other than Django, whose readers then find a line feed, we escape what XML would make of CR. */
static void put_text(struct fixture_out *out, const char *text)
{
	static const char specials[] = "&<>\r";
	static const char *const escaped[] = { "&amp;", "&lt;", "&gt;", "&#13;" };

	for (; *text != '\0'; text++) {
		const char *special = strchr(specials, *text);

		if (is_forbidden(text))
			fail(400, "%s %s holds a character that XML cannot: dump it as JSON",
				out->model, out->key);
		if (special != NULL)
			buffer_text(&out->bytes, escaped[special - specials]);
		else
			buffer_char(&out->bytes, *text);
	}
}

static void put_permission(struct fixture_out *out, const char *codename)
{
	struct fixture_permission permission = fixture_permission(codename);

	buffer_printf(&out->bytes, "<object><natural>%s</natural><natural>%s</natural>"
		"<natural>%s</natural></object>", codename, permission.app, permission.model);
}

static void put_list(struct fixture_out *out, const struct record_field *field, const char *words)
{
	char word[FIXTURE_WORD];

	while (fixture_word(&words, word))
		if (fixture_is_permissions(field))
			put_permission(out, word);
		else
			buffer_printf(&out->bytes, "<object pk=\"%s\"></object>", word);
}

static void put_value(struct fixture_out *out, const struct record_field *field, const char *value)
{
	int64_t number = strtoll(value, NULL, 10);

	if (field->kind == RECORD_MONEY)
		money_plain(&out->bytes, (struct money){ number, out->decimals });
	else if (field->kind == RECORD_DATE)
		date_xml(&out->bytes, (struct date){ number });
	else if (field->kind == RECORD_BOOLEAN)
		buffer_text(&out->bytes, *value == '0' ? "False" : "True");
	else
		put_text(out, value);
}

/* What is said of a field besides its name; nobody reads it. */
static void put_attributes(struct fixture_out *out, const struct record_field *field)
{
	const char *type = types[field->kind];

	if (fixture_is_permissions(field))
		buffer_literal(&out->bytes, " rel=\"ManyToManyRel\" to=\"auth.permission\">");
	else if (field->of != NULL)
		buffer_printf(&out->bytes, " rel=\"ManyTo%sRel\" to=\"%s\">",
			field->kind == RECORD_REFERENCES ? "Many" : "One", field->of->fixture);
	else if (field->kind == RECORD_MONEY && out->decimals > 0)
		buffer_literal(&out->bytes, " type=\"DecimalField\">");
	else
		buffer_printf(&out->bytes, " type=\"%s%s\">",
			strcmp(field->name, "stock") == 0 ? "Positive" : "", type);
}

static void put_field(struct fixture_out *out, const struct record_field *field, const char *value)
{
	buffer_printf(&out->bytes, "<field name=\"%s\"", field->name);
	put_attributes(out, field);
	if (field->kind == RECORD_REFERENCES || fixture_is_permissions(field))
		put_list(out, field, value);
	else if (value == NULL)
		buffer_literal(&out->bytes, "<None></None>");
	else
		put_value(out, field, value);
	buffer_literal(&out->bytes, "</field>");
}

static void begin(struct fixture_out *out)
{
	buffer_literal(&out->bytes, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<django-objects version=\"1.0\">");
}

static void begin_object(struct fixture_out *out, bool key_is_text)
{
	(void)key_is_text;
	buffer_printf(&out->bytes, "<object model=\"%s\" pk=\"", out->model);
	put_text(out, out->key);
	buffer_literal(&out->bytes, "\">");
}

static void end_object(struct fixture_out *out)
{
	buffer_literal(&out->bytes, "</object>");
}

static void end(struct fixture_out *out)
{
	buffer_literal(&out->bytes, "</django-objects>");
}

const struct fixture_format fixture_xml = {
	"xml", begin, begin_object, put_field, end_object, end
};
