/* What the shop shows: every view of it begins in the middle of an index and reads one page. */
#include <string.h>

#include "base/text.h"
#include "model/product.h"
#include "model/product_columns.h"
#include "model/words.h"

/*
 * A page begins behind the last product of the page before it, not at a number (keyset paging), so
 * a deep page costs what the first one does.  First come those that are equal to it in what is
 * sorted by (there may be many of one price), in the order of seq; then those beyond.  $1 is what
 * is sorted by; the category comes last.
 */
#define ON_SALE PRODUCT_SELECT "WHERE p.available = 1 AND "

static const struct order {
	struct {
		const char *all, *category;
	} equal, beyond;
} orders[SHOP_SORTS] = {
	[SHOP_NEWEST] = {
		.beyond.all = ON_SALE "p.seq < $1 ORDER BY p.seq DESC",
		.beyond.category = ON_SALE "p.seq < $1 AND p.category = $2 ORDER BY p.seq DESC",
	},
	[SHOP_BY_NAME] = {
		.equal.all = ON_SALE "p.name_key = $1 AND p.seq > $2 ORDER BY p.seq",
		.equal.category = ON_SALE
			"p.name_key = $1 AND p.seq > $2 AND p.category = $3 ORDER BY p.seq",
		.beyond.all = ON_SALE "p.name_key > $1 ORDER BY p.name_key, p.seq",
		.beyond.category = ON_SALE
			"p.name_key > $1 AND p.category = $2 ORDER BY p.name_key, p.seq",
	},
	[SHOP_CHEAPEST] = {
		.equal.all = ON_SALE "p.price = $1 AND p.seq > $2 ORDER BY p.seq",
		.equal.category = ON_SALE
			"p.price = $1 AND p.seq > $2 AND p.category = $3 ORDER BY p.seq",
		.beyond.all = ON_SALE "p.price > $1 ORDER BY p.price, p.seq",
		.beyond.category = ON_SALE
			"p.price > $1 AND p.category = $2 ORDER BY p.price, p.seq",
	},
	[SHOP_DEAREST] = {
		.equal.all = ON_SALE "p.price = $1 AND p.seq < $2 ORDER BY p.seq DESC",
		.equal.category = ON_SALE
			"p.price = $1 AND p.seq < $2 AND p.category = $3 ORDER BY p.seq DESC",
		.beyond.all = ON_SALE "p.price < $1 ORDER BY p.price DESC, p.seq DESC",
		.beyond.category = ON_SALE
			"p.price < $1 AND p.category = $2 ORDER BY p.price DESC, p.seq DESC",
	},
};

/* The place of a product: "SEQ" among the newest, else "SEQ.KEY" with its price or folded name. */
struct place {
	struct db_value key; /* what is sorted by */
	int64_t seq;
};

const char *product_place(struct arena *arena, enum shop_sort sort, const struct product *product)
{
	if (sort == SHOP_NEWEST)
		return arena_integer(arena, product->seq);
	if (sort == SHOP_BY_NAME)
		return arena_printf(arena, "%jd.%s",
			(intmax_t)product->seq, text_fold(arena, product->name));
	return arena_printf(arena, "%jd.%jd",
		(intmax_t)product->seq, (intmax_t)product->price.minor);
}

static bool read_number(struct arena *arena, const char *text, size_t length, int64_t *number)
{
	uint64_t read;

	if (!text_to_unsigned(arena_copy(arena, text, length), INT64_MAX, &read))
		return false;
	*number = (int64_t)read;
	return true;
}

/* False for rubbish, from an address that somebody wrote by hand: then it is the first page. */
static bool read_place(struct arena *arena, enum shop_sort sort, const char *text,
	struct place *place)
{
	const char *dot = text != NULL ? strchr(text, '.') : NULL;
	int64_t price;

	if (text == NULL || (dot == NULL) != (sort == SHOP_NEWEST) ||
	    !read_number(arena, text, dot != NULL ? (size_t)(dot - text) : strlen(text),
		&place->seq))
		return false;
	if (sort == SHOP_NEWEST)
		place->key = db_integer_value(place->seq);
	else if (sort == SHOP_BY_NAME)
		place->key = db_text_value(dot + 1);
	else if (read_number(arena, dot + 1, strlen(dot + 1), &price))
		place->key = db_integer_value(price);
	else
		return false;
	return true;
}

/* In front of all products. */
static struct db_value first_key(enum shop_sort sort)
{
	switch (sort) {
	case SHOP_BY_NAME:
		return db_text_value("");
	case SHOP_CHEAPEST:
		return db_integer_value(-1);
	default:
		return db_integer_value(INT64_MAX);
	}
}

/* The values of a statement: those of the place, and the category behind them when there is one. */
static struct db_values with_category(struct arena *arena, struct db_values values,
	const char *category)
{
	struct db_value *all = arena_array(arena, values.count + 1, sizeof *all);

	memcpy(all, values.value, values.count * sizeof *all);
	all[values.count] = db_text_value(category);
	return (struct db_values){ values.count + (category != NULL), all };
}

struct products product_search(struct db *db, const struct shop_search *search)
{
	const struct order *order = &orders[search->sort];
	const char *category = search->category;
	const char *equal = category != NULL ? order->equal.category : order->equal.all;
	const char *beyond = category != NULL ? order->beyond.category : order->beyond.all;
	struct place place = { .key = first_key(search->sort) };
	bool deep = read_place(db->arena, search->sort, search->after, &place);
	struct db_values at = { 2, (struct db_value[]){ place.key, db_integer_value(place.seq) } };
	struct db_values key = with_category(db->arena, (struct db_values){ 1, &place.key },
		category);
	struct products products = {
		.words = search->words != NULL ? words_read(db->arena, search->words) : NULL,
	};

	if (deep && equal != NULL) {
		products.rows = db_query(db, equal, with_category(db->arena, at, category));
		products.then = beyond;
		products.then_values = key;
	} else {
		products.rows = db_query(db, beyond, key);
	}
	return products;
}

static const char *category_behind(struct db *db, const char *category)
{
	struct statement rows = db_query(db, "SELECT min(category) FROM product "
		"WHERE available = 1 AND category > $1", BIND(category));
	const char *next = db_next(&rows) ? db_text(&rows, 0) : NULL;

	next = next != NULL ? arena_string(db->arena, next) : NULL;
	db_finish(&rows);
	return next;
}

/* One step from each category to the next in the index: the number of products does not matter. */
const char **product_categories(struct db *db)
{
	const char **categories = arena_array(db->arena,
		PRODUCT_CATEGORIES_SHOWN + 1, sizeof *categories);
	const char *category = "";

	for (size_t i = 0; i < PRODUCT_CATEGORIES_SHOWN; i++) {
		category = category_behind(db, category);
		if (category == NULL)
			break;
		categories[i] = category;
	}
	return categories;
}
