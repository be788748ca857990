/* The cart: how it is kept, what of it is believed, and what is said of its lines. */
#include "visitor.h"

#include "auth/login.h"
#include "model/product.h"
#include "visitor/cart.h"

#define COFFEE "44444444-2222-4333-8444-555555555555"
#define TEA "11111111-2222-4333-8444-555555555555"

static const struct user *budi, *siti;

/* A product of siti's. */
static const struct product *sell(const char *id, const char *name, int64_t price, int64_t stock)
{
	const char *made = product_insert(&visit.db, siti, &(struct product){ .name = name,
		.price = { price, 0 }, .description = "", .stock = stock, .available = true });

	db_run(&visit.db, "UPDATE product SET id = $1 WHERE id = $2", BIND(id, made));
	return product_find(&visit.db, id, 0);
}

/* A guest, or, with a user, a member, changes something; nothing is sold yet. */
static void come_as(const struct user *user)
{
	come(&visit, "POST", NULL);
	visit.req.user = user;
	visit.req.user_known = true;
}

static int cart_begin(void **state)
{
	int result = shop_begin(state);

	come_as(NULL);
	user_insert(&visit.db, "siti", "hash of siti");
	user_insert(&visit.db, "budi", "hash of budi");
	siti = user_find_by_name(&visit.db, "siti");
	budi = user_find_by_name(&visit.db, "budi");
	return result;
}

#define cart(function) cmocka_unit_test_setup_teardown(function, cart_begin, visiting_end)

/* The shop stays open, and somebody is known from now on. */
static void become(const struct user *user)
{
	visit.req.user = user;
}

/* What is kept: of a member in the database, of a guest in the session. */
static const char *kept(void)
{
	struct pairs pairs = { .arena = &arena };
	const struct pair *entry;
	const char *text;

	if (visit.req.user != NULL) {
		text = user_find(&visit.db, visit.req.user->id)->memory;
		assert_string_equal(text, visit.req.user->memory);
		assert_true(pairs_decode(&pairs, text, strlen(text), 1000));
	} else {
		for (size_t at = 0; (entry = session_each(&visit.req, &at)) != NULL;)
			pairs_add(&pairs, entry->name, entry->value);
	}
	return shown(&pairs);
}

/* The lines: "Kopi 2 × 48000 = 96000, ...", with the number of its trouble behind each. */
static const char *lines(void)
{
	const struct cart *cart = cart_read(&visit.req);
	const char *text = "";

	for (size_t i = 0; i < cart->count; i++)
		text = arena_printf(&arena, "%s%s%s %jd x %jd = %jd (%d)", text,
			i > 0 ? ", " : "", cart->line[i].name, (intmax_t)cart->line[i].quantity,
			(intmax_t)cart->line[i].price.minor, (intmax_t)cart->line[i].total.minor,
			(int)cart->line[i].trouble);
	return text;
}

static void test_cart_is_the_same_for_guest_and_member(void **state)
{
	const struct product *coffee = sell(COFFEE, "Kopi & gula", 48000, 17);
	const struct product *tea = sell(TEA, "Teh", 15000, 3);

	(void)state;
	for (int i = 0; i < 2; i++) {
		become(i == 0 ? NULL : budi);
		assert_string_equal(kept(), "");
		assert_true(cart_set(&visit.req, coffee, 2));
		assert_true(cart_set(&visit.req, tea, 1));
		assert_true(cart_set(&visit.req, coffee, 5));
		assert_string_equal(kept(), "cart." COFFEE "=5|seen." COFFEE "=48000 Kopi & gula|"
			"cart." TEA "=1|seen." TEA "=15000 Teh");
		assert_string_equal(lines(),
			"Kopi & gula 5 x 48000 = 240000 (0), Teh 1 x 15000 = 15000 (0)");
		assert_int_equal(cart_read(&visit.req)->total.minor, 255000);
		assert_int_equal(cart_count(&visit.req), 6);
		assert_int_equal(cart_quantity(&visit.req, COFFEE), 5);
		assert_int_equal(cart_find(&visit.req, TEA)->total.minor, 15000);
		cart_remove(&visit.req, COFFEE);
		cart_remove(&visit.req, COFFEE);
		assert_int_equal(cart_quantity(&visit.req, COFFEE), 0);
		assert_null(cart_find(&visit.req, COFFEE));
		assert_string_equal(kept(), "cart." TEA "=1|seen." TEA "=15000 Teh");
		cart_clear(&visit.req);
		assert_string_equal(kept(), "");
		assert_false(cart_read(&visit.req)->can_be_ordered);
	}
}

