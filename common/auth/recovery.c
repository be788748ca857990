/* Recovery codes. */
#include "auth/recovery.h"

#include <sodium.h>
#include <string.h>

#include "base/buffer.h"
#include "base/code.h"
#include "base/text.h"
#include "db/create.h"
#include "model/user.h"
#include "session/signed.h"

enum {
	LETTERS = 16,         /* of a code: 80 bits, which need no slow hash */
	GROUP = 4,
	HEX = 64,             /* digits of a hash */
};

/* Bound to its user: somebody else's is not among one's own. */
static const char *hash_of(struct db *db, int64_t user_id, const char *letters)
{
	const char *salt = arena_printf(db->arena, "warung.recovery%jd", (intmax_t)user_id);

	return signed_hex(db->arena, salt, db_secret(db->directory, db->arena), letters);
}

void recovery_codes_make(struct db *db, int64_t user_id, const char *codes[RECOVERY_CODES])
{
	struct buffer hashes = { 0 };

	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		char c[LETTERS + 1];

		code_random(c, LETTERS);
		codes[i] = arena_printf(db->arena, "%.4s-%.4s-%.4s-%.4s",
			c, c + GROUP, c + 2 * GROUP, c + 3 * GROUP);
		buffer_printf(&hashes, "%s%s", i > 0 ? " " : "", hash_of(db, user_id, c));
	}
	user_set_recovery_codes(db, user_id, buffer_keep(&hashes, db->arena));
}

/* The hashes without the one that begins there. */
static const char *without(struct arena *arena, const char *hashes, const char *one)
{
	const char *rest = one + HEX;

	return text_strip(arena, arena_printf(arena, "%.*s%s",
		(int)(one - hashes), hashes, rest + strspn(rest, " ")));
}

bool recovery_code_spend(struct db *db, int64_t user_id, const char *text)
{
	const char *hashes = user_recovery_codes(db, user_id), *found = NULL, *hash;
	char letters[LETTERS + 2];

	code_read(letters, LETTERS, text);
	hash = hash_of(db, user_id, letters);
	for (const char *next = hashes; strlen(next) >= HEX; next += HEX + (next[HEX] == ' '))
		if (sodium_memcmp(next, hash, HEX) == 0)
			found = next;
	if (found == NULL)
		return false;
	user_set_recovery_codes(db, user_id, without(db->arena, hashes, found));
	return true;
}
