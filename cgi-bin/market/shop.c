/* shop: what is on sale, searched, sorted and paged. */
#include "route/route.h"

#include "base/text.h"
#include "market/shop_view.h"
#include "market/shop.html.h"

enum { PAGE = 24 };

static enum shop_sort read_sort(const char *name)
{
	size_t sort = text_find_word(shop_sort_names, SHOP_SORTS, name);

	return sort < SHOP_SORTS ? (enum shop_sort)sort : SHOP_NEWEST;
}

/* An empty field of the search form is one that was not filled in. */
static const char *asked(const struct request *req, const char *name)
{
	const char *value = pairs_get(&req->query, name);

	return value != NULL && *value != '\0' ? value : NULL;
}

static void show(struct request *req, struct response *res)
{
	struct shop_search search = {
		.sort = read_sort(asked(req, "sort")),
		.words = asked(req, "q"),
		.category = asked(req, "category"),
		.after = asked(req, "after"),
	};
	struct product_list list = product_take(product_search(req->db, &search), PAGE);

	shop_page(req, res, &search, &list);
}

ROUTE(.get = show);
