/* What the admin's first page shows: each visitor what their permissions show elsewhere, too. */
#ifndef ADMIN_DASHBOARD_H
#define ADMIN_DASHBOARD_H

#include "admin/admin.h"
#include "admin/chart.h"
#include "model/history.h"
#include "owner/doctor.h"

struct dashboard {
	const struct target *target;
	const struct sales_days *orders, *tickets;  /* NULL: not for this visitor, as all below */
	struct chart sold, taken;
	struct money taken_today, taken_week;
	const struct low_stock *low;
	bool shows_books, shows_people;
	int64_t overdue;                            /* books */
	int64_t devices, signed_in;                 /* people */
	const struct doctor *doctor;
	struct history recent;                      /* of all for a superuser, else one's own */
};

#endif
