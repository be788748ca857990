/* What a member's own page shows. */
#ifndef ACCOUNT_ACCOUNT_VIEW_H
#define ACCOUNT_ACCOUNT_VIEW_H

#include "account/account_form.h"
#include "model/device.h"
#include "model/user.h"

struct account_view {
	const struct account_form *form;
	struct user_dates dates;
	int64_t products;
	int64_t codes;             /* recovery codes that are not spent */
	const struct devices *devices;
};

struct account_view account_view(struct request *req, const struct account_form *form);

/* The page's other faces: account?delete=1. */
struct url account_url(const struct request *req, const char *face);

/* "1 product", "3 products". */
const char *account_products(struct request *req, int64_t count);

/* "You have 5 recovery codes left." */
const char *account_codes(struct request *req, int64_t count);

#endif
