/*
 * Values that we give away and recognise when they come back: "VALUE:TIME:SIGNATURE", as Django
 * signs them (HMAC-SHA256 over VALUE:TIME, keyed by the site's secret and a salt).  They are
 * readable; they cannot be changed.
 */
#ifndef SESSION_SIGNED_H
#define SESSION_SIGNED_H

#include <stdint.h>

#include "http/request.h"
#include "http/response.h"

/* Django's TimestampSigner: base62 seconds since 1970, unpadded base64url. */
const char *signed_make(struct arena *arena, const char *secret, const char *salt,
	const char *value, int64_t time);

/* The value, or NULL: forged, cut, made for another salt, or older than max_age seconds. */
const char *signed_read(struct arena *arena, const char *secret, const char *salt,
	const char *text, int64_t max_age, int64_t now);

/* Cookies: bound to their name and a salt. */
void signed_cookie_set(struct response *res, const struct request *req, const char *name,
	const char *salt, const char *value, int64_t max_age);
const char *signed_cookie_get(const struct request *req, const char *name, const char *salt,
	int64_t max_age);

/* signed_hmac below, as 64 hex digits. */
const char *signed_hex(struct arena *arena, const char *salt, const char *secret,
	const char *text);

/* HMAC-SHA256 of `text`, keyed by SHA256(salt + secret) as Django's salted_hmac does: 32 bytes. */
void signed_hmac(unsigned char hash[32], const char *salt, const char *secret, const char *text);

#endif
