/* The cart: kept as pairs, changed as a whole, and judged by the products as they are now. */
#include "visitor/cart.h"

#include <string.h>

#include "auth/login.h"
#include "base/text.h"
#include "model/setting.h"
#include "session/messages.h"
#include "visitor/memory.h"

enum {
	NAME_LONGEST = 40, /* code points of a name that was seen: by them one knows it again */
};

/* So much a line may cost: even of all of them together there is a total. */
static const int64_t TOTAL_HIGHEST = INT64_MAX / CART_LINES_MOST;

static const char QUANTITY[] = "cart.", SEEN[] = "seen.";

/* In an account: the mark of the guest's cart that was added last (memory_new_mark). */
static const char FROM[] = "from.cart";

static const char *const ALL[] = { QUANTITY, SEEN, FROM, NULL };
static const char *const QUANTITIES[] = { QUANTITY, NULL };

/* A line as it is kept. */
struct kept {
	char id[37];
	int64_t quantity;
	const char *seen;  /* "PRICE NAME", or NULL */
};

struct kept_lines {
	size_t count;
	struct kept line[CART_LINES_MOST];
};

/* ---- reading what is kept ---- */

/* Most ids differ in their first letters, and one instruction sees that. */
static bool is_same(const char *one, const char *other)
{
	return memcmp(one, other, 8) == 0 && strcmp(one, other) == 0;
}

/* What was seen of a product stands behind its quantity: it begins with the last one. */
static struct kept *find(struct kept_lines *lines, const char *id)
{
	for (size_t i = lines->count; i-- > 0;)
		if (is_same(lines->line[i].id, id))
			return &lines->line[i];
	return NULL;
}

/* The line of a product, a new one if there is none yet; NULL: there are too many. */
static struct kept *find_or_add(struct kept_lines *lines, const char *id)
{
	struct kept *line = find(lines, id);

	if (line != NULL || lines->count == CART_LINES_MOST)
		return line;
	line = &lines->line[lines->count++];
	memcpy(line->id, id, sizeof line->id);
	return line;
}

/* One entry, of which nobody promises that we wrote it. */
static void take(struct kept_lines *lines, const struct pair *entry)
{
	struct kept *line;
	uint64_t quantity;
	char id[37];

	_Static_assert(sizeof QUANTITY == sizeof SEEN, "an id begins at the same place");
	if (!product_id_parse(entry->name + strlen(QUANTITY), id))
		return;
	if (strncmp(entry->name, SEEN, strlen(SEEN)) == 0) {
		line = find(lines, id);
		if (line != NULL)
			line->seen = entry->value;
	} else if (text_to_unsigned(entry->value, (uint64_t)PRODUCT_STOCK_HIGHEST, &quantity) &&
		quantity > 0) {
		line = find_or_add(lines, id);
		if (line != NULL)
			line->quantity = (int64_t)quantity;
	}
}

static struct kept_lines *read_pairs(struct request *req, struct pairs pairs)
{
	struct kept_lines *lines = arena_alloc(req->arena, sizeof *lines);

	for (size_t i = 0; i < pairs.count; i++)
		take(lines, &pairs.pair[i]);
	return lines;
}

static struct kept_lines *read_kept(struct request *req)
{
	return read_pairs(req, memory_read(req, ALL));
}

/* ---- writing it ---- */

static struct pairs pairs_of(struct request *req, const struct kept_lines *lines)
{
	struct pairs pairs = { .arena = req->arena };

	for (size_t i = 0; i < lines->count; i++) {
		const struct kept *line = &lines->line[i];

		pairs_add(&pairs, arena_printf(req->arena, "%s%s", QUANTITY, line->id),
			arena_integer(req->arena, line->quantity));
		if (line->seen != NULL)
			pairs_add(&pairs, arena_printf(req->arena, "%s%s", SEEN, line->id),
				line->seen);
	}
	return pairs;
}

