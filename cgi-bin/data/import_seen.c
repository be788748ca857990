/* Between the look at a table and its import others go on selling: is all as it was? */
#include "data/import_plan.h"

#include <sodium.h>
#include <string.h>

#include "model/setting.h"

enum { SEEN_BYTES = crypto_generichash_BYTES };

static bool is_same(const struct import_kind *kind, const void *one, const void *other)
{
	struct buffer text[2] = { 0 };
	bool same;

	kind->put(&text[0], one);
	kind->put(&text[1], other);
	same = strcmp(text[0].data, text[1].data) == 0;
	buffer_free(&text[0]);
	buffer_free(&text[1]);
	return same;
}

bool import_holds(const struct import *import)
{
	if (setting_currency_decimals(import->req->db) != import->decimals)
		return false;
	for (size_t i = 0; i < import->csv->count; i++) {
		const struct import_row *row = &import->row[i];
		const void *is;

		if (row->fate != IMPORT_CHANGED)
			continue;
		is = import->kind->find(import->req, row->id);
		if (is == NULL || !is_same(import->kind, row->was, is))
			return false;
	}
	return true;
}

static void add(crypto_generichash_state *state, struct buffer *text)
{
	crypto_generichash_update(state, (const unsigned char *)text->data, text->length);
	buffer_clear(text);
}

const char *import_seen(const struct import *import)
{
	unsigned char hash[SEEN_BYTES];
	char *hex = arena_alloc(import->req->arena, 2 * SEEN_BYTES + 1);
	crypto_generichash_state state;
	struct buffer text = { 0 };

	crypto_generichash_init(&state, NULL, 0, SEEN_BYTES);
	buffer_integer(&text, import->decimals);
	add(&state, &text);
	for (size_t i = 0; i < import->csv->count; i++) {
		buffer_printf(&text, "\n%d ", import->row[i].fate);
		if (import->row[i].was != NULL)
			import->kind->put(&text, import->row[i].was);
		add(&state, &text);
	}
	buffer_free(&text);
	crypto_generichash_final(&state, hash, SEEN_BYTES);
	return sodium_bin2hex(hex, 2 * SEEN_BYTES + 1, hash, SEEN_BYTES);
}
