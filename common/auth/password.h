/*
 * Passwords: the rules that a new one must keep, and the stored hashes: Argon2id (RFC 9106), and
 * Django's pbkdf2_sha256$ITERATIONS$SALT$BASE64 (RFC 8018), so that its members can move in.
 */
#ifndef AUTH_PASSWORD_H
#define AUTH_PASSWORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "db/slot.h"

enum { PASSWORD_LONGEST = 4096 /* bytes */, PASSWORD_RULES = 4, PASSWORDS_AT_ONCE = 4 };

/* Whoever hashes or verifies in a program that may run many times at once takes one of them. */
static const struct slots PASSWORD_SLOTS = { "password.lock", PASSWORDS_AT_ONCE,
	"check a password" };

/*
 * What is wrong with a new password, in Django's words and for translate(); how many problems were
 * put in.  The password must not be longer than PASSWORD_LONGEST.
 */
size_t password_problems(struct arena *arena, const char *password, const char *username,
	const char *problems[PASSWORD_RULES]);

/* The text to store: 19 MiB, two passes.  Fails (503) without that memory. */
const char *password_hash(struct arena *arena, const char *password);

/*
 * Is it the password?  A stored text that is no hash ("!": nobody signs in with a password), or
 * NULL (there is no such user), takes as long as a wrong one.  What is longer than PASSWORD_LONGEST
 * is wrong.  Fails (503) without memory: that must never look like a wrong password.
 */
bool password_verify(const char *stored, const char *password);

/* Can there be a password for it?  There is none for what is not understood, and none for "!". */
bool password_is_hash(const char *stored);

/* Is it a hash, but not as password_hash would make it now? */
bool password_is_outdated(const char *stored);

#endif