/* The currency gets decimals, and loses them again: no price has changed. */
static void test_cart_knows_the_decimals_of_what_was_seen(void **state)
{
	const struct product *coffee = sell(COFFEE, "Kopi", 48000, 17);
	const struct cart_line *line;

	(void)state;
	cart_set(&visit.req, coffee, 1);
	db_run(&visit.db, "INSERT INTO setting VALUES ('currency_decimals', '2')", BIND_NOTHING);
	db_run(&visit.db, "UPDATE product SET price = 4800000", BIND_NOTHING);
	line = cart_find(&visit.req, COFFEE);
	assert_int_equal(line->seen.minor, 4800000);
	assert_int_equal(line->seen.decimals, 2);
	cart_set(&visit.req, product_find(&visit.db, COFFEE, 0), 2);
	assert_string_equal(kept(), "cart." COFFEE "=2|seen." COFFEE "=48000.00 Kopi");
	assert_int_equal(cart_find(&visit.req, COFFEE)->seen.minor, 4800000);
	db_run(&visit.db, "UPDATE product SET price = 4800005", BIND_NOTHING);
	assert_int_equal(cart_find(&visit.req, COFFEE)->seen.minor, 4800000);
	db_run(&visit.db, "DELETE FROM setting", BIND_NOTHING);
	db_run(&visit.db, "UPDATE product SET price = 48000", BIND_NOTHING);
	assert_int_equal(cart_find(&visit.req, COFFEE)->seen.minor, 48000);
	assert_int_equal(cart_find(&visit.req, COFFEE)->seen.decimals, 0);
}

static void test_cart_leaves_the_session_alone(void **state)
{
	const struct product *coffee = sell(COFFEE, "Kopi", 48000, 17);

	(void)state;
	assert_int_equal(cart_count(&visit.req), 0);
	cart_read(&visit.req);
	cart_remove(&visit.req, COFFEE);
	cart_clear(&visit.req);
	assert_false(session_is_modified(&visit.req));
	session_set(&visit.req, "cartoon", "1");
	session_set(&visit.req, "profile.diet", "vegan");
	assert_true(cart_set(&visit.req, coffee, 1));
	cart_clear(&visit.req);
	assert_string_equal(kept(), "cartoon=1|profile.diet=vegan");
}

static void test_cart_cuts_long_names(void **state)
{
	const char *name = "";

	(void)state;
	for (int i = 0; i < 41; i++)
		name = arena_printf(&arena, "%s%s", name, i == 39 ? "é" : i == 40 ? "x" : "😀");
	assert_true(cart_set(&visit.req, sell(COFFEE, name, 1, 1), 1));
	assert_string_equal(session_get(&visit.req, "seen." COFFEE),
		arena_printf(&arena, "1 %.*s", (int)strlen(name) - 1, name));
	assert_true(cart_set(&visit.req, sell(TEA, "", 1, 1), 1));
	assert_string_equal(session_get(&visit.req, "seen." TEA), "1 ");
}

/* A session in a cookie, or a database that somebody repaired by hand, may say anything. */
static void test_cart_believes_only_what_it_wrote(void **state)
{
	static const char *const broken[] = { "", "0", "-1", "+1", "1.0", "abc", " 1", "2147483648",
		"99999999999999999999" };

	(void)state;
	sell(COFFEE, "Kopi", 48000, 17);
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		session_add(&visit.req, "cart." COFFEE, broken[i]);
	session_set(&visit.req, "cart.", "1");
	session_set(&visit.req, "cart.7", "1");
	session_set(&visit.req, "cart." TEA "x", "1");
	session_set(&visit.req, "seen." TEA, "15000 Teh");
	assert_string_equal(lines(), "");
	assert_int_equal(cart_count(&visit.req), 0);

	session_add(&visit.req, "cart." COFFEE, "4");
	session_add(&visit.req, "cart.44444444-2222-4333-8444-55555555555" "5", "3");
	assert_string_equal(lines(), "Kopi 3 x 48000 = 144000 (0)");
	assert_int_equal(cart_count(&visit.req), 3);
	become(&(struct user){ .id = budi->id, .memory = "cart." COFFEE "=2&cart.%00=1" });
	assert_string_equal(lines(), "");
	assert_int_equal(cart_count(&visit.req), 0);
	become(&(struct user){ .id = budi->id, .memory = "cart." COFFEE "=2&=&x" });
	assert_string_equal(lines(), "Kopi 2 x 48000 = 96000 (0)");
	become(&(struct user){ .id = budi->id, .memory = "&cart." TEA "=1&cart." COFFEE "=4&"
		"seen.cart.=cart." COFFEE "=7&cart." COFFEE "=0&cart." COFFEE "=%32&cart.7=9&"
		"from.cart=1" });
	assert_string_equal(lines(), "A product 1 x 0 = 0 (1), Kopi 2 x 48000 = 96000 (0)");
	assert_int_equal(cart_count(&visit.req), 3);
}

static void test_cart_holds_only_so_many_lines(void **state)
{
	const char *text = "", *id = "";

	(void)state;
	become(budi);
	for (int i = 0; i < CART_LINES_MOST; i++) {
		id = arena_printf(&arena, "%08d-1111-4333-8444-555555555555", i);
		assert_true(cart_set(&visit.req, &(struct product){ .id = id, .name = "x" }, 1));
	}
	assert_false(cart_set(&visit.req, &(struct product){ .id = TEA, .name = "x" }, 1));
	assert_true(cart_set(&visit.req, &(struct product){ .id = id, .name = "x" }, 2));
	assert_int_equal(cart_count(&visit.req), CART_LINES_MOST + 1);
	for (int i = 0; i <= CART_LINES_MOST; i++)
		text = arena_printf(&arena, "%s&cart.%08d-1111-4333-8444-555555555555=1", text, i);
	become(&(struct user){ .id = budi->id, .memory = text });
	assert_int_equal(cart_count(&visit.req), CART_LINES_MOST);
}

