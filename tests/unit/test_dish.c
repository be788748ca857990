/* The kitchen's dishes: rows, facts as text, and who may eat what. */
#include "unit.h"

#include "base/random.h"
#include "model/clock.h"
#include "model/dish.h"
#include "model/id.h"

static struct db db;

static int kitchen_begin(void **state)
{
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	return result;
}

static int kitchen_end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define kitchen(function) cmocka_unit_test_setup_teardown(function, kitchen_begin, kitchen_end)

static int64_t cook(const char *name)
{
	return dish_insert(&db, &(struct dish){ .name = name, .description = "",
		.price = { 15000, 0 }, .available = true });
}

/* Facts as somebody wrote them into the database by hand. */
static const struct dish *with_facts(int64_t id, const char *contains, const char *suits)
{
	db_run(&db, "UPDATE dish SET contains = $1, suits = $2 WHERE id = $3",
		BIND(contains, suits, id));
	return dish_find(&db, id);
}

static const char *facts_kept(int64_t id)
{
	struct statement rows = db_query(&db, "SELECT contains || '|' || suits FROM dish "
		"WHERE id = $1", BIND(id));
	const char *text;

	assert_true(db_next(&rows));
	text = arena_string(&arena, db_text(&rows, 0));
	db_finish(&rows);
	return text;
}

static const char *names(struct dish_list list)
{
	const char *text = "";

	for (size_t i = 0; i < list.count; i++)
		text = arena_printf(&arena, "%s%s%s", text, i > 0 ? ", " : "", list.dish[i].name);
	return text;
}

/* ---- rows ---- */

static void test_ids(void **state)
{
	static const char *const malformed[] = { "", "x", "-1", "+1", "1.0", " 1", "1 ", "0x1",
		"9223372036854775808", "1/2", "\xD9\xA3", NULL };

	(void)state;
	assert_int_equal(id_require("7"), 7);
	assert_int_equal(id_require("9223372036854775807"), INT64_MAX);
	for (size_t i = 0; malformed[i] != NULL; i++)
		assert_fails(404, id_require(malformed[i]));
}

static void test_dish_comes_back_as_it_went(void **state)
{
	struct dish dish = { .name = "Nasi \"goreng\" <é'😀>", .description = "a\r\nb",
		.price = { 999999999, 0 }, .spice = HOT, .available = true,
		.contains = { [PEANUTS] = YES, [MILK] = NO, [SESAME] = YES },
		.suits = { [HALAL] = YES, [VEGAN] = NO } };
	const struct dish *found;

	(void)state;
	dish.id = dish_insert(&db, &dish);
	found = dish_find(&db, dish.id);
	assert_int_equal(found->id, dish.id);
	assert_string_equal(found->name, dish.name);
	assert_string_equal(found->description, dish.description);
	assert_int_equal(found->price.minor, 999999999);
	assert_int_equal(found->price.decimals, 0);
	assert_int_equal(found->spice, HOT);
	assert_memory_equal(found->contains, dish.contains, sizeof dish.contains);
	assert_memory_equal(found->suits, dish.suits, sizeof dish.suits);
	assert_true(found->available);
	assert_false(found->sold_out);
	assert_string_equal(facts_kept(dish.id), "peanuts -milk sesame|-vegan halal");
}

static void test_update(void **state)
{
	int64_t id = cook("Soto"), other = cook("Rawon");
	struct dish changed = { .id = id, .name = "Soto ayam", .description = "Kuah kuning",
		.price = { 18000, 0 }, .spice = MEDIUM, .contains = { [EGGS] = YES },
		.suits = { [HALAL] = YES } };
	const struct dish *found;

	(void)state;
	dish_set_sold_out(&db, id, true);
	assert_true(dish_update(&db, &changed));
	found = dish_find(&db, id);
	assert_string_equal(found->name, "Soto ayam");
	assert_string_equal(found->description, "Kuah kuning");
	assert_int_equal(found->price.minor, 18000);
	assert_int_equal(found->spice, MEDIUM);
	assert_false(found->available);
	assert_true(found->sold_out);
	assert_string_equal(facts_kept(id), "eggs|halal");
	assert_string_equal(dish_find(&db, other)->name, "Rawon");
	changed.id = other + 1;
	assert_false(dish_update(&db, &changed));
}

