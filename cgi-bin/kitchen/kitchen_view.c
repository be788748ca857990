/* What the kitchen's own page shows. */
#include "kitchen/kitchen_view.h"

#include "base/text.h"

bool kitchen_refreshes(const struct request *req)
{
	return text_number(pairs_get(&req->query, "refresh"), KITCHEN_REFRESH, 0) ==
		KITCHEN_REFRESH;
}

struct kitchen_view kitchen_view(struct request *req)
{
	struct date now = date_now();

	return (struct kitchen_view){
		.tickets = tickets_open(req->db, KITCHEN_TICKETS_SHOWN),
		.waiting = tickets_open_count(req->db),
		.dishes = dishes_all(req->db),
		.opening = opening_read(req->db, now),
		.now = now,
		.refreshes = kitchen_refreshes(req),
	};
}

struct url kitchen_url(const struct request *req, bool refreshes)
{
	struct pairs query = { .arena = req->arena };

	if (refreshes)
		pairs_add(&query, "refresh", arena_integer(req->arena, KITCHEN_REFRESH));
	return url_query(req, "kitchen", &query);
}

struct url kitchen_dish_url(const struct request *req, const struct dish *dish)
{
	return url_id(req, "edit_dish", arena_integer(req->arena, dish->id));
}
