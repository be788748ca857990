/* The settings of the site. */
#include "model/setting.h"

#include "base/text.h"

int setting_number(struct db *db, const char *name, int most, int otherwise)
{
	struct statement rows = db_query(db, "SELECT value FROM setting WHERE name = $1",
		BIND(name));
	uint64_t number = (uint64_t)otherwise;

	if (db_next(&rows))
		text_to_unsigned(db_text(&rows, 0), (uint64_t)most, &number);
	db_finish(&rows);
	return (int)number;
}

int setting_currency_decimals(struct db *db)
{
	return setting_number(db, "currency_decimals", 2, 0);
}