static void test_what_is_on_the_menu(void **state)
{
	int64_t soto = cook("soto"), hidden = cook("Bakso");

	(void)state;
	cook("Rawon");
	cook("ayam");
	db_run(&db, "UPDATE dish SET available = 0 WHERE id = $1", BIND(hidden));
	dish_set_sold_out(&db, soto, true);
	assert_string_equal(names(dishes_on_menu(&db)), "ayam, Rawon, soto");
	assert_string_equal(names(dishes_all(&db)), "ayam, Bakso, Rawon, soto");
	assert_non_null(dish_find(&db, hidden));
	assert_null(dish_find_on_menu(&db, hidden));
	assert_true(dish_find_on_menu(&db, soto)->sold_out);
	assert_null(dish_find(&db, hidden + 100));
	assert_null(dish_find_on_menu(&db, hidden + 100));
	assert_null(dish_find(&db, -1));
}

static void test_a_long_menu(void **state)
{
	const int many = 1100;
	struct dish_list list;

	(void)state;
	for (int i = 0; i < many; i++)
		cook(arena_printf(&arena, "Dish %04d", i));
	list = dishes_all(&db);
	assert_int_equal(list.count, many);
	for (int i = 0; i < many; i++)
		assert_string_equal(list.dish[i].name, arena_printf(&arena, "Dish %04d", i));
	assert_int_equal(dishes_on_menu(&db).count, many);
}

static void set_offset(const char *minutes)
{
	db_run(&db, "INSERT INTO setting (name, value) VALUES ('utc_offset', $1) "
		"ON CONFLICT (name) DO UPDATE SET value = excluded.value", BIND(minutes));
}

/* It is so for the rest of the day, which is the day of the shop, but begins at 4. */
static void test_sold_out_today(void **state)
{
	static const char *const offsets[] = { "0", "420", "-600", "840", "x", "100000" };
	static const int64_t begins = 4 * 3600 * (int64_t)DATE_SECOND;
	int64_t id = cook("Rawon");

	(void)state;
	for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
		set_offset(offsets[i]);
		assert_true(dish_set_sold_out(&db, id, true));
		assert_true(dish_find(&db, id)->sold_out);
		assert_int_equal(db_number(&db, "SELECT sold_out FROM dish", BIND_NOTHING),
			clock_day(clock_read(&db), (struct date){ date_now().us - begins }));
		db_run(&db, "UPDATE dish SET sold_out = sold_out - 1", BIND_NOTHING);
		assert_false(dish_find(&db, id)->sold_out);
		db_run(&db, "UPDATE dish SET sold_out = sold_out + 2", BIND_NOTHING);
		assert_false(dish_find(&db, id)->sold_out);
	}
	dish_set_sold_out(&db, id, true);
	assert_true(dish_set_sold_out(&db, id, false));
	assert_false(dish_find(&db, id)->sold_out);
	assert_false(dish_set_sold_out(&db, id + 1, true));
}

static void test_another_clock_is_another_day(void **state)
{
	int64_t id = cook("Rawon"), west;

	(void)state;
	set_offset("-720");
	west = clock_day(clock_read(&db), date_now());
	dish_set_sold_out(&db, id, true);
	set_offset("720");
	assert_int_equal(clock_day(clock_read(&db), date_now()), west + 1);
	assert_false(dish_find(&db, id)->sold_out);
}

static void test_rubbish_in_a_row(void **state)
{
	int64_t id = cook("Rawon");

	(void)state;
	db_run(&db, "UPDATE dish SET spice = 4", BIND_NOTHING);
	assert_int_equal(dish_find(&db, id)->spice, HOT);
	db_run(&db, "UPDATE dish SET spice = -1", BIND_NOTHING);
	assert_int_equal(dish_find(&db, id)->spice, HOT);
	db_run(&db, "INSERT INTO setting (name, value) VALUES ('currency_decimals', '2')",
		BIND_NOTHING);
	assert_int_equal(dish_find(&db, id)->price.decimals, 2);
}

