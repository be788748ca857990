/* The shop in numbers. */
#include "model/statistics.h"

#include "model/setting.h"

/* 1970-01-01 was a Thursday. */
static int64_t days_since_monday(int64_t day)
{
	return (day + 3) % 7;
}

struct money takings_of_both(struct money one, struct money other)
{
	struct money both = one;

	if (__builtin_add_overflow(one.minor, other.minor, &both.minor))
		both.minor = other.minor < 0 ? INT64_MIN : INT64_MAX;
	return both;
}

/* The place of a day of which something is known; STATISTICS_DAYS: it is none of these. */
static size_t place(int64_t today, int64_t day)
{
	int64_t ago = today - day;

	return ago < 0 || ago >= STATISTICS_DAYS ? STATISTICS_DAYS :
		(size_t)(STATISTICS_DAYS - 1 - ago);
}

static void sum_up_week(struct sales_days *days)
{
	for (int64_t ago = 0; ago <= days_since_monday(days->today); ago++) {
		const struct sales *day = &days->day[STATISTICS_DAYS - 1 - ago];

		days->week.count += day->count;
		days->week.takings = takings_of_both(days->week.takings, day->takings);
	}
}

static void add(struct sales_days *days, int64_t ordered, int64_t paid, struct money total)
{
	size_t count_at = place(days->today, ordered), take_at = place(days->today, paid);

	if (count_at < STATISTICS_DAYS)
		days->day[count_at].count++;
	if (take_at < STATISTICS_DAYS)
		days->day[take_at].takings =
			takings_of_both(days->day[take_at].takings, total);
}

/* Of rows: day ordered, day paid (0: it is not), total.  sum() of SQL would overflow. */
static struct sales_days read_days(struct statement rows, int64_t today)
{
	struct sales_days days = { .today = today };
	int decimals = setting_currency_decimals(rows.db);

	for (size_t i = 0; i < STATISTICS_DAYS; i++)
		days.day[i].takings.decimals = decimals;
	days.week.takings.decimals = decimals;
	while (db_next(&rows))
		add(&days, db_integer(&rows, 0), db_integer(&rows, 1),
			(struct money){ db_integer(&rows, 2), decimals });
	sum_up_week(&days);
	return days;
}

static struct sales_days ask(struct db *db, const char *sql, struct clock clock, struct date now)
{
	int64_t today = clock_day(clock, now);
	struct date begin = clock_day_begins(clock, today - STATISTICS_DAYS + 1);

	return read_days(db_query(db, sql, BIND(clock.offset, begin.us)), today);
}

struct sales_days statistics_orders(struct db *db, struct clock clock, struct date now)
{
	return ask(db, "SELECT (placed + $1) / 86400000000, "
		"(paid + $1) / 86400000000, total FROM orders "
		"WHERE (placed >= $2 OR paid >= $2) AND state <> 'cancelled'", clock, now);
}

struct sales_days statistics_tickets(struct db *db, struct clock clock, struct date now)
{
	return ask(db, "SELECT (placed + $1) / 86400000000, "
		"CASE WHEN state = 'handed over' THEN (changed + $1) / 86400000000 END, total "
		"FROM ticket WHERE (placed >= $2 OR changed >= $2) AND state <> 'discarded'",
		clock, now);
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
