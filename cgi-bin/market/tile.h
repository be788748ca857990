/* What stands in the place of a product's picture. */
#ifndef MARKET_TILE_H
#define MARKET_TILE_H

#include "http/request.h"
#include "model/product.h"

enum { TILE_COLOURS = 6 };

/* 1 to TILE_COLOURS, the same for all products of a category. */
unsigned tile_colour(const struct product *product);

/* The first letter of the name. */
const char *tile_letter(const struct request *req, const struct product *product);

#endif
