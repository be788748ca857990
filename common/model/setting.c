/* The settings of the site: kept and published. */
#include "model/setting.h"

#include <string.h>

#include "base/config.h"
#include "base/file.h"
#include "base/pairs.h"
#include "html/html.h"

enum { PUBLISHED_LONGEST = 64 * 1024 /* bytes */ };

int setting_currency_decimals(struct db *db)
{
	return (int)db_number(db, "SELECT " SETTING_CURRENCY_DECIMALS, BIND_NOTHING);
}

const struct setting *setting_find(const char *name)
{
	for (const struct setting *setting = site_settings; setting->field.name != NULL; setting++)
		if (strcmp(setting->field.name, name) == 0)
			return setting;
	return NULL;
}

/* ---- one setting ---- */

/* NULL: it is not set. */
static const char *stored(struct db *db, const char *name)
{
	struct statement rows = db_query(db, "SELECT value FROM setting WHERE name = $1",
		BIND(name));
	const char *value = db_next(&rows) ? arena_string(db->arena, db_text(&rows, 0)) : NULL;

	db_finish(&rows);
	return value;
}

bool setting_is_set(struct db *db, const char *name)
{
	return stored(db, name) != NULL;
}

const char *setting_get(struct db *db, const char *name)
{
	const char *value = stored(db, name);
	const struct setting *setting = setting_find(name);

	if (value == NULL && strcmp(name, "currency") == 0)
		return currency_sign(setting_currency_decimals(db));
	return value != NULL || setting == NULL ? value : setting->otherwise;
}

/* ---- what is published ---- */

/* The file's text, its length in *length. */
static const char *published(struct db *db, size_t *length)
{
	struct statement rows = db_query(db, "SELECT name, value FROM setting ORDER BY name",
		BIND_NOTHING);
	struct pairs pairs = { .arena = db->arena };
	struct buffer text = { 0 };

	while (db_next(&rows)) {
		const struct setting *setting = setting_find(db_text(&rows, 0));

		if (setting != NULL && setting->published)
			pairs_add(&pairs, setting->field.name, db_text(&rows, 1));
	}
	pairs_encode(&pairs, &text);
	*length = text.length;
	return buffer_keep(&text, db->arena);
}

static void publish(struct db *db)
{
	size_t length;
	const char *text = published(db, &length);

	db_file_follows(db, CONFIG_SITE, text, length);
}

void setting_publish(struct db *db, const char *name)
{
	const struct setting *setting = setting_find(name);

	if (setting != NULL && setting->published)
		publish(db);
}

void settings_publish(struct db *db)
{
	db_commit(db);
	if (db->mode != DB_WRITE)
		db_write(db);
	publish(db);
	db_commit(db);
}

bool settings_are_published(struct db *db)
{
	const char *path = arena_printf(db->arena, "%s/" CONFIG_SITE, db->directory), *text;
	size_t length;
	const char *file = file_read(db->arena, path, PUBLISHED_LONGEST, NULL);

	text = published(db, &length);
	return strcmp(file != NULL ? file : "", text) == 0;
}

/* ---- they change ---- */

void setting_set(struct db *db, const char *name, const char *value)
{
	db_run(db, "INSERT INTO setting (name, value) VALUES ($1, $2) "
		"ON CONFLICT (name) DO UPDATE SET value = excluded.value", BIND(name, value));
	setting_publish(db, name);
}

void setting_unset(struct db *db, const char *name)
{
	db_run(db, "DELETE FROM setting WHERE name = $1", BIND(name));
	setting_publish(db, name);
}
