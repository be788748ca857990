/* A small chart of the last days: bars, and the same as numbers for whoever does not see them. */
#ifndef ADMIN_CHART_H
#define ADMIN_CHART_H

#include "model/statistics.h"

struct chart {
	const char *id, *title;    /* an id of the page; translated */
	bool is_money;
	int decimals;              /* of money */
	struct date first;         /* a time on the first day, by the shop's clock */
	int64_t value[STATISTICS_DAYS];
};

/* In the chart's picture, pixels. */
enum { CHART_HEIGHT = 80, CHART_STEP = 20, CHART_BAR = 16 };

/* How high a day's bar is: whatever is not nothing can be seen. */
int chart_height(const struct chart *chart, size_t day);

/* The day with the highest bar. */
size_t chart_highest(const struct chart *chart);

/* The day's date. */
struct date chart_day(const struct chart *chart, size_t day);

#endif
