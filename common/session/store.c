/* What all stores of sessions share. */
#include "session/store.h"

#include <sodium.h>
#include <string.h>

#include "base/fail.h"
#include "base/random.h"
#include "base/text.h"

enum { ID_BYTES = 32, ID_LETTERS = 43 };

static const char EXPIRES[] = "_expires=";

const struct session_store *session_store(const struct config *config)
{
	static const struct session_store *const stores[] = {
		&session_files, &session_rows, &session_cookies };

	for (size_t i = 0; i < sizeof stores / sizeof *stores; i++)
		if (strcmp(config->session_store, stores[i]->name) == 0)
			return stores[i];
	fail(500, "warung.conf: session_store is file, database or cookie, not \"%s\"",
		config->session_store);
}

bool session_is_id(const char *id)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	return strlen(id) == ID_LETTERS && strspn(id, letters) == ID_LETTERS;
}

const char *session_new_id(struct arena *arena)
{
	unsigned char random[ID_BYTES];

	random_bytes(random, sizeof random);
	return sodium_bin2base64(arena_alloc(arena, ID_LETTERS + 1), ID_LETTERS + 1,
		random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

const char *session_key(struct arena *arena, const char *id)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char *hex = arena_alloc(arena, 2 * sizeof hash + 1);

	crypto_hash_sha256(hash, (const unsigned char *)id, strlen(id));
	return sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

bool session_text_expires(const char *text, struct date *expires)
{
	char digits[24];
	size_t length;
	uint64_t when;

	if (strncmp(text, EXPIRES, sizeof EXPIRES - 1) != 0)
		return false;
	text += sizeof EXPIRES - 1;
	length = strcspn(text, "&");
	if (length >= sizeof digits)
		return false;
	memcpy(digits, text, length);
	digits[length] = '\0';
	if (!text_to_unsigned(digits, INT64_MAX, &when))
		return false;
	expires->us = (int64_t)when;
	return true;
}
