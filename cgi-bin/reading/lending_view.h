/* What the librarian's page shows. */
#ifndef READING_LENDING_VIEW_H
#define READING_LENDING_VIEW_H

#include "http/url.h"
#include "model/loan.h"

struct lending_view {
	struct clock clock;
	struct loan_list overdue, out, waiting;
	bool more;                  /* is lent, or waited for */
	struct loan_list returned;  /* in the last LOAN_HISTORY_DAYS */
};

struct lending_view lending_view(struct request *req);

/* "3 days overdue" */
const char *lending_days_overdue(const struct request *req, struct clock clock,
	const struct loan *loan);

#endif
