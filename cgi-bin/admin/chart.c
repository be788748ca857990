/* A small chart of the last days. */
#include "admin/chart.h"

size_t chart_highest(const struct chart *chart)
{
	size_t highest = 0;

	for (size_t day = 1; day < STATISTICS_DAYS; day++)
		if (chart->value[day] > chart->value[highest])
			highest = day;
	return highest;
}

int chart_height(const struct chart *chart, size_t day)
{
	int64_t value = chart->value[day], most = chart->value[chart_highest(chart)];

	if (value <= 0)
		return 0;
	return 1 + (int)((double)value / (double)most * (CHART_HEIGHT - 1));
}

struct date chart_day(const struct chart *chart, size_t day)
{
	return date_after(chart->first, (int64_t)day * 86400);
}
