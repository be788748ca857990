/* What a guest told the kitchen: how it is kept, what of it is believed, and how visits count. */
#include "visitor.h"

#include "auth/login.h"
#include "visitor/profile.h"

static const struct user *budi;

static void come_as(const struct user *user, const char *id)
{
	come(&visit, "POST", id);
	visit.req.user = user;
	visit.req.user_known = true;
}

/* A guest comes; there is a member, too. */
static void guest_comes(void)
{
	come_as(NULL, NULL);
	user_insert(&visit.db, "budi", "hash of budi");
	budi = user_find_by_name(&visit.db, "budi");
}

static void become(const struct user *user)
{
	visit.req.user = user;
}

/* In the database or the session, whoever is asking. */
static const char *kept(void)
{
	struct pairs pairs = { .arena = &arena };
	const struct pair *entry;

	if (visit.req.user != NULL) {
		const char *text = user_find(&visit.db, visit.req.user->id)->memory;

		assert_true(pairs_decode(&pairs, text, strlen(text), 1000));
	} else {
		for (size_t at = 0; (entry = session_each(&visit.req, &at)) != NULL;)
			pairs_add(&pairs, entry->name, entry->value);
	}
	return shown(&pairs);
}

/* "Ani, Rendang, peanuts vegan ? 2, 3 visits, last 1000000"; "?" is what is unknown. */
static const char *told(struct profile profile)
{
	const char *words = "";

	for (size_t i = 0; i < ALLERGENS; i++)
		if (profile.restrictions.avoids[i])
			words = arena_printf(&arena, "%s%s ", words, allergen_words[i]);
	for (size_t i = 0; i < DIETS; i++)
		if (profile.restrictions.keeps[i])
			words = arena_printf(&arena, "%s%s ", words, diet_words[i]);
	if (profile.restrictions.unknown)
		words = arena_printf(&arena, "%s? ", words);
	return arena_printf(&arena, "%s, %s, %s%d, %jd visits, last %jd",
		profile.name != NULL ? profile.name : "nobody", profile.favorite_dish, words,
		(int)profile.spice, (intmax_t)profile.visits, (intmax_t)profile.last_visit.us);
}

static const char NOBODY[] = "nobody, , 4, 0 visits, last 0";

static void test_profile_comes_back_as_it_was(void **state)
{
	static const struct profile full = {
		.name = "Ani & é", .favorite_dish = "Nasi <goreng>", .spice = MEDIUM,
		.restrictions.avoids = { [PEANUTS] = true, [SESAME] = true },
		.restrictions.keeps = { [GLUTEN_FREE] = true },
		.visits = 7, .last_visit = { 1000000 },
	};
	static const struct profile small = {
		.name = "B", .favorite_dish = "", .spice = SPICES };

	(void)state;
	guest_comes();
	for (int i = 0; i < 2; i++) {
		become(i == 0 ? NULL : budi);
		assert_string_equal(told(profile_read(&visit.req)), NOBODY);
		assert_true(profile_write(&visit.req, &full));
		assert_string_equal(kept(), "profile.name=Ani & é|profile.favorite=Nasi <goreng>|"
			"profile.diet=peanuts|profile.diet=sesame|profile.diet=gluten-free|"
			"profile.spice=medium|profile.visits=7|"
			"profile.last_visit=1970-01-01T00:00:01Z");
		assert_string_equal(told(profile_read(&visit.req)), "Ani & é, Nasi <goreng>, "
			"peanuts sesame gluten-free 2, 7 visits, last 1000000");
		assert_true(profile_write(&visit.req, &small));
		assert_string_equal(kept(), "profile.name=B");
		assert_string_equal(told(profile_read(&visit.req)), "B, , 4, 0 visits, last 0");
	}
}