/* ---- facts ---- */

static void test_facts_are_read_with_care(void **state)
{
	static const struct {
		const char *contains;
		enum fact milk;
		const char *suits;
		enum fact vegan;
	} cases[] = {
		{ "", NOT_STATED, "", NOT_STATED },
		{ "milk", YES, "vegan", YES },
		{ "-milk", NO, "-vegan", NO },
		{ "  eggs   milk ", YES, " halal  vegan ", YES },
		{ "milky", NOT_STATED, "vegani", NOT_STATED },
		{ "mil", NOT_STATED, "veg", NOT_STATED },
		{ "--milk", NOT_STATED, "--vegan", NOT_STATED },
		{ "- milk", YES, "- vegan", YES },
		{ "MILK", NOT_STATED, "Vegan", NOT_STATED },
		{ "vegan", NOT_STATED, "milk", NOT_STATED },
		{ "milk -milk", YES, "vegan -vegan", NO },
		{ "-milk milk", YES, "-vegan vegan", NO },
		{ "lupin -celery milk", YES, "kosher vegan", YES },
		{ "-", NOT_STATED, " ", NOT_STATED },
	};
	int64_t id = cook("Serabi");

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct dish *dish = with_facts(id, cases[i].contains, cases[i].suits);

		assert_int_equal(dish->contains[MILK], cases[i].milk);
		assert_int_equal(dish->suits[VEGAN], cases[i].vegan);
	}
}

static void test_facts_as_text(void **state)
{
	int64_t id = cook("Serabi");

	(void)state;
	assert_string_equal(dish_facts_text(&arena, dish_find(&db, id)), "; ");
	assert_string_equal(dish_facts_text(&arena, with_facts(id, "x sesame  -peanuts",
		"halal -vegan")), "-peanuts sesame; -vegan halal");
}

static bool are_none(const struct restrictions *set)
{
	bool are = memcmp(set, &(struct restrictions){ 0 }, sizeof *set) == 0;

	assert_true(restrictions_are_none(set) == are);
	return are;
}

static void test_restrictions(void **state)
{
	struct restrictions set = { 0 };

	(void)state;
	assert_true(are_none(&set));
	static const char *const unknown[] = { "peanut", "", "-milk", "Milk", "unknown" };

	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
		set = (struct restrictions){ 0 };
		assert_false(restrictions_add(&set, unknown[i]));
		assert_true(set.unknown);
		assert_false(are_none(&set));
		set.unknown = false;
		assert_true(are_none(&set));
	}
	assert_true(restrictions_add(&set, "gluten"));
	assert_true(set.avoids[GLUTEN]);
	assert_false(set.keeps[GLUTEN_FREE]);
	assert_false(are_none(&set));
	set = (struct restrictions){ 0 };
	assert_true(restrictions_add(&set, "gluten-free"));
	assert_true(set.keeps[GLUTEN_FREE]);
	assert_false(set.avoids[GLUTEN]);
	assert_false(are_none(&set));
}

static void test_restrictions_of_two(void **state)
{
	struct restrictions one = { .avoids[MILK] = true }, other = { .keeps[HALAL] = true };

	(void)state;
	assert_false(restrictions_join(&one, &(struct restrictions){ 0 }));
	assert_false(restrictions_join(&one, &(struct restrictions){ .avoids[MILK] = true }));
	assert_true(restrictions_join(&one, &other));
	assert_true(one.avoids[MILK] && one.keeps[HALAL] && !one.unknown);
	assert_true(restrictions_join(&one, &(struct restrictions){ .unknown = true }));
	assert_true(one.unknown);
	assert_false(restrictions_join(&one, &other));
}