static void write_kept(struct request *req, const struct kept_lines *lines)
{
	struct pairs pairs = pairs_of(req, lines);

	memory_write(req, ALL, &pairs);
}

/* "12500 Kopi Gayo", "125.00 Kopi Gayo" */
static const char *seen_text(struct arena *arena, const struct product *product)
{
	return arena_printf(arena, "%s %.*s", money_text(arena, product->price),
		(int)text_prefix(product->name, NAME_LONGEST), product->name);
}

/* ---- lines as they are shown ---- */

const char *cart_name_seen(const char *seen)
{
	const char *space = seen != NULL ? strchr(seen, ' ') : NULL;

	return space != NULL ? space + 1 : NULL;
}

/* The price that was seen, as it is written today; `otherwise` when that cannot be told. */
static struct money price_seen(struct arena *arena, const char *seen, struct money otherwise)
{
	const char *name = cart_name_seen(seen);
	struct money price;

	if (name == NULL || *seen == '-' ||
	    !money_parse(arena_copy(arena, seen, (size_t)(name - seen) - 1),
		otherwise.decimals, &price))
		return otherwise;
	return price;
}

static bool is_own(const struct request *req, const struct product *product)
{
	return req->user != NULL && req->user->id == product->user_id;
}

/* -1: it is too much. */
static int64_t total_of(const struct product *product, int64_t quantity)
{
	int64_t total;

	if (__builtin_mul_overflow(product->price.minor, quantity, &total) || total > TOTAL_HIGHEST)
		return -1;
	return total;
}

static enum cart_trouble trouble_of(const struct request *req, const struct product *product,
	int64_t quantity)
{
	if (is_own(req, product))
		return CART_OWN;
	if (product->stock == 0)
		return CART_SOLD_OUT;
	if (product->stock < quantity)
		return CART_SHORT;
	return total_of(product, quantity) < 0 ? CART_TOO_MUCH : CART_FINE;
}

static struct cart_line gone(struct request *req, const struct kept *kept)
{
	const char *name = cart_name_seen(kept->seen);
	struct money none = { .decimals = setting_currency_decimals(req->db) };
	struct money seen = price_seen(req->arena, kept->seen, none);

	return (struct cart_line){
		.product_id = kept->id, .quantity = kept->quantity,
		.name = name != NULL ? name : _("A product"),
		.price = seen, .seen = seen, .total = none, .trouble = CART_GONE,
	};
}

/* Only what is on sale counts, whoever asks. */
static struct cart_line look_at(struct request *req, const struct kept *kept)
{
	const struct product *product = product_find(req->db, kept->id, 0);
	int64_t total;

	if (product == NULL)
		return gone(req, kept);
	total = total_of(product, kept->quantity);
	return (struct cart_line){
		.product_id = kept->id, .quantity = kept->quantity, .name = product->name,
		.price = product->price,
		.seen = price_seen(req->arena, kept->seen, product->price),
		.total = { total < 0 ? 0 : total, product->price.decimals },
		.product = product, .trouble = trouble_of(req, product, kept->quantity),
	};
}

/* Most visitors have no cart, and pay for none. */
int64_t cart_count(struct request *req)
{
	struct pairs pairs = memory_read(req, QUANTITIES);
	const struct kept_lines *kept;
	int64_t count = 0;

	if (pairs.count == 0)
		return 0;
	kept = read_pairs(req, pairs);
	for (size_t i = 0; i < kept->count; i++)
		count += kept->line[i].quantity;
	return count;
}

const struct cart *cart_read(struct request *req)
{
	const struct kept_lines *kept = read_kept(req);
	struct cart_line *line = arena_array(req->arena, kept->count + 1, sizeof *line);
	struct cart *cart = arena_alloc(req->arena, sizeof *cart);

	*cart = (struct cart){ .line = line, .count = kept->count,
		.total.decimals = setting_currency_decimals(req->db),
		.can_be_ordered = kept->count > 0 };
	for (size_t i = 0; i < kept->count; i++) {
		line[i] = look_at(req, &kept->line[i]);
		if (line[i].trouble == CART_FINE)
			cart->total.minor += line[i].total.minor;
		else
			cart->can_be_ordered = false;
	}
	return cart;
}

