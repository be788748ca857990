/* The shop in numbers. */
#include "model/statistics.h"

#include "model/setting.h"

/* 1970-01-01 was a Thursday. */
static int64_t days_since_monday(int64_t day)
{
	return (day + 3) % 7;
}

static void add(struct sales *sales, int64_t count, int64_t minor)
{
	sales->count += count;
	sales->takings.minor += minor;
}

/* Of rows day, count, takings. */
static struct sales_days read_days(struct statement rows, int64_t today)
{
	struct sales_days days = { .today = today };
	int decimals = setting_currency_decimals(rows.db);

	for (size_t i = 0; i < STATISTICS_DAYS; i++)
		days.day[i].takings.decimals = decimals;
	days.week.takings.decimals = decimals;
	while (db_next(&rows)) {
		int64_t ago = today - db_integer(&rows, 0);

		if (ago < 0 || ago >= STATISTICS_DAYS)
			continue;
		add(&days.day[STATISTICS_DAYS - 1 - ago], db_integer(&rows, 1),
			db_integer(&rows, 2));
		if (ago <= days_since_monday(today))
			add(&days.week, db_integer(&rows, 1), db_integer(&rows, 2));
	}
	return days;
}

static struct sales_days ask(struct db *db, const char *sql, struct clock clock, struct date now)
{
	int64_t today = clock_day(clock, now);
	struct date begin = clock_day_begins(clock, today - STATISTICS_DAYS + 1);
	struct date end = clock_day_begins(clock, today + 1);

	return read_days(db_query(db, sql, BIND(clock.offset, begin.us, end.us)), today);
}

struct sales_days statistics_orders(struct db *db, struct clock clock, struct date now)
{
	return ask(db, "SELECT (placed + $1) / 86400000000 AS day, count(*), sum(total) "
		"FROM orders WHERE placed >= $2 AND placed < $3 AND state <> 'cancelled' "
		"GROUP BY day", clock, now);
}

struct sales_days statistics_tickets(struct db *db, struct clock clock, struct date now)
{
	return ask(db, "SELECT (placed + $1) / 86400000000 AS day, count(*), sum(total) "
		"FROM ticket WHERE placed >= $2 AND placed < $3 AND state <> 'discarded' "
		"GROUP BY day", clock, now);
}

/* One way through the table: an index on "available" would lead to each row by itself. */
const struct low_stock *statistics_low_stock(struct db *db)
{
	struct low_stock *low = arena_alloc(db->arena, sizeof *low);
	struct statement rows = db_query(db, "SELECT id, name, stock, count(*) OVER () "
		"FROM product WHERE available <> 0 AND stock < $1 ORDER BY stock, name_key, seq "
		"LIMIT $2", BIND((int64_t)STATISTICS_LOW, (int64_t)STATISTICS_LOW_MOST));

	while (db_next(&rows)) {
		low->product[low->count].id = arena_string(db->arena, db_text(&rows, 0));
		low->product[low->count].name = arena_string(db->arena, db_text(&rows, 1));
		low->product[low->count++].stock = db_integer(&rows, 2);
		low->total = db_integer(&rows, 3);
	}
	return low;
}

int64_t statistics_overdue(struct db *db, struct date now)
{
	return db_number(db, "SELECT count(*) FROM loan WHERE returned IS NULL AND due < $1",
		BIND(now.us));
}

int64_t statistics_devices(struct db *db, struct date now)
{
	return db_number(db, "SELECT count(*) FROM device WHERE expires > $1", BIND(now.us));
}

int64_t statistics_signed_in(struct db *db, struct date after)
{
	return db_number(db, "SELECT count(*) FROM user WHERE last_login > $1", BIND(after.us));
}
