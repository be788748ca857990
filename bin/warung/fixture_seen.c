/* Which objects were in the file: their hashes, for two of them must not be the same. */
#include <sodium.h>
#include <stdlib.h>

#include "base/fail.h"
#include "fixture_load.h"

struct seen {
	unsigned char secret[crypto_shorthash_KEYBYTES];
	uint64_t *hash;      /* 0: a free place */
	size_t places, taken;
};

enum { FIRST_PLACES = 1024 };

/* The place of a hash, or the free one that it would have. */
static uint64_t *place_of(uint64_t *hashes, size_t places, uint64_t hash)
{
	size_t at = hash % places;

	while (hashes[at] != 0 && hashes[at] != hash)
		at = (at + 1) % places;
	return &hashes[at];
}

/* At most half of the places are taken. */
static void grow(struct seen *seen)
{
	size_t places = seen->places > 0 ? seen->places * 2 : FIRST_PLACES;
	uint64_t *hashes = calloc(places, sizeof *hashes);

	if (hashes == NULL)
		fail(503, "out of memory for %zu objects", places);
	for (size_t i = 0; i < seen->places; i++)
		if (seen->hash[i] != 0)
			*place_of(hashes, places, seen->hash[i]) = seen->hash[i];
	free(seen->hash);
	seen->hash = hashes;
	seen->places = places;
}

static uint64_t hash_of(const struct seen *seen, const char *text, size_t length)
{
	uint64_t hash;

	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)text, length,
		seen->secret);
	return hash != 0 ? hash : 1;
}

bool load_has_seen(struct load *load, const char *model, const char *key)
{
	struct buffer text = { 0 };
	struct seen *seen = load->seen;
	uint64_t hash, *place;

	if (seen == NULL) {
		seen = load->seen = arena_alloc(load->keep, sizeof *seen);
		crypto_shorthash_keygen(seen->secret);
	}
	if (seen->taken * 2 >= seen->places)
		grow(seen);
	buffer_printf(&text, "%s %s", model, key);
	hash = hash_of(seen, text.data, text.length);
	buffer_free(&text);
	place = place_of(seen->hash, seen->places, hash);
	if (*place != 0)
		return true;
	*place = hash;
	seen->taken++;
	return false;
}

void load_forget_seen(struct load *load)
{
	if (load->seen != NULL)
		free(load->seen->hash);
	load->seen = NULL;
}
