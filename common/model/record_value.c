/* What the value of a record's field may be, and what it is at first. */
#include <string.h>

#include "base/instant.h"
#include "base/media.h"
#include "base/text.h"
#include "html/language.h"
#include "model/product.h"
#include "model/record_sql.h"
#include "model/setting.h"

#define NO_CHOICE \
	N_("Select a valid choice. That choice is not one of the available choices.")
#define NO_NUMBER N_("Enter a whole number.")

static const int64_t FIRST_DATE = INT64_C(-62135596800000000);    /* of year 1 */
static const int64_t BEHIND_DATES = INT64_C(253402300800000000);  /* year 10000 */

static const char *text_problem(const struct record_field *field, const char *value)
{
	if (!text_valid(value, strlen(value)))
		return N_("This is not a text.");
	if (field->longest > 0 && text_points(value) > field->longest)
		return N_("This text is too long.");
	if (field->kind == RECORD_TEXT && text_has_controls(value))
		return N_("Line breaks and control characters are not allowed here.");
	return NULL;
}

static const char *range_problem(const char *value, int64_t lowest, int64_t highest)
{
	int64_t number;

	if (!record_integer(value, &number))
		return NO_NUMBER;
	if (number < lowest)
		return N_("This number is too small.");
	return number > highest ? N_("This number is too large.") : NULL;
}

static const char *money_problem(struct db *db, const struct record_field *field,
	const char *value)
{
	int64_t unit = setting_currency_decimals(db) == 0 ? 1 : 100;

	return range_problem(value, field->lowest * unit, field->highest * unit);
}

static const char *date_problem(const char *value)
{
	int64_t number;

	return record_integer(value, &number) && number >= FIRST_DATE && number < BEHIND_DATES ?
		NULL : N_("Enter a valid date/time.");
}

/* Does it stand among the words that are in front of it, as itself or denied? */
static bool is_repeated(const char *words, const char *at, const char *word, size_t length)
{
	for (size_t size; words < at; words += size + (words[size] == ' ')) {
		size = strcspn(words, " ");
		const char *own = words + (*words == '-');

		if (own + length == words + size && strncmp(own, word, length) == 0)
			return true;
	}
	return false;
}

bool record_are_words(const char *value, const char *const *words, size_t count, bool may_deny)
{
	size_t length;

	for (const char *at = value; *at != '\0'; at += length + (at[length] == ' ')) {
		const char *word = at + (may_deny && *at == '-');

		length = strcspn(at, " ");
		if (text_find(words, count, word, length - (size_t)(word - at)) == count ||
		    is_repeated(value, at, word, length - (size_t)(word - at)))
			return false;
	}
	return true;
}

static bool is_there(struct db *db, const struct record_type *type, const char *key)
{
	struct sql sql = { 0 };
	struct statement rows;
	int64_t number;
	bool found;

	if (!type->key_is_text && !record_integer(key, &number))
		return false;
	buffer_printf(&sql.text, "SELECT 1 FROM %s WHERE %s = ", type->table, type->key);
	sql_bind(&sql, NULL, record_bind_key(type, key));
	rows = sql_query(db, &sql);
	found = db_next(&rows);
	db_finish(&rows);
	return found;
}

static bool are_there(struct db *db, const struct record_type *type, const char *keys)
{
	char *rest = arena_string(db->arena, keys), *key;

	while ((key = strsep(&rest, " ")) != NULL)
		if (*key != '\0' && !is_there(db, type, key))
			return false;
	return true;
}

static bool can_be_chosen(struct db *db, const struct record_field *field, const char *value)
{
	int64_t number;

	switch (field->kind) {
	case RECORD_BOOLEAN:
		return strcmp(value, "0") == 0 || strcmp(value, "1") == 0;
	case RECORD_CHOICE:
		return text_find_word(field->words, field->word_count, value) < field->word_count;
	case RECORD_CODE:
		return record_integer(value, &number) && number >= 0 &&
			(size_t)number < field->word_count;
	case RECORD_WORDS: case RECORD_FACTS:
		return record_are_words(value, field->words, field->word_count,
			field->kind == RECORD_FACTS);
	case RECORD_REFERENCE:
		return is_there(db, field->of, value);
	case RECORD_REFERENCES:
		return are_there(db, field->of, value);
	default:
		return media_size(value).width > 0;
	}
}

static bool may_be_empty(enum record_kind kind)
{
	return kind == RECORD_TEXT || kind == RECORD_LONG_TEXT || kind == RECORD_WORDS ||
		kind == RECORD_FACTS || kind == RECORD_REFERENCES || kind == RECORD_PICTURE;
}

const char *record_value_problem(struct db *db, const struct record_field *field,
	const char *value)
{
	bool is_empty = value == NULL || *value == '\0';

	if (is_empty && ((field->flags & RECORD_REQUIRED) != 0 ||
	    (value == NULL && (field->flags & RECORD_NULL) == 0)))
		return N_("This field is required.");
	if (is_empty && ((field->flags & RECORD_NULL) != 0 || may_be_empty(field->kind)))
		return NULL;
	switch (field->kind) {
	case RECORD_TEXT: case RECORD_LONG_TEXT:
		return text_problem(field, value);
	case RECORD_INTEGER:
		return range_problem(value, field->lowest, field->highest);
	case RECORD_MONEY:
		return money_problem(db, field, value);
	case RECORD_DATE:
		return date_problem(value);
	default:
		return can_be_chosen(db, field, value) ? NULL : NO_CHOICE;
	}
}

const char *record_initial(struct arena *arena, const struct record_field *field)
{
	if (field->initial != NULL || (field->flags & RECORD_NULL) != 0)
		return field->initial;
	switch (field->kind) {
	case RECORD_INTEGER: case RECORD_MONEY:
		return arena_integer(arena, field->lowest > 0 ? field->lowest : 0);
	case RECORD_BOOLEAN: case RECORD_CODE:
		return "0";
	case RECORD_DATE:
		return arena_integer(arena, date_now().us);
	case RECORD_REFERENCE:
		return NULL;
	case RECORD_CHOICE:
		return field->words[0];
	default:
		return "";
	}
}