/* What nobody can read may be anything. */
static void test_nothing_suits_whoever_said_something_unknown(void **state)
{
	struct dish dish = { .id = 1 };
	struct conflict conflicts[CONFLICTS_MOST];
	struct restrictions set = { .unknown = true };

	(void)state;
	for (enum allergen a = 0; a < ALLERGENS; a++)
		dish.contains[a] = NO;
	for (enum diet d = 0; d < DIETS; d++)
		dish.suits[d] = YES;
	assert_int_equal(dish_conflicts(&dish, &set, conflicts), 1);
	assert_int_equal(conflicts[0].allergen, ALLERGENS);
	assert_int_equal(conflicts[0].diet, DIETS);
	for (enum allergen a = 0; a < ALLERGENS; a++)
		set.avoids[a] = true, dish.contains[a] = YES;
	for (enum diet d = 0; d < DIETS; d++)
		set.keeps[d] = true, dish.suits[d] = NOT_STATED;
	assert_int_equal(dish_conflicts(&dish, &set, conflicts), CONFLICTS_MOST);
}

static void test_what_speaks_against_a_diet(void **state)
{
	static const char *const forbidden[DIETS] = {
		[VEGETARIAN] = "fish shellfish ",
		[VEGAN] = "eggs milk fish shellfish ",
		[HALAL] = "",
		[GLUTEN_FREE] = "gluten ",
	};

	(void)state;
	for (enum diet d = 0; d < DIETS; d++) {
		const char *text = "";

		for (enum allergen a = 0; a < ALLERGENS; a++)
			if (diet_forbids(d, a))
				text = arena_printf(&arena, "%s%s ", text, allergen_words[a]);
		assert_string_equal(text, forbidden[d]);
	}
}

/* "peanuts:yes vegan:unstated" */
static const char *reasons(const struct dish *dish, const char *restriction)
{
	static const char *const facts[] = { "unstated", "no", "yes" };
	struct conflict conflicts[CONFLICTS_MOST];
	struct restrictions set = { 0 };
	const char *text = "";
	size_t count;

	assert_true(restrictions_add(&set, restriction));
	count = dish_conflicts(dish, &set, conflicts);
	for (size_t i = 0; i < count; i++) {
		bool is_diet = conflicts[i].allergen == ALLERGENS;

		assert_true(is_diet != (conflicts[i].diet == DIETS));
		text = arena_printf(&arena, "%s%s:%s", text, is_diet ?
			diet_words[conflicts[i].diet] : allergen_words[conflicts[i].allergen],
			facts[conflicts[i].fact]);
	}
	return text;
}

static void test_reasons(void **state)
{
	static const struct {
		const char *contains, *suits, *restriction, *reasons;
	} cases[] = {
		{ "milk", "", "milk", "milk:yes" },
		{ "", "", "milk", "milk:unstated" },
		{ "-milk", "", "milk", "" },
		{ "eggs", "", "milk", "milk:unstated" },
		{ "-milk", "halal", "halal", "" },
		{ "-milk", "", "halal", "halal:unstated" },
		{ "-milk", "-halal", "halal", "halal:no" },
		{ "milk", "vegan", "vegan", "vegan:no" },
		{ "milk", "", "vegan", "vegan:no" },
		{ "milk", "vegan", "vegetarian", "vegetarian:unstated" },
		{ "milk", "vegetarian", "vegetarian", "" },
		{ "fish", "vegetarian", "vegetarian", "vegetarian:no" },
		{ "gluten", "gluten-free", "gluten-free", "gluten-free:no" },
		{ "", "gluten-free", "gluten-free", "" },
		{ "", "gluten-free", "gluten", "gluten:unstated" },
		{ "-gluten", "-gluten-free", "gluten", "gluten:unstated" },
		{ "-gluten", "-gluten-free", "gluten-free", "gluten-free:no" },
		{ "-gluten", "", "gluten", "" },
		{ "gluten", "-gluten-free", "gluten", "gluten:yes" },
		{ "-milk", "-vegan -gluten-free", "milk", "" },
		{ "fish", "halal", "halal", "" },
		{ "", "vegan -vegetarian", "vegan", "vegan:no" },
		{ "", "-vegetarian", "vegan", "vegan:no" },
		{ "", "-vegetarian", "vegetarian", "vegetarian:no" },
		{ "", "vegan", "vegetarian", "" },
		{ "fish", "vegan", "vegetarian", "vegetarian:no" },
		{ "", "-vegan", "vegetarian", "vegetarian:unstated" },
		{ "", "vegetarian", "vegan", "vegan:unstated" },
	};
	int64_t id = cook("Serabi");

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(reasons(with_facts(id, cases[i].contains, cases[i].suits),
			cases[i].restriction), cases[i].reasons);
}

