/*
 * How the kitchen says what is in a dish, in the visitor's language.  The words are small, as they
 * stand in a sentence; the texts are in the request's arena.
 */
#ifndef ROUTE_DISH_WORDS_H
#define ROUTE_DISH_WORDS_H

#include "http/request.h"
#include "model/dish.h"

/* "peanuts", "gluten-free", "medium hot" */
const char *allergen_label(const struct request *req, enum allergen allergen);
const char *diet_label(const struct request *req, enum diet diet);
const char *spice_label(const struct request *req, enum spice spice);

/* What is not on the plate, and how it is cooked: "peanuts and milk", "halal"; "": nothing. */
const char *avoided_listed(const struct request *req, const struct restrictions *restrictions);
const char *kept_listed(const struct request *req, const struct restrictions *restrictions);

/* What somebody wishes: "no peanuts, no milk, halal"; "": nothing. */
const char *restrictions_wished(const struct request *req, const struct restrictions *restrictions);

/* One of them by its word in a session: "tree nuts", "something that we cannot read". */
const char *restriction_label(const struct request *req, const char *word);

/*
 * What a dish contains ("none of the nine allergens we ask about", if that is declared), what it
 * suits, and what of both nobody has stated; each listed, or "".
 */
const char *dish_contains_listed(const struct request *req, const struct dish *dish);
const char *dish_suits_listed(const struct request *req, const struct dish *dish);
const char *dish_unstated_listed(const struct request *req, const struct dish *dish);

/* "contains peanuts", "not stated whether it is halal" */
const char *conflict_text(const struct request *req, const struct conflict *conflict);

/* All conflicts of a dish, "contains peanuts; not halal"; "": there are none. */
const char *conflicts_listed(const struct request *req, const struct dish *dish,
	const struct restrictions *restrictions);

#endif
