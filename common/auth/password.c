/* The hashes of passwords that are stored. */
#include "auth/password.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/fail.h"

enum {
	PASSES = 2,
	MEMORY = 19 * 1024 * 1024, /* OWASP's minimum, so that a small host can take many at once */
};

static void begin(void)
{
	if (sodium_init() < 0)
		fail(503, "libsodium does not start");
}

const char *password_hash(struct arena *arena, const char *password)
{
	char *stored = arena_alloc(arena, crypto_pwhash_STRBYTES);

	begin();
	if (crypto_pwhash_str(stored, password, strlen(password), PASSES, MEMORY) != 0)
		fail(503, "no memory to hash a password");
	return stored;
}

bool password_verify(const char *stored, const char *password)
{
	/* Of nobody's password, with our own cost. */
	static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
		"$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	bool known = stored != NULL && strncmp(stored, "$argon2id$", 10) == 0;
	bool right;

	begin();
	errno = 0;
	right = crypto_pwhash_str_verify(known ? stored : nobody, password, strlen(password)) == 0;
	if (!right && errno == ENOMEM)
		fail(503, "no memory to check a password");
	return right && known;
}