static void test_profile_believes_only_what_it_wrote(void **state)
{
	static const struct {
		const char *name, *value, *told;
	} cases[] = {
		{ "profile.name", "", NOBODY },
		{ "profile.favorite", "", "A, , 4, 0 visits, last 0" },
		{ "profile.diet", "Vegan", "A, , ? 4, 0 visits, last 0" },
		{ "profile.diet", "", "A, , ? 4, 0 visits, last 0" },
		{ "profile.diet", "kacang", "A, , ? 4, 0 visits, last 0" },
		{ "profile.spice", "5", "A, , 4, 0 visits, last 0" },
		{ "profile.spice", "mild", "A, , 1, 0 visits, last 0" },
		{ "profile.visits", "-1", "A, , 4, 0 visits, last 0" },
		{ "profile.visits", "x", "A, , 4, 0 visits, last 0" },
		{ "profile.visits", "9223372036854775807", "A, , 4, 0 visits, last 0" },
		{ "profile.last_visit", "yesterday", "A, , 4, 0 visits, last 0" },
		{ "profile.last_visit", "2024-13-01T00:00:00Z", "A, , 4, 0 visits, last 0" },
		{ "profile.other", "x", "A, , 4, 0 visits, last 0" },
		{ "profile.", "x", "A, , 4, 0 visits, last 0" },
	};

	(void)state;
	guest_comes();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		session_clear(&visit.req);
		session_set(&visit.req, "profile.name", "A");
		session_set(&visit.req, cases[i].name, cases[i].value);
		assert_string_equal(told(profile_read(&visit.req)), cases[i].told);
	}
	session_clear(&visit.req);
	session_set(&visit.req, "profile.name", letters(PROFILE_NAME_LONGEST + 1));
	assert_null(profile_read(&visit.req).name);
	session_set(&visit.req, "profile.name", letters(PROFILE_NAME_LONGEST));
	session_set(&visit.req, "profile.favorite", letters(PROFILE_FAVORITE_LONGEST + 1));
	assert_non_null(profile_read(&visit.req).name);
	assert_string_equal(profile_read(&visit.req).favorite_dish, "");
}

/* What cannot be read is never taken for nothing: not when it is written, nor when it is joined. */
static void test_profile_keeps_that_something_is_unknown(void **state)
{
	struct profile profile;

	(void)state;
	guest_comes();
	session_set(&visit.req, "profile.name", "Ani");
	session_add(&visit.req, "profile.diet", "kacang");
	session_add(&visit.req, "profile.diet", "soy");
	for (int i = 1; i < 4; i++) {
		profile = profile_visit(&visit.req);
		assert_int_equal(profile.visits, i);
		assert_true(profile.restrictions.unknown);
		assert_true(profile_read(&visit.req).restrictions.avoids[SOY]);
	}
	profile.restrictions.unknown = false;
	assert_true(profile_write(&visit.req, &profile));
	assert_false(profile_read(&visit.req).restrictions.unknown);
}

static void test_profile_that_cannot_be_decoded(void **state)
{
	static const char *const damaged[] = { "profile.name=B&profile.diet=%ff",
		"profile.diet=soy&profile.%00=1" };

	(void)state;
	guest_comes();
	for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
		become(&(struct user){ .id = budi->id, .memory = damaged[i] });
		assert_string_equal(told(profile_read(&visit.req)),
			"nobody, , ? 4, 0 visits, last 0");
		assert_int_equal(profile_visit(&visit.req).visits, 0);
	}
	become(&(struct user){ .id = budi->id, .memory = "x=%ff&profile.name=B" });
	assert_false(profile_read(&visit.req).restrictions.unknown);
}

static void test_profile_is_none(void **state)
{
	struct profile profile = { .favorite_dish = "x" };

	(void)state;
	assert_true(profile_is_none(&profile));
	profile.restrictions.unknown = true;
	assert_false(profile_is_none(&profile));
	profile = (struct profile){ .name = "A" };
	assert_false(profile_is_none(&profile));
	profile = (struct profile){ .restrictions.keeps[VEGAN] = true };
	assert_false(profile_is_none(&profile));
}

