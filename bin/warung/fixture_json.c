/* Fixtures as JSON (RFC 8259), as Django's serializer writes it. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/money.h"

static void put_text(struct buffer *out, const char *text)
{
	static const char plain[] = "\b\f\n\r\t\"\\", letter[] = "bfnrt\"\\";

	buffer_char(out, '"');
	for (; *text != '\0'; text++) {
		const char *special = strchr(plain, *text);

		if (special != NULL)
			buffer_printf(out, "\\%c", letter[special - plain]);
		else if ((unsigned char)*text < ' ')
			buffer_printf(out, "\\u%04x", (unsigned char)*text);
		else
			buffer_char(out, *text);
	}
	buffer_char(out, '"');
}

/* Django cuts to milliseconds, but reads them all: they are written where they would be lost. */
static void put_date(struct buffer *out, int64_t us)
{
	buffer_char(out, '"');
	if (us % 1000 == 0) {
		date_json(out, (struct date){ us });
	} else {
		date_xml(out, (struct date){ us });
		out->length -= sizeof "+00:00" - 1;
		buffer_char(out, 'Z');
	}
	buffer_char(out, '"');
}

static void put_money(struct buffer *out, int64_t minor, int decimals)
{
	bool is_text = decimals > 0 || minor >= FIXTURE_EXACT || minor <= -FIXTURE_EXACT;

	if (is_text)
		buffer_char(out, '"');
	money_plain(out, (struct money){ minor, decimals });
	if (is_text)
		buffer_char(out, '"');
}

static void put_integer(struct buffer *out, const char *digits)
{
	put_money(out, strtoll(digits, NULL, 10), 0);
}

static void put_permission(struct buffer *out, const char *codename)
{
	struct fixture_permission permission = fixture_permission(codename);

	buffer_char(out, '[');
	put_text(out, codename);
	buffer_literal(out, ", ");
	put_text(out, permission.app);
	buffer_literal(out, ", ");
	put_text(out, permission.model);
	buffer_char(out, ']');
}

/* Keys of others, or permissions. */
static void put_list(struct buffer *out, const struct record_field *field, const char *words)
{
	char word[FIXTURE_WORD];

	buffer_char(out, '[');
	for (bool first = true; fixture_word(&words, word); first = false) {
		if (!first)
			buffer_literal(out, ", ");
		if (fixture_is_permissions(field))
			put_permission(out, word);
		else
			put_integer(out, word);
	}
	buffer_char(out, ']');
}

static void put_value(struct fixture_out *out, const struct record_field *field, const char *value)
{
	struct buffer *bytes = &out->bytes;

	if (field->kind == RECORD_REFERENCES || fixture_is_permissions(field))
		put_list(bytes, field, value);
	else if (value == NULL)
		buffer_literal(bytes, "null");
	else if (field->kind == RECORD_MONEY)
		put_money(bytes, strtoll(value, NULL, 10), out->decimals);
	else if (field->kind == RECORD_DATE)
		put_date(bytes, strtoll(value, NULL, 10));
	else if (field->kind == RECORD_BOOLEAN)
		buffer_text(bytes, *value == '0' ? "false" : "true");
	else if (field->kind == RECORD_INTEGER || field->kind == RECORD_CODE ||
	    (field->kind == RECORD_REFERENCE && !field->of->key_is_text))
		put_integer(bytes, value);
	else
		put_text(bytes, value);
}

static void begin(struct fixture_out *out)
{
	buffer_char(&out->bytes, '[');
}

static void begin_object(struct fixture_out *out, bool key_is_text)
{
	if (out->has_objects)
		buffer_literal(&out->bytes, ", ");
	buffer_literal(&out->bytes, "{\"model\": ");
	put_text(&out->bytes, out->model);
	buffer_literal(&out->bytes, ", \"pk\": ");
	if (key_is_text)
		put_text(&out->bytes, out->key);
	else
		put_integer(&out->bytes, out->key);
	buffer_literal(&out->bytes, ", \"fields\": {");
}

static void put_field(struct fixture_out *out, const struct record_field *field, const char *value)
{
	if (out->has_fields)
		buffer_literal(&out->bytes, ", ");
	put_text(&out->bytes, field->name);
	buffer_literal(&out->bytes, ": ");
	put_value(out, field, value);
}

static void end_object(struct fixture_out *out)
{
	buffer_literal(&out->bytes, "}}");
}

static void end(struct fixture_out *out)
{
	buffer_literal(&out->bytes, "]\n");
}

const struct fixture_format fixture_json = {
	"json", begin, begin_object, put_field, end_object, end
};
