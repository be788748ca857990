/* The hashes of passwords that are stored. */
#include "auth/password.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"

enum {
	PASSES = 2,
	MEMORY = 19 * 1024 * 1024,    /* OWASP's minimum, so that a small host can take several */
	LEAST_KIBIBYTES = 8,          /* that Argon2 can do with */
	MOST_ITERATIONS = 10000000,   /* of PBKDF2: some seconds */
};

/* A key of PBKDF2 that is as long as one HMAC-SHA256, as Django's are. */
struct pbkdf2 {
	uint64_t iterations;
	const char *salt;
	size_t salt_length;
	unsigned char key[crypto_auth_hmacsha256_BYTES];
};

/* What crypto_pwhash_str makes, and PHP: one lane, a salt of 16 bytes, a key of 32. */
struct argon2 {
	uint64_t kibibytes, passes;
	unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char key[32];
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

/* ---- Django's hashes ---- */

static bool pbkdf2_read_key(struct pbkdf2 *hash, const char *base64)
{
	size_t length;

	return sodium_base642bin(hash->key, sizeof hash->key, base64, strlen(base64), NULL, &length,
		NULL, sodium_base64_VARIANT_ORIGINAL) == 0 && length == sizeof hash->key;
}

/* False: it is no such hash. */
static bool pbkdf2_read(struct pbkdf2 *hash, const char *stored)
{
	char digits[9];
	int salt = 0; /* where it begins */

	if (sscanf(stored, "pbkdf2_sha256$%8[0-9]$%n", digits, &salt) != 1 || salt == 0 ||
	    !text_to_unsigned(digits, MOST_ITERATIONS, &hash->iterations) || hash->iterations == 0)
		return false;
	hash->salt = stored + salt;
	hash->salt_length = strcspn(hash->salt, "$");
	return hash->salt_length > 0 && hash->salt[hash->salt_length] == '$' &&
		pbkdf2_read_key(hash, hash->salt + hash->salt_length + 1);
}

/* RFC 8018 section 5.2: the first block, which is the whole key. */
static void pbkdf2_derive(unsigned char key[crypto_auth_hmacsha256_BYTES],
	const struct pbkdf2 *hash, const char *password)
{
	static const unsigned char first_block[] = { 0, 0, 0, 1 };
	unsigned char u[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state keyed, state;

	crypto_auth_hmacsha256_init(&keyed, (const unsigned char *)password, strlen(password));
	state = keyed;
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)hash->salt, hash->salt_length);
	crypto_auth_hmacsha256_update(&state, first_block, sizeof first_block);
	crypto_auth_hmacsha256_final(&state, u);
	memcpy(key, u, sizeof u);
	for (uint64_t i = 1; i < hash->iterations; i++) {
		state = keyed;
		crypto_auth_hmacsha256_update(&state, u, sizeof u);
		crypto_auth_hmacsha256_final(&state, u);
		for (size_t j = 0; j < sizeof u; j++)
			key[j] ^= u[j];
	}
}

static bool pbkdf2_verify(const struct pbkdf2 *hash, const char *password)
{
	unsigned char key[sizeof hash->key];

	pbkdf2_derive(key, hash, password);
	return sodium_memcmp(key, hash->key, sizeof key) == 0;
}

/* ---- any hash ---- */

/* Base64 without padding, of exactly that many bytes; *end is behind it. */
static bool read_bytes(unsigned char *bytes, size_t length, const char *base64, const char **end)
{
	size_t got;

	return sodium_base642bin(bytes, length, base64, strlen(base64), NULL, &got, end,
		sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 && got == length;
}

/* False: it is no such hash. */
static bool argon2_read(struct argon2 *hash, const char *stored)
{
	char kibibytes[8], passes[5];
	int salt = 0; /* where it begins */
	const char *end;

	return sscanf(stored, "$argon2id$v=19$m=%7[0-9],t=%4[0-9],p=1$%n",
			kibibytes, passes, &salt) == 2 && salt > 0 &&
		text_to_unsigned(kibibytes, UINT32_MAX, &hash->kibibytes) &&
		text_to_unsigned(passes, UINT32_MAX, &hash->passes) &&
		hash->kibibytes >= LEAST_KIBIBYTES && hash->passes > 0 &&
		read_bytes(hash->salt, sizeof hash->salt, stored + salt, &end) && *end == '$' &&
		read_bytes(hash->key, sizeof hash->key, end + 1, &end) && *end == '\0';
}

/*
 * libsodium's own crypto_pwhash_str_verify calls a lack of memory a wrong password; what only
 * computes the key does not.
 */
static bool argon2_verify(const struct argon2 *hash, const char *password)
{
	unsigned char key[sizeof hash->key];

	if (crypto_pwhash(key, sizeof key, password, strlen(password), hash->salt, hash->passes,
		hash->kibibytes * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
		fail_errno(503, "no memory to check a password");
	return sodium_memcmp(key, hash->key, sizeof key) == 0;
}

bool password_verify(const char *stored, const char *password)
{
	static const struct argon2 nobody = { .kibibytes = MEMORY / 1024, .passes = PASSES };
	struct argon2 argon2;
	struct pbkdf2 pbkdf2;
	bool right = false;

	begin();
	if (stored != NULL && argon2_read(&argon2, stored))
		right = argon2_verify(&argon2, password);
	else if (stored != NULL && pbkdf2_read(&pbkdf2, stored))
		right = pbkdf2_verify(&pbkdf2, password);
	else
		argon2_verify(&nobody, password);
	return right && strlen(password) <= PASSWORD_LONGEST;
}

bool password_is_hash(const char *stored)
{
	struct argon2 argon2;
	struct pbkdf2 pbkdf2;

	return argon2_read(&argon2, stored) || pbkdf2_read(&pbkdf2, stored);
}

bool password_is_outdated(const char *stored)
{
	struct argon2 argon2;
	struct pbkdf2 pbkdf2;

	if (argon2_read(&argon2, stored))
		return argon2.passes != PASSES || argon2.kibibytes != MEMORY / 1024;
	return pbkdf2_read(&pbkdf2, stored);
}