static void test_profile_counts_visits(void **state)
{
	struct date before = date_now();
	struct profile first, second;

	(void)state;
	guest_comes();
	assert_string_equal(told(profile_visit(&visit.req)), NOBODY);
	assert_false(session_is_modified(&visit.req));
	session_set(&visit.req, "profile.name", "Ani");
	session_set(&visit.req, "profile.diet", "vegan");
	first = profile_visit(&visit.req);
	assert_string_equal(told(first), "Ani, , vegan 4, 1 visits, last 0");
	second = profile_visit(&visit.req);
	assert_int_equal(second.visits, 2);
	assert_true(second.last_visit.us >= before.us / 1000 * 1000);
	assert_true(second.last_visit.us <= date_now().us);
	assert_int_equal(profile_read(&visit.req).visits, 2);
}

/* Nobody comes so often, and no number overflows. */
static void test_profile_stops_counting(void **state)
{
	const char *most = arena_printf(&arena, "%jd", (intmax_t)(INT64_MAX / 4));

	(void)state;
	guest_comes();
	session_set(&visit.req, "profile.name", "Ani");
	session_set(&visit.req, "profile.visits", most);
	assert_int_equal(profile_visit(&visit.req).visits, INT64_MAX / 4);
	assert_string_equal(session_get(&visit.req, "profile.visits"), most);
	become(&(struct user){ .id = budi->id, .memory = arena_printf(&arena,
		"profile.name=Budi&profile.visits=%s", most) });
	profile_move_into_account(&visit.req);
	assert_int_equal(profile_read(&visit.req).visits, INT64_MAX / 4);
}

/* The session of a guest who is nobody from now on: these entries. */
static void begin_guest(const char *entries)
{
	struct pairs guest = { .arena = &arena };

	become(NULL);
	assert_true(pairs_decode(&guest, entries, strlen(entries), 9));
	session_clear(&visit.req);
	for (size_t i = 0; i < guest.count; i++)
		session_add(&visit.req, guest.pair[i].name, guest.pair[i].value);
}

/* That guest signs in as budi, of whom the shop remembers `account`. */
static void move_into(const char *account)
{
	struct user *user = arena_alloc(&arena, sizeof *user);

	*user = *budi;
	user->memory = account;
	user_set_memory(&visit.db, user->id, account);
	become(user);
	profile_move_into_account(&visit.req);
}

/* Without the mark of a guest, which is no plain text. */
static const char *kept_unmarked(void)
{
	const char *text = kept(), *mark = strstr(text, "|from.profile=");

	return mark != NULL ? arena_copy(&arena, text, (size_t)(mark - text)) : text;
}

/* `guest` signs in to an account that remembers `account`: it remembers `after` then. */
static void test_profile_moves_into_account(void **state)
{
	static const struct {
		const char *guest, *account, *after;
	} cases[] = {
		{ "", "", "" },
		{ "", "profile.name=Budi&profile.visits=2", "profile.name=Budi|profile.visits=2" },
		{ "profile.name=Ani&profile.diet=vegan&profile.visits=3", "",
		  "profile.name=Ani|profile.diet=vegan|profile.visits=3" },
		{ "profile.name=Ani&profile.diet=vegan&profile.visits=3"
		  "&profile.last_visit=2024-05-06T07:08:09Z",
		  "profile.name=Budi&profile.visits=2&profile.last_visit=2024-01-01T00:00:00Z",
		  "profile.name=Budi|profile.diet=vegan|profile.visits=5|"
		  "profile.last_visit=2024-05-06T07:08:09Z" },
		{ "profile.name=Ani&profile.last_visit=2024-05-06T07:08:09Z",
		  "profile.name=Budi&profile.last_visit=2025-01-01T00:00:00Z",
		  "profile.name=Budi|profile.last_visit=2025-01-01T00:00:00Z" },
		{ "profile.visits=3", "profile.name=Budi&profile.visits=2",
		  "profile.name=Budi|profile.visits=2" },
		{ "profile.diet=vegan", "", "profile.diet=vegan" },
		{ "profile.diet=kacang", "profile.name=Budi",
		  "profile.name=Budi|profile.diet=unknown" },
		{ "profile.name=Ani&profile.diet=vegan&profile.spice=hot", "profile.diet=soy",
		  "profile.name=Ani|profile.diet=soy|profile.diet=vegan|profile.spice=hot" },
		{ "profile.favorite=Soto", "", "" },
		{ "profile.name=Ani", "profile.name=B&profile.diet=%ff",
		  "profile.name=Ani|profile.diet=unknown" },
		{ "profile.name=Ani&profile.diet=peanuts&profile.diet=halal",
		  "profile.name=Budi&profile.diet=fish&profile.diet=halal",
		  "profile.name=Budi|profile.diet=peanuts|profile.diet=fish|profile.diet=halal" },
		{ "profile.diet=peanuts", "profile.name=Budi",
		  "profile.name=Budi|profile.diet=peanuts" },
		{ "profile.name=Ani", "cart.x=1", "cart.x=1|profile.name=Ani" },
	};

	(void)state;
	guest_comes();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		begin_guest(cases[i].guest);
		session_set(&visit.req, "note", "x");
		move_into(cases[i].account);
		assert_string_equal(kept_unmarked(), cases[i].after);
		become(NULL);
		assert_string_equal(kept(), "note=x");
	}
}

