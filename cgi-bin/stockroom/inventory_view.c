/* What the pages of the stock-room show. */
#include "stockroom/inventory_view.h"
#include "base/text.h"


enum { EXCERPT = 80 /* code points */ };

static const char *digits(const struct request *req, int64_t number)
{
	return arena_integer(req->arena, number);
}

struct url inventory_url(const struct request *req, int64_t after)
{
	if (after == 0)
		return url(req, "inventory");
	return url_behind(req, "inventory", digits(req, after));
}

struct url shopping_list_url(const struct request *req)
{
	struct pairs query = { .arena = req->arena };

	pairs_add(&query, "low", "1");
	return url_query(req, "inventory", &query);
}

struct url item_url(const struct request *req, const char *route, const struct item *item)
{
	return url_id(req, route, digits(req, item->id));
}

const char *inventory_total(const struct request *req, int64_t count)
{
	unsigned long n = (unsigned long)count;

	return arena_printf(req->arena, _n("%lu item", "%lu items", n), n);
}

/* Cut behind a word, if there is one. */
const char *item_excerpt(const struct request *req, const struct item *item)
{
	const char *text = item->description;
	size_t length = text_prefix(text, EXCERPT), word = length;

	if (text[length] == '\0')
		return text;
	while (word > 0 && text[word] != ' ' && text[word] != '\n')
		word--;
	return arena_printf(req->arena, "%.*s …", (int)(word > 0 ? word : length), text);
}
