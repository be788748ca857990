/* The settings of the site: changed by staff. */
#include "model/setting.h"

#include <sodium.h>
#include <string.h>

#include "model/currency.h"
#include "model/history.h"

enum { SEEN_BYTES = 16 };

const char *setting_seen(struct arena *arena, const char *value)
{
	unsigned char hash[SEEN_BYTES];
	char *hex = arena_alloc(arena, 2 * sizeof hash + 1);

	crypto_generichash(hash, sizeof hash, (const unsigned char *)value, strlen(value), NULL, 0);
	return sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

const char *setting_problem(struct db *db, const struct setting *setting, const char *value)
{
	const char *text = record_value_problem(db, &setting->field, value);

	if (text == NULL && setting->problem != NULL)
		text = setting->problem(db->arena, value);
	return text;
}

/* What else changes with it; the text is a problem. */
static const char *follow(struct db *db, const struct setting *setting, const char *value)
{
	if (strcmp(setting->field.name, "currency_decimals") != 0)
		return NULL;
	return currency_change_decimals(db, value != NULL && strcmp(value, "2") == 0 ? 2 : 0);
}

const char *setting_change(struct db *db, const struct setting *setting, const char *value,
	const char *made_by)
{
	const char *name = setting->field.name;
	const char *text = value != NULL ? setting_problem(db, setting, value) : NULL;

	if (text == NULL)
		text = follow(db, setting, value);
	if (text != NULL)
		return text;
	if (value != NULL)
		setting_set(db, name, value);
	else
		setting_unset(db, name);
	history_add(db, &(struct history_entry){ .made_by = made_by, .action = HISTORY_CHANGED,
		.model = "setting", .object = name, .name = name, .fields = "" });
	return NULL;
}
