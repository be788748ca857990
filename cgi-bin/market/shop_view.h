/* The addresses of the shop's pages. */
#ifndef MARKET_SHOP_VIEW_H
#define MARKET_SHOP_VIEW_H

#include "http/url.h"
#include "model/product.h"

/* The values of ?sort=, by enum shop_sort. */
extern const char *const shop_sort_names[SHOP_SORTS];

/* The same search from behind `after` (NULL: from its beginning). */
struct url shop_url(const struct request *req, const struct shop_search *search, const char *after);

/* What can be chosen: what is on sale, and the one that is asked for; NULL-terminated. */
const char **shop_categories(struct request *req, const struct shop_search *search);

#endif
