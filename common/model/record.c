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

const char *record_title(struct arena *arena, const struct record *record)
{
	const struct record_type *type = record->type;
	const char *title = type->title < type->count ? record->value[type->title] : NULL;

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

/* FNV-1a: nobody gains by making two that are equal. */
static uint64_t hash(uint64_t so_far, const char *text)
{
	static const uint64_t prime = UINT64_C(0x100000001B3);

	for (; text != NULL && *text != '\0'; text++)
		so_far = (so_far ^ (unsigned char)*text) * prime;
	return (so_far ^ (text == NULL ? 0x100U : 0x101U)) * prime;
}

const char *record_seen(struct arena *arena, const struct record *record)
{
	uint64_t seen = UINT64_C(0xCBF29CE484222325);

	for (size_t i = 0; i < record->type->count; i++)
		if ((record->type->field[i].flags & (RECORD_HIDDEN | RECORD_FIXED)) == 0)
			seen = hash(seen, record->value[i]);
	return arena_printf(arena, "%016" PRIx64, seen);
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
