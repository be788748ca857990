/* The amounts of the whole shop, when the currency gets or loses its decimals. */
#include "model/currency.h"

#include "html/language.h"
#include "model/setting.h"
#include "model/ticket.h"

enum { MINOR_UNITS = 100 /* of a whole one, with two decimals */ };

static const char TOO_LARGE[] = N_("An amount in the shop is too large for decimals."),
	PRICES_HAVE_CENTS[] = N_("There are prices with decimals, which would be lost. Please "
		"make all prices whole first."),
	ORDERS_HAVE_CENTS[] = N_("There are orders with decimals, which would be lost. Orders "
		"cannot be changed, so that the shop keeps two decimals.");

static bool is_too_large(struct db *db)
{
	return db_number(db, "SELECT max(amount) FROM ("
		"SELECT max(price) AS amount FROM product UNION ALL SELECT max(price) FROM dish "
		"UNION ALL SELECT max(total) FROM orders "
		"UNION ALL SELECT max(price) FROM order_line) AS amounts",
		BIND_NOTHING) > INT64_MAX / MINOR_UNITS;
}

/* NULL: nothing has any, tickets not looked at.  Orders first: nobody can change those. */
static const char *has_cents(struct db *db)
{
	if (db_number(db, "SELECT EXISTS (SELECT 1 FROM orders WHERE total % 100 <> 0) "
		"OR EXISTS (SELECT 1 FROM order_line WHERE price % 100 <> 0)", BIND_NOTHING) != 0)
		return ORDERS_HAVE_CENTS;
	if (db_number(db, "SELECT EXISTS (SELECT 1 FROM product WHERE price % 100 <> 0) "
		"OR EXISTS (SELECT 1 FROM dish WHERE price % 100 <> 0)", BIND_NOTHING) != 0)
		return PRICES_HAVE_CENTS;
	return NULL;
}

static void multiply(struct db *db)
{
	db_run(db, "UPDATE product SET price = price * 100", BIND_NOTHING);
	db_run(db, "UPDATE dish SET price = price * 100", BIND_NOTHING);
	db_run(db, "UPDATE orders SET total = total * 100", BIND_NOTHING);
	db_run(db, "UPDATE order_line SET price = price * 100", BIND_NOTHING);
}

static void divide(struct db *db)
{
	db_run(db, "UPDATE product SET price = price / 100", BIND_NOTHING);
	db_run(db, "UPDATE dish SET price = price / 100", BIND_NOTHING);
	db_run(db, "UPDATE orders SET total = total / 100", BIND_NOTHING);
	db_run(db, "UPDATE order_line SET price = price / 100", BIND_NOTHING);
}

const char *currency_change_decimals(struct db *db, int decimals)
{
	bool more = decimals > 0;
	const char *text;

	if (setting_currency_decimals(db) == decimals)
		return NULL;
	text = !more ? has_cents(db) : is_too_large(db) ? TOO_LARGE : NULL;
	if (text != NULL)
		return text;
	if (!tickets_scale(db, more ? MINOR_UNITS : 1, more ? 1 : MINOR_UNITS))
		return more ? TOO_LARGE : ORDERS_HAVE_CENTS;
	(more ? multiply : divide)(db);
	return NULL;
}
