/* The throttle. */
#include "auth/throttle.h"

#include <string.h>

#include "auth/address.h"
#include "auth/login.h"
#include "base/text.h"
#include "db/create.h"
#include "model/attempt.h"
#include "session/signed.h"

enum {
	FREE_FAILURES = 5,             /* of an account and an address */
	FIRST_WAIT = 5,                /* seconds */
	LONGEST_WAIT = 15 * 60,
	ADDRESS_FAILURES = 100,        /* of an address ... */
	ADDRESS_WINDOW = 15 * 60,      /* ... in so many seconds */
	DAY = 86400,
};

/* ---- keys ---- */

/* Who reads the table without having the site's secret does not learn who tried what. */
static const char *hashed(struct request *req, const char *text)
{
	return signed_hex(req->arena, "warung.attempt", db_secret(req->config.data, req->arena),
		text);
}

static const char *address_key(struct request *req)
{
	return hashed(req, arena_printf(req->arena, "address %s",
		address_network(req->arena, req->address)));
}

/* Is it a member who is asked for the password once more? */
static bool is_own(const struct request *req, const char *username)
{
	return req->user != NULL && strcmp(req->user->username, username) == 0;
}

/*
 * Names that only differ in case are the same account to who guesses.  Who is asked once more
 * counts by the browser: others who guess from that address do not hold him.
 */
static const char *account_key(struct request *req, const char *username)
{
	if (is_own(req, username))
		return hashed(req, arena_printf(req->arena, "device %jd",
			(intmax_t)req->device->id));
	return hashed(req, arena_printf(req->arena, "account %s %s",
		address_network(req->arena, req->address), text_fold(req->arena, username)));
}

/* ---- waiting ---- */

/*
 * The seconds that are left of a wait, rounded up.  If it has not begun yet, the clock was set
 * back: then nobody waits, as it might be for years, and the next failure begins anew.
 */
static int64_t seconds_left(struct date begun, int64_t seconds, struct date now)
{
	int64_t left = begun.us + seconds * DATE_SECOND - now.us;

	return begun.us > now.us || left <= 0 ? 0 : (left + DATE_SECOND - 1) / DATE_SECOND;
}

static int64_t account_wait(struct attempt attempt, struct date now)
{
	int64_t seconds = FIRST_WAIT;

	if (attempt.failures < FREE_FAILURES)
		return 0;
	for (int64_t n = FREE_FAILURES; n < attempt.failures && seconds < LONGEST_WAIT; n++)
		seconds *= 2;
	return seconds_left(attempt.since, seconds < LONGEST_WAIT ? seconds : LONGEST_WAIT, now);
}

static int64_t address_wait(struct attempt attempt, struct date now)
{
	if (attempt.failures < ADDRESS_FAILURES)
		return 0;
	return seconds_left(attempt.since, ADDRESS_WINDOW, now);
}

/* The time is looked at last: no failure that was read lies behind it. */
int64_t throttle_wait(struct request *req, const char *username)
{
	struct attempt account, address = { 0 };
	int64_t one, other;
	struct date now;

	if (!is_own(req, username) && login_is_known_device(req, username))
		return 0;
	account = attempt_find(req->db, account_key(req, username));
	if (!is_own(req, username))
		address = attempt_find(req->db, address_key(req));
	now = date_now();
	one = account_wait(account, now);
	other = address_wait(address, now);
	return one > other ? one : other;
}

void throttle_failed(struct request *req, const char *username)
{
	const char *account = account_key(req, username);
	struct date now = date_now(), yesterday = date_after(now, -DAY);

	attempt_failed(req->db, account, now, yesterday);
	if (!is_own(req, username))
		attempt_failed_within(req->db, address_key(req), now,
			date_after(now, -ADDRESS_WINDOW));
	attempt_clean(req->db, account, yesterday);
}

void throttle_succeeded(struct request *req, const char *username)
{
	attempt_forget(req->db, account_key(req, username));
}
