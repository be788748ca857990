/* The values of fixtures, turned into what is stored. */
#include <sodium.h>
#include <string.h>

#include "auth/password.h"
#include "base/instant.h"
#include "base/media.h"
#include "base/random.h"
#include "base/text.h"
#include "fixture_load.h"
#include "model/product.h"

static bool is_number(const char *text)
{
	uint64_t number;

	return text_to_unsigned(text, INT64_MAX, &number);
}

/* ---- keys ---- */

/*
 * Products that had numbers get UUIDs that are made from these: loaded twice, they are the same.
 * RFC 9562, section 5.8: version 8 is for whatever an application makes its own way.
 */
static const char *uuid_of(struct load *load, const char *number)
{
	static const char name[] = "main.product ";
	unsigned char bytes[16];
	crypto_generichash_state state;
	char hex[33];

	crypto_generichash_init(&state, NULL, 0, sizeof bytes);
	crypto_generichash_update(&state, (const unsigned char *)name, sizeof name - 1);
	crypto_generichash_update(&state, (const unsigned char *)number, strlen(number));
	crypto_generichash_final(&state, bytes, sizeof bytes);
	bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x80);
	bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
	sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
	return arena_printf(load->db->arena, "%.8s-%.4s-%.4s-%.4s-%s",
		hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

static const char *product_key(struct load *load, const char *field,
	const struct fixture_value *value)
{
	char id[37];

	if (value->kind == FIXTURE_TEXT && product_id_parse(value->text, id))
		return arena_string(load->db->arena, id);
	if (!is_number(value->text))
		load_refuse(load, field, "it is no UUID");
	return uuid_of(load, value->text);
}

static void refuse_inexact(struct load *load, const char *field, const struct fixture_value *value)
{
	if (value->kind == FIXTURE_NUMBER && strcmp(value->text, FIXTURE_TOO_LARGE) == 0)
		load_refuse(load, field, "a number that large is not exact in JSON: such a key or "
			"amount is written as a text");
}

const char *load_key(struct load *load, const struct record_type *type, const char *field,
	const struct fixture_value *value)
{
	if (value->kind == FIXTURE_NULL)
		return NULL;
	refuse_inexact(load, field, value);
	if (value->kind != FIXTURE_TEXT && value->kind != FIXTURE_NUMBER)
		load_refuse(load, field, "it is no key");
	if (type == &record_product)
		return product_key(load, field, value);
	if (!type->key_is_text && !is_number(value->text))
		load_refuse(load, field, "it is no whole number that could be a key");
	return value->text;
}

/* ---- what others are called ---- */

/* A key, or the list of a natural key's one part. */
static const char *reference(struct load *load, const struct record_field *field,
	const struct fixture_value *value)
{
	const char *key, *name;

	if (value->kind == FIXTURE_LIST) {
		name = value->count == 1 ? value->item[0].text : NULL;
		if (name == NULL)
			load_refuse(load, field->name, "it is no natural key of one part");
		key = load_find_named(load, field->of, name);
	} else {
		key = load_key(load, field->of, field->name, value);
		name = key;
	}
	if (key != NULL ? !load_finds(load, field->of, key) : name != NULL)
		load->waits_for = arena_printf(load->db->arena, "%s: there is no %s %.100s",
			field->name, field->of->fixture, name);
	return key;
}

static const char *references(struct load *load, const struct record_field *field,
	const struct fixture_value *value)
{
	struct buffer keys = { 0 };

	if (value->kind != FIXTURE_LIST && (value->text == NULL || *value->text != '\0'))
		load_refuse(load, field->name, "it is no list");
	for (size_t i = 0; i < value->count && load->waits_for == NULL; i++) {
		const char *key = reference(load, field, &value->item[i]);

		if (key == NULL && load->waits_for == NULL)
			load_refuse(load, field->name, "a key of nothing");
		buffer_printf(&keys, "%s%s", i > 0 ? " " : "", key != NULL ? key : "");
	}
	return keys.length > 0 ? buffer_keep(&keys, load->db->arena) : "";
}

/* ---- other values ---- */

static const char *boolean(const struct fixture_value *value)
{
	if (value->kind == FIXTURE_BOOLEAN)
		return value->text;
	if (value->kind == FIXTURE_TEXT && strcmp(value->text, "True") == 0)
		return "1";
	return value->kind == FIXTURE_TEXT && strcmp(value->text, "False") == 0 ? "0" : NULL;
}

/* As programs write it: "12.50".  Zeros behind what the currency has change nothing. */
static const char *money(const struct load *load, const char *text)
{
	size_t whole = strspn(text, "-0123456789");
	const char *fraction = text[whole] == '.' ? text + whole + 1 : "";
	size_t digits = strspn(fraction, "0123456789"), own = (size_t)load->decimals;

	if (text[whole] != '\0' && (digits == 0 || fraction[digits] != '\0'))
		return NULL;
	if (digits > own && strspn(fraction + own, "0") + own < digits)
		return NULL;
	return arena_printf(load->db->arena, "%.*s%.*s%.*s", (int)whole, text,
		(int)(digits < own ? digits : own), fraction,
		(int)(digits < own ? own - digits : 0), "00");
}

/* "+07:00" or "-03:30" at the end, in seconds; 0: there is none, or it is nothing. */
static int64_t offset_of(const char *text)
{
	size_t length = strlen(text);
	const char *at = length > 6 ? text + length - 6 : "";
	int hours, minutes, end = 0;

	if ((*at != '+' && *at != '-') ||
	    sscanf(at + 1, "%2d:%2d%n", &hours, &minutes, &end) != 2 || end != 5 ||
	    hours < 0 || minutes < 0)
		return 0;
	return (*at == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/* A day alone is its beginning.  What has no time zone could be any of many instants. */
static const char *date(const struct load *load, const char *text)
{
	struct arena *arena = load->db->arena;
	int64_t offset = offset_of(text);
	struct date date;

	if (strlen(text) == strlen("2026-07-09"))
		text = arena_printf(arena, "%sT00:00:00Z", text);
	else if (offset != 0)
		text = arena_printf(arena, "%.*sZ", (int)(strlen(text) - strlen("+07:00")), text);
	return date_parse(text, &date) ?
		arena_integer(arena, date_after(date, -offset).us) : NULL;
}

/* A password that nobody can sign in with may be another program's. */
static const char *hash(struct load *load, const char *theirs)
{
	const char *stored = fixture_hash_in(load->db->arena, theirs);

	if (*stored != '!' && !password_is_hash(stored))
		tally_add(load, &load->noted, "password cannot be checked here: give that member "
			"a new one");
	return stored;
}

static const char *picture(struct load *load, const char *name)
{
	if (*name == '\0' || media_size(name).width > 0)
		return name;
	tally_add(load, &load->noted, "picture was left out: upload it again");
	return "";
}

static const char *text(struct load *load, const struct record_field *field,
	const struct fixture_value *value)
{
	if (value->kind != FIXTURE_TEXT)
		return NULL;
	if (field->kind == RECORD_PICTURE)
		return picture(load, value->text);
	if (load->type == &record_user && strcmp(field->name, "password") == 0)
		return hash(load, value->text);
	if (load->type == &record_user && strcmp(field->name, "username") == 0)
		return text_valid(value->text, strlen(value->text)) ?
			text_nfkc(load->db->arena, value->text) : NULL;
	return value->text;
}

/* What it should have been, for whoever has to mend it. */
static const char *expected(const struct load *load, const struct record_field *field)
{
	switch (field->kind) {
	case RECORD_MONEY:
		return load->decimals == 0 ? "it is no amount without decimals, as the shop has "
			"them (see its setting currency_decimals)" :
			"it is no amount with two decimals";
	case RECORD_DATE:
		return "it is no date and time with a time zone";
	case RECORD_BOOLEAN:
		return "it is neither true nor false";
	case RECORD_INTEGER: case RECORD_CODE:
		return "it is no whole number";
	default:
		return "it is no text";
	}
}

static const char *scalar(struct load *load, const struct record_field *field,
	const struct fixture_value *value)
{
	bool is_written = value->kind == FIXTURE_TEXT || value->kind == FIXTURE_NUMBER;

	switch (field->kind) {
	case RECORD_BOOLEAN:
		return boolean(value);
	case RECORD_INTEGER: case RECORD_CODE:
		return is_written ? value->text : NULL;
	case RECORD_MONEY:
		return is_written ? money(load, value->text) : NULL;
	case RECORD_DATE:
		return value->kind == FIXTURE_TEXT ? date(load, value->text) : NULL;
	default:
		return text(load, field, value);
	}
}

static bool is_text(const struct record_field *field)
{
	return field->kind == RECORD_TEXT || field->kind == RECORD_LONG_TEXT ||
		field->kind == RECORD_PICTURE;
}

const char *load_value(struct load *load, const struct record_field *field,
	const struct fixture_value *value)
{
	const char *stored;

	if (fixture_is_permissions(field))
		return load_permissions(load, field, value);
	if (field->kind == RECORD_REFERENCES)
		return references(load, field, value);
	if (value->kind == FIXTURE_NULL)
		return is_text(field) && (field->flags & RECORD_NULL) == 0 ? "" : NULL;
	if (field->kind == RECORD_REFERENCE)
		return reference(load, field, value);
	refuse_inexact(load, field->name, value);
	stored = scalar(load, field, value);
	if (stored == NULL)
		load_refuse(load, field->name, expected(load, field));
	return stored;
}
