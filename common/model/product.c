/* What members sell: one product, and all the writing. */
#include "model/product.h"

#include "base/fail.h"
#include "base/random.h"
#include "base/text.h"
#include "model/product_columns.h"
#include "model/stock.h"
#include "model/words.h"

enum { NAME_KEY_LONGEST = 64 /* code points */ };

bool product_id_parse(const char *text, char id[37])
{
	static const char form[] = "00000000-0000-0000-0000-000000000000";

	for (size_t i = 0; i < sizeof form; i++) {
		char c = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] + ('a' - 'A') : text[i]);
		bool fits = form[i] == '0' ?
			(c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') : c == form[i];

		if (!fits)
			return false;
		id[i] = c;
	}
	return true;
}

void product_id_require(const char *text, char id[37])
{
	if (!product_id_parse(text, id))
		fail(404, "not a product's id: %.60s", text);
}

static void read_row(struct product *product, const struct statement *rows)
{
	*product = (struct product){
		.seq = db_integer(rows, 0),
		.id = db_text(rows, 1),
		.user_id = db_integer(rows, 2),
		.seller = db_text(rows, 3),
		.name = db_text(rows, 4),
		.price = { db_integer(rows, 5), (int)db_integer(rows, 6) },
		.description = db_text(rows, 7),
		.stock = db_integer(rows, 8),
		.category = db_text(rows, 9),
		.image = db_text(rows, 10),
		.available = db_integer(rows, 11) != 0,
		.date_added = { db_integer(rows, 12) },
	};
}

/* The next row of this statement that holds all the words. */
static bool next_row(struct products *products, struct product *product)
{
	while (db_next(&products->rows)) {
		if (products->words != NULL &&
		    !words_are_in(products->words, db_text(&products->rows, 13)))
			continue;
		read_row(product, &products->rows);
		return true;
	}
	return false;
}

bool product_next(struct products *products, struct product *product)
{
	if (next_row(products, product))
		return true;
	if (products->then == NULL)
		return false;
	products->rows = db_query(products->rows.db, products->then, products->then_values);
	products->then = NULL;
	return next_row(products, product);
}

void product_finish(struct products *products)
{
	db_finish(&products->rows);
}

/* The texts of a row go with the next one: copies stay. */
static void keep(struct arena *arena, struct product *product)
{
	product->id = arena_string(arena, product->id);
	product->seller = arena_string(arena, product->seller);
	product->name = arena_string(arena, product->name);
	product->description = arena_string(arena, product->description);
	product->category = product->category != NULL ?
		arena_string(arena, product->category) : NULL;
	product->image = arena_string(arena, product->image);
}

struct product_list product_take(struct products products, size_t most)
{
	struct arena *arena = products.rows.db->arena;
	struct product *table = arena_array(arena, most + 1, sizeof *table);
	struct product_list list = { .product = table };

	while (list.count < most && product_next(&products, &table[list.count]))
		keep(arena, &table[list.count++]);
	list.more = list.count == most && product_next(&products, &table[most]);
	product_finish(&products);
	return list;
}

static const struct product *keep_one(struct statement rows)
{
	struct product_list list = product_take((struct products){ .rows = rows }, 1);

	return list.count > 0 ? list.product : NULL;
}

const struct product *product_find(struct db *db, const char *id, int64_t visitor)
{
	return keep_one(product_public(db, visitor, id).rows);
}

const struct product *product_find_own(struct db *db, const char *id, int64_t user_id)
{
	return keep_one(db_query(db,
		PRODUCT_SELECT "WHERE p.id = $1 AND p.user_id = $2", BIND(id, user_id)));
}

struct products product_of_user(struct db *db, int64_t user_id, int64_t after)
{
	return (struct products){ .rows = db_query(db,
		PRODUCT_SELECT "WHERE p.user_id = $1 AND p.seq < $2 ORDER BY p.seq DESC",
		BIND(user_id, after)) };
}

int64_t product_count(struct db *db, int64_t user_id)
{
	return db_number(db, "SELECT count(*) FROM product WHERE user_id = $1",
		BIND(user_id));
}

struct products product_public(struct db *db, int64_t visitor, const char *id)
{
	/* The signs keep SQLite from weighing indexes, out of which it would have to sort. */
	if (id != NULL)
		return (struct products){ .rows = db_query(db,
			PRODUCT_SELECT "WHERE p.id = $1 AND (+p.available = 1 OR +p.user_id = $2)",
			BIND(id, visitor)) };
	return (struct products){ .rows = db_query(db,
		PRODUCT_SELECT "WHERE +p.available = 1 OR +p.user_id = $1 ORDER BY p.seq",
		BIND(visitor)) };
}

const char *product_name_key(struct arena *arena, const char *name)
{
	const char *folded = text_fold(arena, name);

	return arena_copy(arena, folded, text_prefix(folded, NAME_KEY_LONGEST));
}

const char *product_search_text(struct arena *arena, const char *name, const char *category,
	const char *description)
{
	return text_fold(arena, arena_printf(arena, "%s\n%s\n%s", name,
		category != NULL ? category : "", description));
}

static const char *search_text(struct arena *arena, const struct product *product)
{
	return product_search_text(arena, product->name, product->category, product->description);
}

static int64_t insert_row(struct db *db, int64_t user_id, const char *id,
	const struct product *product)
{
	return db_number(db, "INSERT INTO product (id, user_id, name, name_key, "
		"price, description, stock, category, image, available, date_added, search) "
		"VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11) RETURNING seq",
		BIND(id, user_id, product->name, product_name_key(db->arena, product->name),
			product->price.minor, product->description, product->category,
			product->image != NULL ? product->image : "", product->available,
			date_now().us, search_text(db->arena, product)));
}

const char *product_insert(struct db *db, const struct user *user, const struct product *product)
{
	char *id = arena_alloc(db->arena, 37);

	random_uuid(id);
	stock_count(db, insert_row(db, user->id, id, product), product->stock, user->username);
	return id;
}

bool product_update(struct db *db, int64_t user_id, const struct product *product)
{
	return db_run(db, "UPDATE product SET name = $1, name_key = $2, price = $3, "
		"description = $4, category = $5, image = coalesce($6, image), available = $7, "
		"search = $8 WHERE id = $9 AND user_id = $10",
		BIND(product->name, product_name_key(db->arena, product->name),
			product->price.minor, product->description, product->category,
			product->image, product->available, search_text(db->arena, product),
			product->id, user_id)) > 0;
}

bool product_delete(struct db *db, int64_t user_id, const char *id)
{
	return db_run(db, "DELETE FROM product WHERE id = $1 AND user_id = $2",
		BIND(id, user_id)) > 0;
}