/* What was seen, if that can be told, and the price of today if not. */
static void test_cart_knows_what_was_seen(void **state)
{
	static const struct {
		const char *seen;
		int64_t price;
		const char *name;
	} cases[] = {
		{ "12000 Kopi Gayo", 12000, "Kopi Gayo" }, { "0 Kopi", 0, "Kopi" },
		{ "12000 ", 12000, "" }, { "12000", 48000, NULL }, { "", 48000, NULL },
		{ " Kopi", 48000, "Kopi" }, { "-1 Kopi", 48000, "Kopi" },
		{ "x Kopi", 48000, "Kopi" }, { "9999999999999999999 Kopi", 48000, "Kopi" },
	};

	(void)state;
	sell(COFFEE, "Kopi", 48000, 17);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		session_set(&visit.req, "cart." COFFEE, "1");
		session_set(&visit.req, "seen." COFFEE, cases[i].seen);
		assert_int_equal(cart_find(&visit.req, COFFEE)->seen.minor, cases[i].price);
		session_set(&visit.req, "cart." TEA, "1");
		session_set(&visit.req, "seen." TEA, cases[i].seen);
		assert_string_equal(cart_find(&visit.req, TEA)->name,
			cases[i].name != NULL ? cases[i].name : "A product");
		assert_int_equal(cart_find(&visit.req, TEA)->trouble, CART_GONE);
	}
}

static void test_cart_tells_what_is_wrong(void **state)
{
	static const struct {
		const char *change;
		int64_t quantity;
		enum cart_trouble trouble;
		int64_t total;
	} cases[] = {
		{ "", 17, CART_FINE, 816000 },
		{ "stock = 16", 17, CART_SHORT, 816000 },
		{ "stock = 0", 17, CART_SOLD_OUT, 816000 },
		{ "available = 0", 17, CART_GONE, 0 },
		{ "price = 92233720368547758", 1, CART_FINE, 92233720368547758 },
		{ "price = 92233720368547758", 2, CART_TOO_MUCH, 0 },
		{ "price = 9223372036854775807", 17, CART_TOO_MUCH, 0 },
	};

	(void)state;
	sell(COFFEE, "Kopi", 48000, 17);
	sell(TEA, "Teh", 15000, 3);
	session_set(&visit.req, "cart." TEA, "1");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct cart_line *line;
		const struct cart *cart;

		db_run(&visit.db, "UPDATE product SET price = 48000, stock = 17, available = 1 "
			"WHERE id = $1", BIND(COFFEE));
		if (*cases[i].change != '\0')
			db_run(&visit.db, arena_printf(&arena, "UPDATE product SET %s "
				"WHERE id = '" COFFEE "'", cases[i].change), BIND_NOTHING);
		session_set(&visit.req, "cart." COFFEE, arena_printf(&arena, "%jd",
			(intmax_t)cases[i].quantity));
		cart = cart_read(&visit.req);
		line = &cart->line[1];
		assert_int_equal(line->trouble, cases[i].trouble);
		assert_int_equal(line->total.minor, cases[i].total);
		assert_int_equal(cart->can_be_ordered, cases[i].trouble == CART_FINE);
		assert_int_equal(cart->total.minor,
			15000 + (cases[i].trouble == CART_FINE ? cases[i].total : 0));
		assert_true((line->product == NULL) == (cases[i].trouble == CART_GONE));
	}
	become(siti);
	assert_true(cart_set(&visit.req, product_find(&visit.db, TEA, 0), 1));
	assert_int_equal(cart_read(&visit.req)->line->trouble, CART_OWN);
}

/* Of a hundred lines that each cost as much as one may. */
static void test_cart_totals_do_not_overflow(void **state)
{
	const struct cart *cart;

	(void)state;
	become(budi);
	for (int i = 0; i < CART_LINES_MOST; i++)
		assert_true(cart_set(&visit.req, sell(arena_printf(&arena,
			"%08d-1111-4333-8444-555555555555", i), "x", INT64_MAX / 100, 1), 1));
	cart = cart_read(&visit.req);
	assert_true(cart->can_be_ordered);
	assert_true(cart->total.minor == INT64_MAX / 100 * 100);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cart(test_cart_is_the_same_for_guest_and_member),
		cart(test_cart_knows_the_decimals_of_what_was_seen),
		cart(test_cart_leaves_the_session_alone),
		cart(test_cart_cuts_long_names),
		cart(test_cart_believes_only_what_it_wrote),
		cart(test_cart_holds_only_so_many_lines),
		cart(test_cart_knows_what_was_seen),
		cart(test_cart_tells_what_is_wrong),
		cart(test_cart_totals_do_not_overflow),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
