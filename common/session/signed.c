/* Values that we give away and recognise when they come back. */
#include "session/signed.h"

#include <sodium.h>
#include <string.h>

#include "base/instant.h"
#include "base/text.h"
#include "db/create.h"

static const char BASE62[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

void signed_hmac(unsigned char hash[32], const char *salt, const char *secret, const char *text)
{
	unsigned char key[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state keying;
	crypto_auth_hmacsha256_state signing;

	crypto_hash_sha256_init(&keying);
	crypto_hash_sha256_update(&keying, (const unsigned char *)salt, strlen(salt));
	crypto_hash_sha256_update(&keying, (const unsigned char *)secret, strlen(secret));
	crypto_hash_sha256_final(&keying, key);
	crypto_auth_hmacsha256_init(&signing, key, sizeof key);
	crypto_auth_hmacsha256_update(&signing, (const unsigned char *)text, strlen(text));
	crypto_auth_hmacsha256_final(&signing, hash);
}

const char *signed_hex(struct arena *arena, const char *salt, const char *secret, const char *text)
{
	unsigned char hash[crypto_auth_hmacsha256_BYTES];
	char *hex = arena_alloc(arena, 2 * sizeof hash + 1);

	signed_hmac(hash, salt, secret, text);
	return sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

static const char *signature(struct arena *arena, const char *secret, const char *salt,
	const char *text)
{
	unsigned char hash[crypto_auth_hmacsha256_BYTES];
	size_t size = sodium_base64_ENCODED_LEN(sizeof hash,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);

	signed_hmac(hash, arena_printf(arena, "%ssigner", salt), secret, text);
	return sodium_bin2base64(arena_alloc(arena, size), size, hash, sizeof hash,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static const char *base62(struct arena *arena, int64_t number)
{
	char digits[16], *first = digits + sizeof digits - 1;

	*first = '\0';
	do {
		*--first = BASE62[number % 62];
		number /= 62;
	} while (number > 0);
	return arena_string(arena, first);
}

/* -1 for anything that is not a time. */
static int64_t read_base62(const char *text)
{
	int64_t number = 0;

	if (*text == '\0' || strlen(text) > 9)
		return -1;
	for (; *text != '\0'; text++) {
		const char *digit = strchr(BASE62, *text);

		if (digit == NULL)
			return -1;
		number = number * 62 + (digit - BASE62);
	}
	return number;
}

const char *signed_make(struct arena *arena, const char *secret, const char *salt,
	const char *value, int64_t time)
{
	const char *stamped = arena_printf(arena, "%s:%s", value, base62(arena, time));

	return arena_printf(arena, "%s:%s", stamped, signature(arena, secret, salt, stamped));
}

const char *signed_read(struct arena *arena, const char *secret, const char *salt,
	const char *text, int64_t max_age, int64_t now)
{
	char *stamped = arena_string(arena, text), *colon = strrchr(stamped, ':');
	int64_t time;

	if (colon == NULL)
		return NULL;
	*colon = '\0';
	if (!text_same_secret(signature(arena, secret, salt, stamped), colon + 1) ||
	    (colon = strrchr(stamped, ':')) == NULL)
		return NULL;
	*colon = '\0';
	time = read_base62(colon + 1);
	return time >= 0 && now - time <= max_age ? stamped : NULL;
}

/* Django's salt of a cookie since 5.2.15: the length keeps salt "ab" + name "c" from "a" + "bc". */
static const char *cookie_salt(struct arena *arena, const char *name, const char *salt)
{
	return arena_printf(arena, "django.http.cookies.v2:%zu:%s%s", strlen(salt), salt, name);
}

static const char *cookie_secret(const struct request *req)
{
	return arena_printf(req->arena, "django.http.cookies%s",
		db_secret(req->config.data, req->arena));
}

void signed_cookie_set(struct response *res, const struct request *req, const char *name,
	const char *salt, const char *value, int64_t max_age)
{
	const char *text = signed_make(req->arena, cookie_secret(req),
		cookie_salt(req->arena, name, salt), value, date_unix(date_now()));

	response_cookie(res, req, (struct cookie){
		.name = name, .value = text, .max_age = max_age });
}

const char *signed_cookie_get(const struct request *req, const char *name, const char *salt,
	int64_t max_age)
{
	const char *text = pairs_get(&req->cookies, name);

	if (text == NULL || *text == '\0')
		return NULL;
	return signed_read(req->arena, cookie_secret(req), cookie_salt(req->arena, name, salt),
		text, max_age, date_unix(date_now()));
}
