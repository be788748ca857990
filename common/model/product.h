/* What members sell. */
#ifndef MODEL_PRODUCT_H
#define MODEL_PRODUCT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/money.h"
#include "db/db.h"
#include "model/user.h"

enum {
	PRODUCT_NAME_LONGEST = 255,      /* code points */
	PRODUCT_CATEGORY_LONGEST = 100,
	PRODUCT_DESCRIPTION_LONGEST = 10000,
	PRODUCT_CATEGORIES_SHOWN = 50,
};
static const int64_t PRODUCT_PRICE_HIGHEST = 999999999999; /* in whole units of the currency */
static const int64_t PRODUCT_STOCK_HIGHEST = 2147483647;

struct product {
	int64_t seq;             /* the order in which products were added */
	const char *id;          /* UUID, lower case */
	int64_t user_id;
	const char *seller;      /* the seller's user name */
	const char *name;
	struct money price;
	const char *description;
	int64_t stock;
	const char *category;    /* NULL: none */
	const char *image;       /* a picture's name (route/picture.h); "": none */
	bool available;          /* on sale */
	struct date date_added;
};

/* Is it a UUID?  Its lower-case form with dashes is put into `id`. */
bool product_id_parse(const char *text, char id[37]);

/* The same for what somebody asked for: fails (404) when it is none. */
void product_id_require(const char *text, char id[37]);

/* One product, in the db's arena; NULL when there is none, or none for this visitor (0: nobody). */
const struct product *product_find(struct db *db, const char *id, int64_t visitor);
const struct product *product_find_own(struct db *db, const char *id, int64_t user_id);

/* Rows, one at a time: the texts of a product live until the next product_next. */
struct products {
	struct statement rows;
	const char **words;           /* only products with all these; NULL-terminated, or NULL */
	const char *then;             /* the statement for when these rows have ended, or NULL */
	struct db_values then_values;
};

bool product_next(struct products *products, struct product *product);
void product_finish(struct products *products);

/* Up to `most` rows, in the db's arena, and whether more are behind.  The rows are finished. */
struct product_list {
	const struct product *product;
	size_t count;
	bool more;
};

struct product_list product_take(struct products products, size_t most);

/* What one member sells, newest first, from behind `after` (a seq; INT64_MAX: from the first). */
struct products product_of_user(struct db *db, int64_t user_id, int64_t after);

/* How many these are. */
int64_t product_count(struct db *db, int64_t user_id);

/* What is public or the visitor's own, in the order it was added; `id` NULL: all, else that one. */
struct products product_public(struct db *db, int64_t visitor, const char *id);

enum shop_sort { SHOP_NEWEST, SHOP_BY_NAME, SHOP_CHEAPEST, SHOP_DEAREST, SHOP_SORTS };

/* What is asked of the shop; zeroed it is its first page. */
struct shop_search {
	enum shop_sort sort;
	const char *words;       /* as they were typed, or NULL */
	const char *category;    /* exactly this one, or NULL */
	const char *after;       /* the product_place of the last one shown, or NULL */
};

struct products product_search(struct db *db, const struct shop_search *search);

/* Where a product stands in that order: text for shop_search.after. */
const char *product_place(struct arena *arena, enum shop_sort sort, const struct product *product);

/* What is searched in: folded as the words are, in lines, for no word to run across two. */
const char *product_search_text(struct arena *arena, const char *name, const char *category,
	const char *description); /* category NULL: none */

/* What products are sorted by: the beginning of the folded name, short enough for an address. */
const char *product_name_key(struct arena *arena, const char *name);

/* The categories of what is on sale, ordered, NULL-terminated, PRODUCT_CATEGORIES_SHOWN at most. */
const char **product_categories(struct db *db);

/*
 * Insert (returns the new id), change, delete.  The last two: false when it is not the user's.  An
 * image that is NULL is none, or the one that is there already.  The first stock is the first
 * change of the ledger; later ones are model/stock.h's alone.
 */
const char *product_insert(struct db *db, const struct user *user, const struct product *product);
bool product_update(struct db *db, int64_t user_id, const struct product *product);
bool product_delete(struct db *db, int64_t user_id, const char *id);

#endif
