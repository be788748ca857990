/* The hashes of passwords that are stored. */
#include "auth/password.h"

#include <sodium.h>
#include <string.h>
#include <sys/mman.h>

#include "base/fail.h"

enum {
	PASSES = 2,
	MEMORY = 19 * 1024 * 1024, /* OWASP's minimum, so that a small host can take many at once */
	SPARE = 64 * 1024,         /* what a check needs besides */
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

/* libsodium calls a lack of memory a wrong password: see first whether there is enough. */
static void require_memory(void)
{
	size_t length = MEMORY + SPARE;
	int private = MAP_PRIVATE | MAP_ANONYMOUS;
	void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, private, -1, 0);

	if (memory == MAP_FAILED)
		fail(503, "no memory to check a password");
	munmap(memory, length);
}

/* A hash that libsodium can read. */
static bool is_hash(const char *stored)
{
	return stored != NULL && crypto_pwhash_str_needs_rehash(stored, PASSES, MEMORY) != -1;
}

bool password_verify(const char *stored, const char *password)
{
	/* Of nobody's password, with our own cost. */
	static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
		"$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	bool known;

	begin();
	require_memory();
	known = is_hash(stored);
	return crypto_pwhash_str_verify(known ? stored : nobody, password, strlen(password)) == 0 &&
		known;
}
