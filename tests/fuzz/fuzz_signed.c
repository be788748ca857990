/*
 * A signed value: only what signed_make made is read.  The input is taken for what a browser sends,
 * for a value to be signed, and for what somebody with our key might have signed.
 */
#include "fuzz.h"

#include <sodium.h>
#include <stdlib.h>

#include "session/signed.h"

enum { NOW = 1700000000, MAX_AGE = 100 };

static const char SECRET[] = "a key for the tests", SALT[] = "fuzz";
static const char BASE62[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static const char *read_at(const char *text, int64_t now)
{
	return signed_read(&arena, SECRET, SALT, text, MAX_AGE, now);
}

/* No input bears a signature of ours: nobody finds one by trying. */
static void read_foreign(const char *text)
{
	must(read_at(text, NOW) == NULL);
}

static bool is_read_as(const char *text, int64_t now, const char *value)
{
	const char *read = read_at(text, now);

	return read != NULL && strcmp(read, value) == 0;
}

static void read_own(const char *value)
{
	const char *text = signed_make(&arena, SECRET, SALT, value, NOW);

	must(is_read_as(text, NOW, value));
	must(is_read_as(text, NOW + MAX_AGE, value));
	must(read_at(text, NOW + MAX_AGE + 1) == NULL);
	must(signed_read(&arena, SECRET, "other", text, MAX_AGE, NOW) == NULL);
	must(signed_read(&arena, "other", SALT, text, MAX_AGE, NOW) == NULL);
}

/* One byte is another one, wherever it is. */
static void read_changed(const char *value, char change)
{
	char *text = arena_string(&arena, signed_make(&arena, SECRET, SALT, value, NOW));

	for (char *at = text; *at != '\0'; at++) {
		char was = *at;

		*at = (char)(was ^ change);
		must(read_at(text, NOW) == NULL);
		*at = was;
	}
}

/* A right signature (Django's, said in other words) under what may be no value with its time. */
static void read_odd(const char *stamped)
{
	unsigned char hash[crypto_auth_hmacsha256_BYTES];
	char signature[sodium_base64_ENCODED_LEN(sizeof hash,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
	const char *value, *time;

	signed_hmac(hash, "fuzzsigner", SECRET, stamped);
	sodium_bin2base64(signature, sizeof signature, hash, sizeof hash,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	value = read_at(arena_printf(&arena, "%s:%s", stamped, signature), NOW);
	if (value == NULL)
		return;
	time = stamped + strlen(value) + 1;
	must(strncmp(stamped, value, strlen(value)) == 0 && time - 1 == strrchr(stamped, ':'));
	must(*time != '\0' && time[strspn(time, BASE62)] == '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *text = fuzz_string(bytes, size);

	read_foreign(text);
	read_own(text);
	read_changed(text, *text != '\0' ? *text : 1);
	read_odd(text);
	free(text);
	arena_free(&arena);
	return 0;
}
