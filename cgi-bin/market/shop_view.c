/* The addresses of the shop's pages. */
#include "market/shop_view.h"

#include <string.h>

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

const char **shop_categories(struct request *req, const struct shop_search *search)
{
	const char **listed = product_categories(req->db);
	const char **all = arena_array(req->arena, PRODUCT_CATEGORIES_SHOWN + 2, sizeof *all);
	bool found = search->category == NULL;
	size_t count = 0;

	for (; listed[count] != NULL; count++) {
		all[count] = listed[count];
		found |= search->category != NULL && strcmp(listed[count], search->category) == 0;
	}
	if (!found)
		all[count] = search->category;
	return all;
}
