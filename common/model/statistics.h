/* The shop in numbers, for its owner. */
#ifndef MODEL_STATISTICS_H
#define MODEL_STATISTICS_H

#include "base/instant.h"
#include "base/money.h"
#include "db/db.h"
#include "model/clock.h"

enum { STATISTICS_DAYS = 14, STATISTICS_LOW = 5, STATISTICS_LOW_MOST = 10 };

struct sales {
	int64_t count;        /* ordered then */
	struct money takings; /* paid then, whenever it was ordered */
};

/*
 * By the days of the shop's clock, without what was cancelled or discarded.  What the kitchen hands
 * over is paid.
 */
struct sales_days {
	int64_t today;                     /* counted from 1970-01-01 */
	struct sales day[STATISTICS_DAYS]; /* the last one is today */
	struct sales week;                 /* since Monday */
};
struct sales_days statistics_orders(struct db *db, struct clock clock, struct date now);
struct sales_days statistics_tickets(struct db *db, struct clock clock, struct date now);

/* The sum; one that is beyond all counting is as much as can be counted. */
struct money takings_of_both(struct money one, struct money other);

/* What is on sale, and of which fewer than STATISTICS_LOW are left: the fewest first. */
struct low_stock {
	struct {
		const char *id, *name;
		int64_t stock;
	} product[STATISTICS_LOW_MOST];
	size_t count;
	int64_t total;                     /* that there are */
};
const struct low_stock *statistics_low_stock(struct db *db);

/* Books that should be back. */
int64_t statistics_overdue(struct db *db, struct date now);

/* Browsers in which somebody is signed in, and members who signed in after that. */
int64_t statistics_devices(struct db *db, struct date now);
int64_t statistics_signed_in(struct db *db, struct date after);

#endif
