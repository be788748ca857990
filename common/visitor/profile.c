/* What a guest told the kitchen. */
#include "visitor/profile.h"

#include <string.h>

#include "auth/login.h"
#include "base/text.h"
#include "session/messages.h"
#include "session/session.h"
#include "visitor/memory.h"

static const char NAME[] = "profile.name", FAVORITE[] = "profile.favorite",
	DIET[] = "profile.diet", SPICE[] = "profile.spice", VISITS[] = "profile.visits",
	LAST_VISIT[] = "profile.last_visit";

/* In an account: the mark of the guest's profile that was added last (memory_new_mark). */
static const char FROM[] = "from.profile";

static const char *const ALL[] = { "profile.", FROM, NULL };

/* The restriction that is kept for those that cannot be read: it cannot be read, either. */
static const char UNKNOWN[] = "unknown";

static const int64_t VISITS_MOST = INT64_MAX / 4; /* two guests' together can be counted */

/* ---- as it is kept ---- */

/* NULL: it is not there, or not from us. */
static const char *text(const struct pairs *pairs, const char *name, size_t longest)
{
	const char *value = pairs_get(pairs, name);

	return value != NULL && *value != '\0' && text_points(value) <= longest ? value : NULL;
}

/* What we did not write ourselves is passed over, but never what somebody does not eat. */
static struct profile read_pairs(const struct pairs *pairs)
{
	const char *favorite = text(pairs, FAVORITE, PROFILE_FAVORITE_LONGEST);
	const char *last_visit = pairs_get(pairs, LAST_VISIT);
	struct profile profile = {
		.name = text(pairs, NAME, PROFILE_NAME_LONGEST),
		.favorite_dish = favorite != NULL ? favorite : "",
		.spice = spice_find(pairs_get(pairs, SPICE)),
		.visits = text_number(pairs_get(pairs, VISITS), VISITS_MOST, 0),
	};

	for (size_t i = 0; i < pairs->count; i++)
		if (strcmp(pairs->pair[i].name, DIET) == 0)
			restrictions_add(&profile.restrictions, pairs->pair[i].value);
	if (last_visit != NULL)
		date_parse(last_visit, &profile.last_visit);
	return profile;
}

static void add_restrictions(struct pairs *pairs, const struct restrictions *restrictions)
{
	for (size_t i = 0; i < ALLERGENS; i++)
		if (restrictions->avoids[i])
			pairs_add(pairs, DIET, allergen_words[i]);
	for (size_t i = 0; i < DIETS; i++)
		if (restrictions->keeps[i])
			pairs_add(pairs, DIET, diet_words[i]);
	if (restrictions->unknown)
		pairs_add(pairs, DIET, UNKNOWN);
}

static void add_visits(struct pairs *pairs, const struct profile *profile)
{
	struct buffer when = { 0 };

	if (profile->visits > 0)
		pairs_add(pairs, VISITS, arena_integer(pairs->arena, profile->visits));
	if (profile->last_visit.us == 0)
		return;
	date_json(&when, profile->last_visit);
	pairs_add(pairs, LAST_VISIT, buffer_keep(&when, pairs->arena));
}

static struct pairs pairs_of(struct request *req, const struct profile *profile)
{
	struct pairs pairs = { .arena = req->arena };

	if (profile->name != NULL)
		pairs_add(&pairs, NAME, profile->name);
	if (*profile->favorite_dish != '\0')
		pairs_add(&pairs, FAVORITE, profile->favorite_dish);
	add_restrictions(&pairs, &profile->restrictions);
	if (profile->spice < SPICES)
		pairs_add(&pairs, SPICE, spice_words[profile->spice]);
	add_visits(&pairs, profile);
	return pairs;
}

struct profile profile_read(struct request *req)
{
	struct pairs pairs = memory_read(req, ALL);
	struct profile profile = read_pairs(&pairs);

	profile.restrictions.unknown |= memory_is_damaged(req, ALL);
	return profile;
}

bool profile_is_none(const struct profile *profile)
{
	return profile->name == NULL && restrictions_are_none(&profile->restrictions);
}

bool profile_write(struct request *req, const struct profile *profile)
{
	struct pairs pairs = pairs_of(req, profile);

	if (!memory_fits(req, ALL, &pairs))
		return false;
	memory_write(req, ALL, &pairs);
	return true;
}

/* ---- visits ---- */

/* From here on no other visit is counted at the same time. */
static void hold(struct request *req)
{
	if (current_user(req) != NULL)
		login_write(req);
	else
		session_renew(req);
}

/* Without room for it the visit is not counted. */
struct profile profile_visit(struct request *req)
{
	struct profile profile = profile_read(req), counted;

	if (profile.name == NULL)
		return profile;
	hold(req);
	profile = profile_read(req);
	if (profile.name == NULL || profile.visits >= VISITS_MOST)
		return profile;
	profile.visits++;
	counted = profile;
	counted.last_visit = date_now();
	profile_write(req, &counted);
	return profile;
}

/* ---- signing in ---- */

static void add_guest_visits(struct profile *profile, const struct profile *guest)
{
	profile->visits += guest->visits;
	if (profile->visits > VISITS_MOST)
		profile->visits = VISITS_MOST;
	if (profile->last_visit.us < guest->last_visit.us)
		profile->last_visit = guest->last_visit;
}

static struct profile profile_of_both(const struct profile *account, const struct profile *guest)
{
	struct profile both = account->name != NULL ? *account : *guest;

	if (account->name != NULL && guest->name != NULL)
		add_guest_visits(&both, guest);
	both.restrictions = account->restrictions;
	restrictions_join(&both.restrictions, &guest->restrictions);
	return both;
}

/* What is not eaten by one of the two is not on the plate. */
static void add_to_account(struct request *req, const struct profile *guest, const char *mark)
{
	struct profile account = profile_read(req), both = profile_of_both(&account, guest);
	struct pairs pairs;

	if (profile_is_none(&both))
		return;
	if (!profile_is_none(&account) &&
	    restrictions_join(&account.restrictions, &guest->restrictions))
		message(req, WARNING, _("Before you signed in you told us what you do not eat: "
			"we added that to your profile."));
	pairs = pairs_of(req, &both);
	pairs_add(&pairs, FROM, mark);
	memory_write(req, ALL, &pairs);
}

void profile_move_into_account(struct request *req)
{
	struct pairs pairs = memory_read_session(req, ALL);
	struct profile guest = read_pairs(&pairs);
	const char *mark;

	if (pairs.count == 0)
		return;
	mark = memory_new_mark(req, FROM, &pairs);
	if (mark != NULL)
		add_to_account(req, &guest, mark);
	memory_write_session(req, ALL, &(struct pairs){ .arena = req->arena });
}
