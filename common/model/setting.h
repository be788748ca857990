/* The settings of the site, which the owner changes. */
#ifndef MODEL_SETTING_H
#define MODEL_SETTING_H

#include "db/db.h"

/* Digits behind the decimal sign of every price, 2 or 0: as SQL (NULL is 0), and asked for. */
#define SETTING_CURRENCY_DECIMALS \
	"(SELECT 2 FROM setting WHERE name = 'currency_decimals' AND value = '2')"

int setting_currency_decimals(struct db *db);

void setting_set(struct db *db, const char *name, const char *value);

#endif
