/* The addresses of the shop's pages. */
#include "market/shop_view.h"

const char *const shop_sort_names[SHOP_SORTS] = {
	[SHOP_NEWEST] = "newest",
	[SHOP_BY_NAME] = "name",
	[SHOP_CHEAPEST] = "price",
	[SHOP_DEAREST] = "-price",
};

struct url shop_url(const struct request *req, const struct shop_search *search, const char *after)
{
	struct pairs query = { .arena = req->arena };

	if (search->words != NULL)
		pairs_add(&query, "q", search->words);
	if (search->category != NULL)
		pairs_add(&query, "category", search->category);
	if (search->sort != SHOP_NEWEST)
		pairs_add(&query, "sort", shop_sort_names[search->sort]);
	if (after != NULL)
		pairs_add(&query, "after", after);
	return url_query(req, "shop", &query);
}
