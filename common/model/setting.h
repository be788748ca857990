/* The settings of the site, which the owner changes. */
#ifndef MODEL_SETTING_H
#define MODEL_SETTING_H

#include "db/db.h"

/* A whole number from 0 to `most`, or `otherwise` when it was never set or is none. */
int setting_number(struct db *db, const char *name, int most, int otherwise);

/* Digits behind the decimal sign of every price: 0 (rupiah, the default) or 2. */
int setting_currency_decimals(struct db *db);

#endif
