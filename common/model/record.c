/* Records: one of them, its values, and what it is called. */
#include "model/record.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "model/product.h"
#include "model/record_sql.h"

const struct record_type *record_type_find(const char *name)
{
	for (const struct record_type *const *type = record_types; *type != NULL; type++)
		if (strcmp((*type)->name, name) == 0)
			return *type;
	return NULL;
}

size_t record_field_find(const struct record_type *type, const char *name)
{
	size_t i = 0;

	while (i < type->count && strcmp(type->field[i].name, name) != 0)
		i++;
	return i;
}

bool record_has_title(const struct record_type *type)
{
	return type->title < type->count;
}

const char *record_title(struct arena *arena, const struct record *record)
{
	const struct record_type *type = record->type;
	const char *title = record_has_title(type) ? record->value[type->title] : NULL;

	if (title == NULL || *title == '\0')
		title = record->key != NULL ? record->key : "";
	return arena_copy(arena, title, text_prefix(title, RECORD_TITLE_LONGEST));
}

const struct record *record_find(struct db *db, const struct record_type *type, const char *key)
{
	char id[37];
	uint64_t number;

	if (type->key_is_text ? !product_id_parse(key, id) :
	    !text_to_unsigned(key, INT64_MAX, &number))
		return NULL;
	return record_by_key(db, type, type->key_is_text ? id : key, true);
}

bool record_is_same(const char *one, const char *other)
{
	return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

/* ---- what was seen: "MARK.MARK..." ---- */

/* FNV-1a: nobody gains by making two that are equal.  Browsers end lines with two characters. */
static uint64_t hash(const char *text, size_t length)
{
	static const uint64_t prime = UINT64_C(0x100000001B3);
	uint64_t so_far = UINT64_C(0xCBF29CE484222325);

	for (; length > 0; text++, length--)
		if (*text != '\r')
			so_far = (so_far ^ (unsigned char)*text) * prime;
	return so_far;
}

/* A sum, in which the order is lost. */
static uint64_t hash_words(const char *words)
{
	uint64_t sum = 0;

	for (size_t length; *words != '\0'; words += length + (words[length] == ' ')) {
		length = strcspn(words, " ");
		sum += hash(words, length);
	}
	return sum;
}

static uint64_t hash_value(const struct record_field *field, const char *value)
{
	if (value == NULL)
		return 0;
	return field->kind == RECORD_WORDS || field->kind == RECORD_FACTS ||
		field->kind == RECORD_REFERENCES ? hash_words(value) : hash(value, strlen(value));
}

const char *record_mark(struct arena *arena, const struct record_field *field, const char *value)
{
	return arena_printf(arena, "%" PRIx64, hash_value(field, value));
}

static bool has_mark(const struct record_field *field)
{
	return (field->flags & (RECORD_HIDDEN | RECORD_FIXED)) == 0;
}

const char *record_seen(struct arena *arena, const struct record *record)
{
	struct buffer seen = { 0 };

	for (size_t i = 0; i < record->type->count; i++) {
		const struct record_field *field = &record->type->field[i];

		if (has_mark(field))
			buffer_text(&seen, record_mark(arena, field, record->value[i]));
		buffer_char(&seen, '.');
	}
	return buffer_keep(&seen, arena);
}

bool record_is_seen(struct arena *arena, const char *seen, const struct record_type *type,
	size_t field, const char *value)
{
	const char *mark = record_mark(arena, &type->field[field], value);

	for (; field > 0 && *seen != '\0'; field--) {
		seen += strcspn(seen, ".");
		seen += *seen == '.';
	}
	return strcspn(seen, ".") == strlen(mark) && strncmp(seen, mark, strlen(mark)) == 0;
}

static const char *count_sql(const struct record_part *part)
{
	return part->stored != NULL ? part->stored : "%s";
}

void record_count_parts(struct db *db, const struct record *record, int64_t *counts)
{
	for (size_t i = 0; i < record->type->part_count; i++) {
		const struct record_part *part = &record->type->part[i];
		struct sql sql = { 0 };
		struct statement rows;

		buffer_printf(&sql.text, "SELECT count(*) FROM %s WHERE %s = ", part->table,
			part->column);
		sql_bind(&sql, count_sql(part), record_bind_key(record->type, record->key));
		rows = sql_query(db, &sql);
		counts[i] = db_next(&rows) ? db_integer(&rows, 0) : 0;
		db_finish(&rows);
	}
}
