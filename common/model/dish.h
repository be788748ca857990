/*
 * The kitchen's dishes.  What a dish contains and what it suits are two separate facts, and of each
 * there is a third value: nobody has stated it, so nobody may rely on it.
 */
#ifndef MODEL_DISH_H
#define MODEL_DISH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "db/db.h"

enum { DISH_NAME_LONGEST = 100, DISH_DESCRIPTION_LONGEST = 500 /* code points */ };
static const int64_t DISH_PRICE_HIGHEST = 999999999; /* whole units */

/* What somebody may have to avoid, and ways of eating. */
enum allergen {
	PEANUTS, NUTS, GLUTEN, EGGS, MILK, SOY, FISH, SHELLFISH, SESAME, ALLERGENS
};
enum diet { VEGETARIAN, VEGAN, HALAL, GLUTEN_FREE, DIETS };

/* The words for them in the database, in sessions and in forms: "peanuts", "gluten-free". */
extern const char *const allergen_words[ALLERGENS], *const diet_words[DIETS];

enum spice { NOT_SPICY, MILD, MEDIUM, HOT, SPICES };

/* The words in forms: "none", "mild", "medium", "hot". */
extern const char *const spice_words[SPICES];

/* The level with that word; SPICES: none has it, or there is no word (NULL). */
enum spice spice_find(const char *word);

enum fact { NOT_STATED, NO, YES };

struct dish {
	int64_t id;
	const char *name, *description;
	struct money price;
	enum spice spice;
	enum fact contains[ALLERGENS], suits[DIETS];
	bool available;   /* it is on the menu at all */
	bool sold_out;    /* today, by the shop's clock; a day of the kitchen begins at 4 */
};

/* What a guest cannot or will not eat. */
struct restrictions {
	bool avoids[ALLERGENS];
	bool keeps[DIETS];
	bool unknown; /* something that cannot be read: no dish is certain to do */
};

/* Put the restriction with that word among them; false: there is none, which makes it unknown. */
bool restrictions_add(struct restrictions *restrictions, const char *word);

/* Put those of `more` among them; false: they were all there. */
bool restrictions_join(struct restrictions *restrictions, const struct restrictions *more);

bool restrictions_are_none(const struct restrictions *restrictions);

/* Why a dish is not for somebody; both at their ends: a restriction is unknown. */
struct conflict {
	enum allergen allergen;  /* ALLERGENS: it is the diet */
	enum diet diet;
	enum fact fact;          /* what is declared; NOT_STATED: nothing is */
};

/* What holds of an allergen: what is denied to be gluten-free is not declared to be without. */
enum fact dish_contains(const struct dish *dish, enum allergen allergen);

/*
 * What holds of a diet: a declared allergen that speaks against it outweighs what is declared.
 * What is vegan is vegetarian, unless that is denied: then it is neither.
 */
enum fact dish_suits(const struct dish *dish, enum diet diet);

/*
 * All the reasons why the dish must not be recommended to somebody with these restrictions: each
 * must hold, by what is declared.  How many there are; 0: it may be recommended.
 */
enum { CONFLICTS_MOST = ALLERGENS + DIETS + 1 };
size_t dish_conflicts(const struct dish *dish, const struct restrictions *restrictions,
	struct conflict conflicts[CONFLICTS_MOST]);

/* The allergen speaks against the diet: eggs are not vegan. */
bool diet_forbids(enum diet diet, enum allergen allergen);

/* Do these two declarations speak against each other?  Vegan with milk; without gluten and yet not
   gluten-free. */
bool dish_contradicts(const struct dish *dish, enum diet diet, enum allergen allergen);

/* Is it vegan, but not vegetarian? */
bool dish_is_vegan_only(const struct dish *dish);

/* Read the facts as they are stored, and as dish_facts_text has them. */
void dish_read_facts(struct dish *dish, const char *contains, const char *suits);

/* What is stated of it, in the same words for the same facts: "peanuts -milk; -vegan halal". */
const char *dish_facts_text(struct arena *arena, const struct dish *dish);

/* Lists and single dishes live in the db's arena.  The statement asks for the day, too. */
struct dish_list {
	const struct dish *dish;
	size_t count;
};

/* What is on the menu, by name, sold out or not; or, for the kitchen, all. */
struct dish_list dishes_on_menu(struct db *db);
struct dish_list dishes_all(struct db *db);

/* NULL: there is none, or, for a guest, it is not on the menu. */
const struct dish *dish_find(struct db *db, int64_t id);
const struct dish *dish_find_on_menu(struct db *db, int64_t id);

int64_t dish_insert(struct db *db, const struct dish *dish);
bool dish_update(struct db *db, const struct dish *dish); /* but sold_out; false: it is gone */

/* There is no more of it today; or there is.  False: it is gone. */
bool dish_set_sold_out(struct db *db, int64_t id, bool sold_out);

#endif
