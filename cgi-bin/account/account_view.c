/* What a member's own page shows. */
#include "account/account_view.h"

#include <string.h>

#include "http/url.h"
#include "model/product.h"

/* Hashes between spaces. */
static int64_t count_codes(const char *hashes)
{
	int64_t count = *hashes != '\0';

	while ((hashes = strchr(hashes, ' ')) != NULL) {
		hashes++;
		count++;
	}
	return count;
}

/* This browser is here now, which is noted only when the answer is out. */
static const struct devices *devices_now(struct request *req)
{
	struct devices *devices = arena_alloc(req->arena, sizeof *devices);

	*devices = *devices_of(req->db, req->user->id);
	for (size_t i = 0; i < devices->count; i++)
		if (devices->device[i].id == req->device->id) {
			devices->device[i].last_seen = date_now();
			devices->device[i].last_address = req->address;
		}
	return devices;
}

struct account_view account_view(struct request *req, const struct account_form *form)
{
	return (struct account_view){
		.form = form,
		.dates = user_dates(req->db, req->user->id),
		.products = product_count(req->db, req->user->id),
		.codes = count_codes(user_recovery_codes(req->db, req->user->id)),
		.devices = devices_now(req),
	};
}

struct url account_url(const struct request *req, const char *face)
{
	struct pairs query = { .arena = req->arena };

	pairs_add(&query, face, "1");
	return url_query(req, "account", &query);
}

const char *account_products(struct request *req, int64_t count)
{
	unsigned long n = (unsigned long)count;

	return arena_printf(req->arena, _n("%lu product", "%lu products", n), n);
}

const char *account_codes(struct request *req, int64_t count)
{
	unsigned long n = (unsigned long)count;

	if (n == 0)
		return _("You have no recovery codes yet.");
	return arena_printf(req->arena,
		_n("You have %lu recovery code left.", "You have %lu recovery codes left.", n), n);
}