/* ---- the property: nothing that may harm is recommended, and nothing else is left out ---- */

enum { MENUS = 10000, DISHES = 4, TEXT = 256 };

/*
 * The oracle knows words only: a text is " peanuts -milk ", and a word stands in it or not.  It
 * shares nothing with what it judges, not even the tables.
 */
static const char *const oracle_allergens[] = { "peanuts", "nuts", "gluten", "eggs", "milk", "soy",
	"fish", "shellfish", "sesame" };
static const char *const oracle_diets[] = { "vegetarian", "vegan", "halal", "gluten-free" };
static const char *const oracle_against[] = { "vegetarian fish", "vegetarian shellfish",
	"vegan fish", "vegan shellfish", "vegan eggs", "vegan milk", "gluten-free gluten" };

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool stands_in(const char *text, const char *sign, const char *word)
{
	char spaced[64];

	snprintf(spaced, sizeof spaced, " %s%s ", sign, word);
	return strstr(text, spaced) != NULL;
}

static bool is_free_of(const char *contains, const char *suits, const char *allergen)
{
	if (strcmp(allergen, "gluten") == 0 && stands_in(suits, "-", "gluten-free"))
		return false;
	return stands_in(contains, "-", allergen) && !stands_in(contains, "", allergen);
}

static bool may_be_diet(const char *contains, const char *suits, const char *diet)
{
	if (stands_in(suits, "-", diet))
		return false;
	for (size_t i = 0; i < COUNT(oracle_against); i++) {
		const char *allergen = strchr(oracle_against[i], ' ') + 1;
		size_t length = (size_t)(allergen - oracle_against[i]) - 1;

		if (strlen(diet) == length && strncmp(oracle_against[i], diet, length) == 0 &&
		    stands_in(contains, "", allergen))
			return false;
	}
	return true;
}

/* What is vegan is vegetarian, too; so what is not vegetarian is not vegan. */
static bool is_diet(const char *contains, const char *suits, const char *diet)
{
	bool is_vegan = stands_in(suits, "", "vegan") && may_be_diet(contains, suits, "vegan") &&
		may_be_diet(contains, suits, "vegetarian");

	if (strcmp(diet, "vegan") == 0)
		return is_vegan;
	return may_be_diet(contains, suits, diet) && (stands_in(suits, "", diet) ||
		(strcmp(diet, "vegetarian") == 0 && is_vegan));
}

/* How many of the wishes " milk vegan " are not certain to hold. */
static size_t oracle(const char *contains, const char *suits, const char *wishes)
{
	size_t broken = 0;

	for (size_t i = 0; i < COUNT(oracle_allergens); i++)
		broken += stands_in(wishes, "", oracle_allergens[i]) &&
			!is_free_of(contains, suits, oracle_allergens[i]);
	for (size_t i = 0; i < COUNT(oracle_diets); i++)
		broken += stands_in(wishes, "", oracle_diets[i]) &&
			!is_diet(contains, suits, oracle_diets[i]);
	return broken;
}

static unsigned below(unsigned limit)
{
	return (unsigned)random() % limit;
}

static size_t append(char text[TEXT], size_t length, const char *before, const char *word)
{
	int added = snprintf(text + length, TEXT - length, "%s%s ", before, word);

	assert_true(added > 0 && (size_t)added < TEXT - length);
	return (size_t)added;
}

