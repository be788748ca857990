/* The hashes of passwords that are stored. */
#include "auth/password.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "base/fail.h"

enum {
	PASSES = 2,
	MEMORY = 19 * 1024 * 1024, /* OWASP's minimum, so that a small host can take many at once */
	SPARE_KIB = 64,            /* what a check needs besides */
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
static void require_memory(const char *stored)
{
	size_t kib = MEMORY / 1024, length;
	void *memory;

	sscanf(stored, "$argon2id$v=19$m=%zu", &kib);
	length = (kib + SPARE_KIB) * 1024;
	memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		fail(503, "no memory to check a password");
	munmap(memory, length);
}

bool password_verify(const char *stored, const char *password)
{
	/* Of nobody's password, with our own cost. */
	static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
		"$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	bool known = stored != NULL && strncmp(stored, "$argon2id$", 10) == 0;

	begin();
	require_memory(known ? stored : nobody);
	return crypto_pwhash_str_verify(known ? stored : nobody, password, strlen(password)) == 0 &&
		known;
}
