/* What the shop shows: every way of looking at it begins in the middle of an index and reads one page. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/product.h"
#include "model/product_columns.h"

/*
 * A page begins behind the last product of the page before it, not at a number (keyset paging), so a deep page
 * costs what the first one does.  $1 and $2 are that product's place, $3 is the category.
 */
#define ON_SALE PRODUCT_SELECT "WHERE p.available = 1 AND "
#define IN_CATEGORY " AND p.category = $3 "

static const char *const statements[SHOP_SORTS][2] = {
	[SHOP_NEWEST] = {
		ON_SALE "p.seq < $1 AND $2 IS NOT NULL ORDER BY p.seq DESC",
		ON_SALE "p.seq < $1 AND $2 IS NOT NULL" IN_CATEGORY "ORDER BY p.seq DESC",
	},
	[SHOP_BY_NAME] = {
		ON_SALE "(p.name_key, p.seq) > ($1, $2) ORDER BY p.name_key, p.seq",
		ON_SALE "(p.name_key, p.seq) > ($1, $2)" IN_CATEGORY "ORDER BY p.name_key, p.seq",
	},
	[SHOP_CHEAPEST] = {
		ON_SALE "(p.price, p.seq) > ($1, $2) ORDER BY p.price, p.seq",
		ON_SALE "(p.price, p.seq) > ($1, $2)" IN_CATEGORY "ORDER BY p.price, p.seq",
	},
	[SHOP_DEAREST] = {
		ON_SALE "(p.price, p.seq) < ($1, $2) ORDER BY p.price DESC, p.seq DESC",
		ON_SALE "(p.price, p.seq) < ($1, $2)" IN_CATEGORY "ORDER BY p.price DESC, p.seq DESC",
	},
};

/* The place of a product: "SEQ" for the newest, else "SEQ.KEY" with its price or folded name. */
struct place {
	int64_t seq;
	const char *key;
};

static const struct place first_places[SHOP_SORTS] = {
	[SHOP_NEWEST] = { INT64_MAX, "0" },
	[SHOP_BY_NAME] = { 0, "" },
	[SHOP_CHEAPEST] = { 0, "0" },
	[SHOP_DEAREST] = { INT64_MAX, "9223372036854775807" },
};

const char *product_place(struct arena *arena, enum shop_sort sort, const struct product *product)
{
	if (sort == SHOP_NEWEST)
		return arena_printf(arena, "%jd", (intmax_t)product->seq);
	if (sort == SHOP_BY_NAME)
		return arena_printf(arena, "%jd.%s", (intmax_t)product->seq, text_fold(arena, product->name));
	return arena_printf(arena, "%jd.%jd", (intmax_t)product->seq, (intmax_t)product->price.minor);
}

/* Rubbish is the first place: it came from an address that somebody wrote by hand. */
static struct place read_place(struct arena *arena, enum shop_sort sort, const char *text)
{
	struct place place = first_places[sort];
	const char *dot = text != NULL ? strchr(text, '.') : NULL;
	uint64_t seq, price;

	if (text == NULL || (dot == NULL) != (sort == SHOP_NEWEST) ||
	    !text_to_unsigned(dot != NULL ? arena_copy(arena, text, (size_t)(dot - text)) : text, INT64_MAX, &seq))
		return place;
	if ((sort == SHOP_CHEAPEST || sort == SHOP_DEAREST) && !text_to_unsigned(dot + 1, INT64_MAX, &price))
		return place;
	place.seq = (int64_t)seq;
	if (dot != NULL)
		place.key = dot + 1;
	return place;
}

static struct db_values place_values(struct arena *arena, enum shop_sort sort, const struct place *place,
	const char *category)
{
	struct db_value *values = arena_array(arena, 3, sizeof *values);
	uint64_t price = 0;

	text_to_unsigned(place->key, INT64_MAX, &price);
	values[0] = sort == SHOP_BY_NAME ? db_text_value(place->key) : db_integer_value((int64_t)price);
	values[1] = db_integer_value(place->seq);
	if (sort == SHOP_NEWEST)
		values[0] = values[1];
	values[2] = db_text_value(category);
	return (struct db_values){ category != NULL ? 3 : 2, values };
}

/* The words that somebody is looking for, folded; NULL when there are none. */
static const char **read_words(struct arena *arena, const char *typed)
{
	char *rest = arena_string(arena, text_fold(arena, typed)), *word;
	const char **words = arena_array(arena, strlen(rest) / 2 + 2, sizeof *words);
	size_t count = 0;

	while ((word = strsep(&rest, " \t\r\n")) != NULL)
		if (*word != '\0')
			words[count++] = word;
	return count > 0 ? words : NULL;
}

struct products product_search(struct db *db, const struct shop_search *search)
{
	struct place place = read_place(db->arena, search->sort, search->after);
	struct db_values values = place_values(db->arena, search->sort, &place, search->category);

	return (struct products){
		.rows = db_query(db, statements[search->sort][search->category != NULL], values),
		.words = search->words != NULL ? read_words(db->arena, search->words) : NULL,
	};
}

/* One step from each category to the next in the index: the number of products does not matter. */
const char **product_categories(struct db *db)
{
	const char **categories = arena_array(db->arena, PRODUCT_CATEGORIES_SHOWN + 1, sizeof *categories);
	struct statement rows = db_query(db,
		"WITH RECURSIVE step (category) AS ("
		"SELECT min(category) FROM product WHERE available = 1 UNION ALL "
		"SELECT (SELECT min(category) FROM product WHERE available = 1 AND category > step.category) "
		"FROM step WHERE step.category IS NOT NULL) "
		"SELECT category FROM step WHERE category IS NOT NULL", BIND_NOTHING);

	for (size_t i = 0; i < PRODUCT_CATEGORIES_SHOWN && db_next(&rows); i++)
		categories[i] = arena_string(db->arena, db_text(&rows, 0));
	db_finish(&rows);
	return categories;
}
