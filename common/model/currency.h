/* The amounts of the whole shop, when the currency gets or loses its decimals. */
#ifndef MODEL_CURRENCY_H
#define MODEL_CURRENCY_H

#include "db/db.h"

/*
 * Write every price and total anew for so many decimals, 0 or 2, so that it is the same amount as
 * before; nothing happens when it has these already.  The setting is the caller's to change, in the
 * same transaction.  The text is a problem (N_()), and nothing was changed; NULL: it is done.
 */
const char *currency_change_decimals(struct db *db, int decimals);

#endif