/* Some are stated one way, some the other, a few not at all or both; words of others between. */
static void make_facts(char text[TEXT], const char *const *words, size_t count, unsigned yes)
{
	size_t length = 1, start = below((unsigned)count);

	strcpy(text, " ");
	for (size_t i = 0; i < count; i++) {
		const char *word = words[(start + i) % count];
		unsigned chance = below(100);

		if (chance < yes || chance >= 98)
			length += append(text, length, "", word);
		if ((chance >= yes && chance < 90) || chance >= 98)
			length += append(text, length, "-", word);
		if (chance % 20 == 7)
			length += append(text, length, " -kacang un", word);
	}
}

static void make_wishes(char text[TEXT], struct restrictions *wishes)
{
	size_t length = 1;

	*wishes = (struct restrictions){ 0 };
	strcpy(text, " ");
	for (unsigned left = below(4); left > 0; left--) {
		unsigned which = below(COUNT(oracle_allergens) + COUNT(oracle_diets));
		const char *word = which < COUNT(oracle_allergens) ? oracle_allergens[which] :
			oracle_diets[which - COUNT(oracle_allergens)];

		length += append(text, length, "", word);
		assert_true(restrictions_add(wishes, word));
	}
}

/* Is it as the oracle says, as it was read, and again as we write it? */
static bool judge(int64_t id, const char *contains, const char *suits, const char *wishes,
	const struct restrictions *restrictions)
{
	size_t broken = oracle(contains, suits, wishes);
	const struct dish *dish = with_facts(id, contains, suits);
	struct conflict conflicts[CONFLICTS_MOST];

	for (int times = 0; times < 2; times++) {
		if (dish_conflicts(dish, restrictions, conflicts) != broken)
			fail_msg("contains \"%s\", suits \"%s\", for \"%s\": not %zu conflicts",
				contains, suits, wishes, broken);
		assert_true(dish_update(&db, dish));
		dish = dish_find(&db, id);
	}
	return broken == 0;
}

static void test_ten_thousand_menus(void **state)
{
	int recommended = 0, left_out = 0, with_wishes = 0;
	char contains[TEXT], suits[TEXT], wishes[TEXT];
	int64_t id[DISHES];
	unsigned seed;

	(void)state;
	random_bytes(&seed, sizeof seed);
	srandom(seed);
	for (int i = 0; i < DISHES; i++)
		id[i] = cook("Nasi");
	for (int menu = 0; menu < MENUS; menu++) {
		struct restrictions restrictions;

		make_wishes(wishes, &restrictions);
		for (int i = 0; i < DISHES; i++) {
			make_facts(contains, oracle_allergens, COUNT(oracle_allergens), 15);
			make_facts(suits, oracle_diets, COUNT(oracle_diets), 60);
			if (judge(id[i], contains, suits, wishes, &restrictions)) {
				recommended++;
				with_wishes += !are_none(&restrictions);
			} else {
				left_out++;
			}
		}
		arena_free(&arena);
	}
	assert_int_equal(recommended + left_out, MENUS * DISHES);
	assert_true(with_wishes > MENUS / 2 && left_out > MENUS / 2);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		unit(test_ids),
		kitchen(test_dish_comes_back_as_it_went),
		kitchen(test_update),
		kitchen(test_what_is_on_the_menu),
		kitchen(test_a_long_menu),
		kitchen(test_sold_out_today),
		kitchen(test_another_clock_is_another_day),
		kitchen(test_rubbish_in_a_row),
		kitchen(test_facts_are_read_with_care),
		kitchen(test_facts_as_text),
		kitchen(test_restrictions),
		kitchen(test_restrictions_of_two),
		kitchen(test_nothing_suits_whoever_said_something_unknown),
		kitchen(test_what_speaks_against_a_diet),
		kitchen(test_reasons),
		kitchen(test_ten_thousand_menus),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