/* A sign-in that died behind the account and before the session is repeated. */
static void test_profile_counts_a_guest_once(void **state)
{
	static const char guest[] = "profile.name=Ani&profile.diet=vegan&profile.visits=3";
	const char *account;

	(void)state;
	guest_comes();
	begin_guest(guest);
	move_into("profile.name=Budi&profile.visits=2");
	assert_int_equal(profile_read(&visit.req).visits, 5);
	account = visit.req.user->memory;
	begin_guest(guest);
	move_into(account);
	assert_string_equal(visit.req.user->memory, account);
	assert_null(session_get(&visit.req, "profile.name"));

	begin_guest("profile.name=Ani&profile.diet=vegan&profile.visits=4");
	move_into(account);
	assert_int_equal(profile_read(&visit.req).visits, 9);
	assert_true(profile_write(&visit.req, &(struct profile){ .name = "B",
		.favorite_dish = "", .spice = SPICES }));
	assert_string_equal(kept(), "profile.name=B");
}

/* Where there is no room nothing is written, and what was there stays. */
static void test_profile_needs_room(void **state)
{
	struct profile large = { .name = letters(100), .favorite_dish = letters(100),
		.spice = SPICES };

	(void)state;
	store = &session_cookies;
	come_as(NULL, NULL);
	session_set(&visit.req, "profile.name", "Ani");
	session_set(&visit.req, "note", letters(3240));
	assert_false(profile_write(&visit.req, &large));
	assert_string_equal(profile_read(&visit.req).name, "Ani");
	session_set(&visit.req, "note", letters(3000));
	assert_true(profile_write(&visit.req, &large));
}

/* ---- two at once ---- */

enum { AT_ONCE = 8 };
static const char *shared_id;

static void visit_once(void *number)
{
	(void)number;
	come(&visit, "POST", shared_id);
	session_open(&visit.req);
	insist(profile_visit(&visit.req).visits > 0);
	leave(&visit);
}

static void test_profile_loses_no_visit(void **state)
{
	(void)state;
	shared_id = new_session("profile.name", "Ani");
	start_many(AT_ONCE, visit_once);
	come(&visit, "GET", shared_id);
	assert_int_equal(profile_read(&visit.req).visits, ability()->merges ? AT_ONCE : 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		in_shop(test_profile_comes_back_as_it_was),
		in_shop(test_profile_believes_only_what_it_wrote),
		in_shop(test_profile_keeps_that_something_is_unknown),
		in_shop(test_profile_that_cannot_be_decoded),
		in_shop(test_profile_is_none),
		in_shop(test_profile_counts_visits),
		in_shop(test_profile_stops_counting),
		in_shop(test_profile_moves_into_account),
		in_shop(test_profile_counts_a_guest_once),
		in_shop(test_profile_needs_room),
		cmocka_unit_test(test_profile_loses_no_visit),
	};

	return on_each_store(tests);
}
