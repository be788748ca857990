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

static const int64_t VISITS_MOST = INT64_MAX / 4; /* two guests' together can be counted */

/* ---- as it is kept ---- */

/* NULL: it is not there, or not from us. */
static const char *text(const struct pairs *pairs, const char *name, size_t longest)
{
	const char *value = pairs_get(pairs, name);

	return value != NULL && *value != '\0' && text_points(value) <= longest ? value : NULL;
}

static enum spice spice_of(const char *word)
{
	enum spice spice = 0;

	while (spice < SPICES && (word == NULL || strcmp(spice_words[spice], word) != 0))
		spice++;
	return spice;
}

/* What we did not write ourselves is passed over. */
static struct profile read_pairs(const struct pairs *pairs)
{
	const char *favorite = text(pairs, FAVORITE, PROFILE_FAVORITE_LONGEST);
	const char *last_visit = pairs_get(pairs, LAST_VISIT);
	struct profile profile = {
		.name = text(pairs, NAME, PROFILE_NAME_LONGEST),
		.favorite_dish = favorite != NULL ? favorite : "",
		.spice = spice_of(pairs_get(pairs, SPICE)),
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
}

static void add_visits(struct pairs *pairs, const struct profile *profile)
{
	struct buffer when = { 0 };

	if (profile->visits > 0)
		pairs_add(pairs, VISITS,
			arena_printf(pairs->arena, "%jd", (intmax_t)profile->visits));
	if (profile->last_visit.us == 0)
		return;
	date_json(&when, profile->last_visit);
	pairs_add(pairs, LAST_VISIT, buffer_keep(&when, pairs->arena));
}

static struct pairs pairs_of(struct request *req, const struct profile *profile)
{
	struct pairs pairs = { .arena = req->arena };

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

	return read_pairs(&pairs);
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

static bool add_flags(bool *into, const bool *from, size_t count)
{
	bool is_more = false;

	for (size_t i = 0; i < count; i++) {
		is_more |= from[i] && !into[i];
		into[i] |= from[i];
	}
	return is_more;
}

/* What is not eaten by one of the two is not on the plate. */
static void add_guest_restrictions(struct request *req, struct restrictions *into,
	const struct restrictions *guest)
{
	bool avoids_more = add_flags(into->avoids, guest->avoids, ALLERGENS);
	bool keeps_more = add_flags(into->keeps, guest->keeps, DIETS);

	if (avoids_more || keeps_more)
		message(req, WARNING, _("Before you signed in you told us what you do not eat: "
			"we added that to your profile."));
}

static void add_to_account(struct request *req, const struct profile *guest, const char *mark)
{
	struct profile profile = profile_read(req);
	struct pairs pairs;

	if (profile.name == NULL) {
		profile = *guest;
	} else {
		add_guest_restrictions(req, &profile.restrictions, &guest->restrictions);
		if (guest->name != NULL)
			add_guest_visits(&profile, guest);
	}
	if (profile.name == NULL)
		return;
	pairs = pairs_of(req, &profile);
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
