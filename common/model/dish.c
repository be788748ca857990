/* The kitchen's dishes. */
#include "model/dish.h"

#include <string.h>

#include "base/text.h"
#include "model/clock.h"
#include "model/setting.h"

/* A kitchen that closes after midnight is still in its evening: minutes of the day. */
static const int64_t DAY_BEGINS = 4 * 60;

const char *const allergen_words[ALLERGENS] = {
	[PEANUTS] = "peanuts",
	[NUTS] = "nuts",
	[GLUTEN] = "gluten",
	[EGGS] = "eggs",
	[MILK] = "milk",
	[SOY] = "soy",
	[FISH] = "fish",
	[SHELLFISH] = "shellfish",
	[SESAME] = "sesame",
};

const char *const diet_words[DIETS] = {
	[VEGETARIAN] = "vegetarian",
	[VEGAN] = "vegan",
	[HALAL] = "halal",
	[GLUTEN_FREE] = "gluten-free",
};

const char *const spice_words[SPICES] = {
	[NOT_SPICY] = "none",
	[MILD] = "mild",
	[MEDIUM] = "medium",
	[HOT] = "hot",
};

enum spice spice_find(const char *word)
{
	return (enum spice)text_find_word(spice_words, SPICES, word);
}

/* ---- who may eat what ---- */

bool restrictions_add(struct restrictions *restrictions, const char *word)
{
	size_t allergen = text_find_word(allergen_words, ALLERGENS, word);
	size_t diet = text_find_word(diet_words, DIETS, word);

	if (allergen < ALLERGENS)
		restrictions->avoids[allergen] = true;
	if (diet < DIETS)
		restrictions->keeps[diet] = true;
	if (allergen == ALLERGENS && diet == DIETS)
		restrictions->unknown = true;
	return allergen < ALLERGENS || diet < DIETS;
}

static bool add_flags(bool *into, const bool *from, size_t count)
{
	bool is_more = false;

	for (size_t i = 0; i < count; i++) {
		is_more |= from[i] && !into[i];
		into[i] |= from[i];
	}
	return is_more;
}

bool restrictions_join(struct restrictions *restrictions, const struct restrictions *more)
{
	bool avoids = add_flags(restrictions->avoids, more->avoids, ALLERGENS);
	bool keeps = add_flags(restrictions->keeps, more->keeps, DIETS);
	bool unknown = add_flags(&restrictions->unknown, &more->unknown, 1);

	return avoids || keeps || unknown;
}

bool restrictions_are_none(const struct restrictions *restrictions)
{
	struct restrictions none = { 0 };

	return !restrictions_join(&none, restrictions);
}

bool diet_forbids(enum diet diet, enum allergen allergen)
{
	static const bool forbidden[DIETS][ALLERGENS] = {
		[VEGETARIAN] = { [FISH] = true, [SHELLFISH] = true },
		[VEGAN] = { [FISH] = true, [SHELLFISH] = true, [EGGS] = true, [MILK] = true },
		[GLUTEN_FREE] = { [GLUTEN] = true },
	};

	return forbidden[diet][allergen];
}

bool dish_contradicts(const struct dish *dish, enum diet diet, enum allergen allergen)
{
	enum fact suits = dish->suits[diet], contains = dish->contains[allergen];

	return diet_forbids(diet, allergen) && ((suits == YES && contains == YES) ||
		(diet == GLUTEN_FREE && suits == NO && contains == NO));
}

bool dish_is_vegan_only(const struct dish *dish)
{
	return dish->suits[VEGAN] == YES && dish->suits[VEGETARIAN] == NO;
}

enum fact dish_suits(const struct dish *dish, enum diet diet)
{
	for (enum allergen a = 0; a < ALLERGENS; a++)
		if (dish->contains[a] == YES && diet_forbids(diet, a))
			return NO;
	if (diet == VEGAN && dish->suits[VEGETARIAN] == NO)
		return NO;
	if (diet == VEGETARIAN && dish->suits[VEGETARIAN] == NOT_STATED &&
	    dish_suits(dish, VEGAN) == YES)
		return YES;
	return dish->suits[diet];
}

enum fact dish_contains(const struct dish *dish, enum allergen allergen)
{
	return allergen == GLUTEN && dish->contains[GLUTEN] == NO &&
		dish->suits[GLUTEN_FREE] == NO ? NOT_STATED : dish->contains[allergen];
}

size_t dish_conflicts(const struct dish *dish, const struct restrictions *restrictions,
	struct conflict conflicts[CONFLICTS_MOST])
{
	size_t count = 0;

	if (restrictions->unknown)
		conflicts[count++] = (struct conflict){ ALLERGENS, DIETS, NOT_STATED };
	for (enum allergen a = 0; a < ALLERGENS; a++)
		if (restrictions->avoids[a] && dish_contains(dish, a) != NO)
			conflicts[count++] = (struct conflict){ a, DIETS, dish_contains(dish, a) };
	for (enum diet d = 0; d < DIETS; d++)
		if (restrictions->keeps[d] && dish_suits(dish, d) != YES)
			conflicts[count++] = (struct conflict){ ALLERGENS, d,
				dish_suits(dish, d) };
	return count;
}

/* ---- facts as text ---- */