const struct cart_line *cart_find(struct request *req, const char *product_id)
{
	const struct kept *kept = find(read_kept(req), product_id);
	struct cart_line *line;

	if (kept == NULL)
		return NULL;
	line = arena_alloc(req->arena, sizeof *line);
	*line = look_at(req, kept);
	return line;
}

int64_t cart_quantity(struct request *req, const char *product_id)
{
	const struct kept *kept = find(read_kept(req), product_id);

	return kept != NULL ? kept->quantity : 0;
}

/* ---- changing it ---- */

bool cart_set(struct request *req, const struct product *product, int64_t quantity)
{
	struct kept_lines *lines = read_kept(req);
	size_t before = lines->count;
	struct kept *line = find_or_add(lines, product->id);
	struct pairs pairs;

	if (line == NULL)
		return false;
	line->quantity = quantity;
	line->seen = seen_text(req->arena, product);
	pairs = pairs_of(req, lines);
	if (lines->count > before && !memory_fits(req, ALL, &pairs))
		return false;
	memory_write(req, ALL, &pairs);
	return true;
}

void cart_remove(struct request *req, const char *product_id)
{
	struct kept_lines *lines = read_kept(req);
	struct kept *line = find(lines, product_id);

	if (line == NULL)
		return;
	lines->count--;
	memmove(line, line + 1, (size_t)(&lines->line[lines->count] - line) * sizeof *line);
	write_kept(req, lines);
}

void cart_clear(struct request *req)
{
	if (read_kept(req)->count > 0)
		write_kept(req, &(struct kept_lines){ 0 });
}

/* ---- signing in ---- */

static void tell_cap(struct request *req, const struct product *product)
{
	unsigned long stock = (unsigned long)product->stock;

	message(req, WARNING, arena_printf(req->arena, _n(
		"Of “%s” only %lu is left: your cart has no more than that now.",
		"Of “%s” only %lu are left: your cart has no more than that now.", stock),
		product->name, stock));
}

/* What is gone or sold out is for the cart's page to explain.  False: there are too many lines. */
static bool merge(struct request *req, struct kept_lines *into, const struct kept *line)
{
	const struct product *product = product_find(req->db, line->id, 0);
	bool is_left = product != NULL && product->stock > 0;
	int64_t most = is_left ? product->stock : PRODUCT_STOCK_HIGHEST;
	struct kept *to = find_or_add(into, line->id);

	if (to == NULL)
		return false;
	to->quantity += line->quantity;
	to->seen = line->seen;
	if (to->quantity <= most)
		return true;
	to->quantity = most;
	if (is_left)
		tell_cap(req, product);
	return true;
}

/* All of it that there is room for. */
static void add_to_account(struct request *req, const struct kept_lines *guest, const char *mark)
{
	struct kept_lines *lines = read_kept(req);
	unsigned long lost = 0;
	struct pairs pairs;

	for (size_t i = 0; i < guest->count; i++)
		lost += !merge(req, lines, &guest->line[i]);
	pairs = pairs_of(req, lines);
	pairs_add(&pairs, FROM, mark);
	memory_write(req, ALL, &pairs);
	if (lost > 0)
		message(req, WARNING, arena_printf(req->arena, _n(
			"Your cart is full: %lu product from before you signed in did not fit.",
			"Your cart is full: %lu products from before you signed in did not fit.",
			lost), lost));
}

void cart_move_into_account(struct request *req)
{
	struct pairs guest = memory_read_session(req, ALL);
	const char *mark;

	if (guest.count == 0)
		return;
	mark = memory_new_mark(req, FROM, &guest);
	if (mark != NULL)
		add_to_account(req, read_pairs(req, guest), mark);
	memory_write_session(req, ALL, &(struct pairs){ .arena = req->arena });
}
