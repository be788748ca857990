/* What stands in the place of a product's picture. */
#include "market/tile.h"


unsigned tile_colour(const struct product *product)
{
	unsigned hash = 0;

	for (const char *c = product->category != NULL ? product->category : ""; *c != '\0'; c++)
		hash = hash * 31 + (unsigned char)*c;
	return hash % TILE_COLOURS + 1;
}

const char *tile_letter(const struct request *req, const struct product *product)
{
	size_t length = *product->name != '\0';

	while (((unsigned char)product->name[length] & 0xC0) == 0x80)
		length++;
	return arena_copy(req->arena, product->name, length);
}
