/* What the pages of the stock-room show. */
#ifndef STOCKROOM_INVENTORY_VIEW_H
#define STOCKROOM_INVENTORY_VIEW_H

#include "http/url.h"
#include "model/item.h"

struct inventory_view {
	struct item_list list;
	struct item_counts counts;
	int64_t after;             /* the id behind which the list begins; 0: the first page */
};

/* The page of the table that begins behind that id. */
struct url inventory_url(const struct request *req, int64_t after);

/* The items that run low. */
struct url shopping_list_url(const struct request *req);

/* "/edit_item/7" */
struct url item_url(const struct request *req, const char *route, const struct item *item);

/* "12 items" */
const char *inventory_total(const struct request *req, int64_t count);

/* The beginning of its description, short enough for a table. */
const char *item_excerpt(const struct request *req, const struct item *item);

#endif
