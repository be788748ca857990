/* The settings of the site. */
#include "model/setting.h"

int setting_currency_decimals(struct db *db)
{
	struct statement rows = db_query(db, "SELECT " SETTING_CURRENCY_DECIMALS, BIND_NOTHING);
	int decimals = db_next(&rows) ? (int)db_integer(&rows, 0) : 0;

	db_finish(&rows);
	return decimals;
}

void setting_set(struct db *db, const char *name, const char *value)
{
	db_run(db, "INSERT INTO setting (name, value) VALUES ($1, $2) "
		"ON CONFLICT (name) DO UPDATE SET value = excluded.value", BIND(name, value));
}