/* Of a word that says both, the fact that is the more careful one holds. */
static void read_facts(const char *text, const char *const *words, size_t count,
	enum fact careful, enum fact *facts)
{
	while (*(text += strspn(text, " ")) != '\0') {
		enum fact fact = *text == '-' ? NO : YES;
		const char *word = text + (fact == NO);
		size_t length = strcspn(word, " ");
		size_t which = text_find(words, count, word, length);

		if (which < count && facts[which] != careful)
			facts[which] = fact;
		text = word + length;
	}
}

void dish_read_facts(struct dish *dish, const char *contains, const char *suits)
{
	read_facts(contains, allergen_words, ALLERGENS, YES, dish->contains);
	read_facts(suits, diet_words, DIETS, NO, dish->suits);
}

static const char *facts_text(struct arena *arena, const char *const *words, size_t count,
	const enum fact *facts)
{
	struct buffer text = { 0 };

	for (size_t i = 0; i < count; i++)
		if (facts[i] != NOT_STATED)
			buffer_printf(&text, "%s%s%s", text.length > 0 ? " " : "",
				facts[i] == NO ? "-" : "", words[i]);
	return buffer_keep(&text, arena);
}

const char *dish_facts_text(struct arena *arena, const struct dish *dish)
{
	return arena_printf(arena, "%s; %s",
		facts_text(arena, allergen_words, ALLERGENS, dish->contains),
		facts_text(arena, diet_words, DIETS, dish->suits));
}

/* ---- rows ---- */

#define DISH_SELECT "SELECT id, name, description, price, spice, contains, suits, available, " \
	"sold_out, " SETTING_CURRENCY_DECIMALS ", " CLOCK_MINUTES " FROM dish "

static int64_t day_of(struct clock clock, struct date now)
{
	return clock_day(clock, (struct date){ now.us - DAY_BEGINS * 60 * DATE_SECOND });
}

static struct dish read_row(const struct statement *rows, struct date now)
{
	struct arena *arena = rows->db->arena;
	int64_t spice = db_integer(rows, 4);
	struct dish dish = {
		.id = db_integer(rows, 0),
		.name = arena_string(arena, db_text(rows, 1)),
		.description = arena_string(arena, db_text(rows, 2)),
		.price = { db_integer(rows, 3), (int)db_integer(rows, 9) },
		.spice = spice >= NOT_SPICY && spice < HOT ? (enum spice)spice : HOT,
		.available = db_integer(rows, 7) != 0,
		.sold_out = db_integer(rows, 8) ==
			day_of(clock_at(db_integer(rows, 10)), now),
	};

	dish_read_facts(&dish, db_text(rows, 5), db_text(rows, 6));
	return dish;
}

static struct dish_list take(struct statement rows)
{
	struct arena *arena = rows.db->arena;
	struct date now = date_now();
	size_t count = 0, room = 32;
	struct dish *dish = arena_array(arena, room, sizeof *dish);

	for (; db_next(&rows); count++) {
		if (count == room) {
			struct dish *more = arena_array(arena, room *= 2, sizeof *dish);

			dish = memcpy(more, dish, count * sizeof *dish);
		}
		dish[count] = read_row(&rows, now);
	}
	db_finish(&rows);
	return (struct dish_list){ dish, count };
}

struct dish_list dishes_on_menu(struct db *db)
{
	return take(db_query(db, DISH_SELECT "WHERE available = 1 ORDER BY lower(name), id",
		BIND_NOTHING));
}

struct dish_list dishes_all(struct db *db)
{
	return take(db_query(db, DISH_SELECT "ORDER BY lower(name), id", BIND_NOTHING));
}

const struct dish *dish_find(struct db *db, int64_t id)
{
	struct dish_list list = take(db_query(db, DISH_SELECT "WHERE id = $1", BIND(id)));

	return list.count > 0 ? list.dish : NULL;
}

const struct dish *dish_find_on_menu(struct db *db, int64_t id)
{
	const struct dish *dish = dish_find(db, id);

	return dish != NULL && dish->available ? dish : NULL;
}

int64_t dish_insert(struct db *db, const struct dish *dish)
{
	return db_number(db, "INSERT INTO dish (name, description, price, spice, contains, suits, "
		"available, sold_out) VALUES ($1, $2, $3, $4, $5, $6, $7, 0) RETURNING id",
		BIND(dish->name, dish->description, dish->price.minor, dish->spice,
		facts_text(db->arena, allergen_words, ALLERGENS, dish->contains),
		facts_text(db->arena, diet_words, DIETS, dish->suits), dish->available));
}

bool dish_update(struct db *db, const struct dish *dish)
{
	return db_run(db, "UPDATE dish SET name = $1, description = $2, price = $3, spice = $4, "
		"contains = $5, suits = $6, available = $7 WHERE id = $8",
		BIND(dish->name, dish->description, dish->price.minor, dish->spice,
		facts_text(db->arena, allergen_words, ALLERGENS, dish->contains),
		facts_text(db->arena, diet_words, DIETS, dish->suits), dish->available,
		dish->id)) > 0;
}

bool dish_set_sold_out(struct db *db, int64_t id, bool sold_out)
{
	int64_t day = sold_out ? day_of(clock_read(db), date_now()) : 0;

	return db_run(db, "UPDATE dish SET sold_out = $1 WHERE id = $2", BIND(day, id)) > 0;
}
