/* The settings of the site: changed by staff. */
#include "model/setting.h"

#include <string.h>

#include "model/currency.h"
#include "model/history.h"

const char *setting_problem(struct db *db, const struct setting *setting, const char *value)
{
	const char *text = record_value_problem(db, &setting->field, value);

	if (text == NULL && setting->problem != NULL)
		text = setting->problem(db->arena, value);
	return text;
}

bool setting_is(struct db *db, const struct setting *setting, const char *value)
{
	const char *name = setting->field.name;
	bool is_set = setting_is_set(db, name);

	if (value == NULL || (!is_set && setting->in_conf))
		return value == NULL && !is_set;
	return strcmp(setting_get(db, name), value) == 0;
}

/* Nothing is judged here. */
static void put(struct db *db, const char *name, const char *value, const char *made_by)
{
	if (value != NULL)
		setting_set(db, name, value);
	else
		setting_unset(db, name);
	history_add(db, &(struct history_entry){ .made_by = made_by, .action = HISTORY_CHANGED,
		.model = "setting", .object = name, .name = name, .fields = "" });
}

/* What changes with it; the text is a problem.  A sign that nobody set went by the decimals. */
static const char *follow(struct db *db, const struct setting *setting, const char *value,
	const char *made_by)
{
	int decimals = value != NULL && strcmp(value, "2") == 0 ? 2 : 0;
	const char *text;

	if (strcmp(setting->field.name, "currency_decimals") != 0 ||
	    setting_currency_decimals(db) == decimals)
		return NULL;
	text = currency_change_decimals(db, decimals);
	if (text == NULL && !setting_is_set(db, "currency"))
		put(db, "currency", setting_get(db, "currency"), made_by);
	return text;
}

const char *setting_change(struct db *db, const struct setting *setting, const char *value,
	const char *made_by)
{
	const char *text;

	if (setting_is(db, setting, value)) {
		setting_publish(db, setting->field.name);
		return NULL;
	}
	text = value != NULL ? setting_problem(db, setting, value) : NULL;
	if (text == NULL)
		text = follow(db, setting, value, made_by);
	if (text == NULL)
		put(db, setting->field.name, value, made_by);
	return text;
}
