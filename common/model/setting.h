/* The settings of the site, which the owner changes. */
#ifndef MODEL_SETTING_H
#define MODEL_SETTING_H

#include "db/db.h"

/* Digits behind the decimal sign of every price, 0 (rupiah) or 2: as SQL, and asked for. */
#define SETTING_CURRENCY_DECIMALS \
	"(SELECT 2 * count(*) FROM setting WHERE name = 'currency_decimals' AND value = '2')"

int setting_currency_decimals(struct db *db);

#endif
