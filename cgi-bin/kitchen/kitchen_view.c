/* What the kitchen's own page shows. */
#include "kitchen/kitchen_view.h"

#include "base/text.h"

enum { REFRESH_LEAST = 5, REFRESH_MOST = 3600 /* seconds */ };

int64_t kitchen_refresh(const struct request *req)
{
	int64_t seconds = text_number(pairs_get(&req->query, "refresh"), REFRESH_MOST, 0);

	return seconds >= REFRESH_LEAST ? seconds : 0;
}

struct kitchen_view kitchen_view(struct request *req)
{
	struct date now = date_now();

	return (struct kitchen_view){
		.tickets = tickets_open(req->db),
		.dishes = dishes_all(req->db),
		.opening = opening_read(req->db, now),
		.now = now,
		.refresh = kitchen_refresh(req),
	};
}

static const char *digits(const struct request *req, int64_t number)
{
	return arena_printf(req->arena, "%jd", (intmax_t)number);
}

struct url kitchen_url(const struct request *req, int64_t refresh)
{
	struct pairs query = { .arena = req->arena };

	if (refresh > 0)
		pairs_add(&query, "refresh", digits(req, refresh));
	return url_query(req, "kitchen", &query);
}

struct url kitchen_dish_url(const struct request *req, const struct dish *dish)
{
	return url_id(req, "edit_dish", digits(req, dish->id));
}
