/* What somebody likes best, as it was typed, and the dishes of the menu. */
#ifndef KITCHEN_FAVORITE_H
#define KITCHEN_FAVORITE_H

#include "model/dish.h"

/*
 * Is it that dish?  It is called so, or whole words of its name are, if they have three letters at
 * least: "soto ayam" and "ayam" are Soto ayam, "a" and "yam" are not.
 */
bool favorite_is(struct arena *arena, const char *favorite, const struct dish *dish);

#endif
