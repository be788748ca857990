/* What the rooms remember: of guests in the session, of members in the account. */
#include "visitor.h"

#include "auth/login.h"
#include "visitor/memory.h"

static const char *const PROFILE[] = { "profile.", NULL };
static const char *const CART[] = { "cart.", "seen.", NULL };
static const char *const EVERYTHING[] = { "", NULL };

static const struct user *budi;

/* A guest, or, with a user, a member, comes with that session, and may write. */
static void come_as(const struct user *user, const char *id)
{
	come(&visit, "POST", id);
	visit.req.user = user;
	visit.req.user_known = true;
}

static void register_budi(void)
{
	come_as(NULL, NULL);
	user_insert(&visit.db, "budi", "hash of budi");
	budi = user_find_by_name(&visit.db, "budi");
	db_commit(&visit.db);
}

static void write(const char *const *beginnings, const char *text)
{
	struct pairs pairs = { .arena = &arena };

	assert_true(pairs_decode(&pairs, text, strlen(text), 1000));
	memory_write(&visit.req, beginnings, &pairs);
}

static const char *read(const char *const *beginnings)
{
	struct pairs pairs = memory_read(&visit.req, beginnings);

	return shown(&pairs);
}

/* What the account's row says, which the request must know, too. */
static const char *row(void)
{
	const char *text = user_find(&visit.db, budi->id)->memory;

	assert_string_equal(text, visit.req.user->memory);
	return text;
}

static void test_memory_keeps_order_and_repetitions(void **state)
{
	(void)state;
	register_budi();
	for (int i = 0; i < 2; i++) {
		come_as(i == 0 ? NULL : budi, NULL);
		assert_string_equal(read(EVERYTHING), "");
		write(PROFILE, "profile.diet=vegan&profile.name=S%26%3D+%C3%A9&profile.diet=halal");
		write(CART, "cart.b=1&seen.b=2&cart.a=3");
		assert_string_equal(read(PROFILE),
			"profile.diet=vegan|profile.name=S&= é|profile.diet=halal");
		assert_string_equal(read(CART), "cart.b=1|seen.b=2|cart.a=3");
		assert_string_equal(read((const char *const []){ "seen.", NULL }), "seen.b=2");
		assert_string_equal(read((const char *const []){ NULL }), "");

		write(PROFILE, "profile.name=Budi");
		assert_string_equal(read(PROFILE), "profile.name=Budi");
		assert_string_equal(read(CART), "cart.b=1|seen.b=2|cart.a=3");
		write(CART, "");
		assert_string_equal(read(EVERYTHING), "profile.name=Budi");
		write(PROFILE, "");
		assert_string_equal(read(EVERYTHING), "");
	}
}

/* A member's is in the row and not in the session, a guest's the other way round. */
static void test_memory_is_where_it_belongs(void **state)
{
	(void)state;
	register_budi();
	come_as(budi, NULL);
	write(PROFILE, "profile.name=Budi");
	assert_false(session_is_modified(&visit.req));
	assert_string_equal(row(), "profile.name=Budi");
	leave(&visit);
	assert_null(id_given(&visit));
	assert_sessions(0);

	come_as(NULL, NULL);
	write(PROFILE, "profile.name=Ani");
	assert_string_equal(user_find(&visit.db, budi->id)->memory, "profile.name=Budi");
	assert_string_equal(session_get(&visit.req, "profile.name"), "Ani");
}

static void test_memory_lasts(void **state)
{
	const char *id;

	(void)state;
	register_budi();
	come_as(NULL, NULL);
	write(PROFILE, "profile.diet=vegan&profile.diet=halal");
	leave(&visit);
	id = id_given(&visit);
	assert_non_null(id);
	come_as(NULL, id);
	assert_string_equal(read(PROFILE), "profile.diet=vegan|profile.diet=halal");
	write(PROFILE, "profile.diet=halal");
	leave(&visit);
	id = id_given(&visit);
	come_as(NULL, id);
	assert_string_equal(read(PROFILE), "profile.diet=halal");

	come_as(budi, NULL);
	write(PROFILE, "profile.name=Budi");
	leave(&visit);
	come(&visit, "GET", NULL);
	assert_string_equal(user_find(&visit.db, budi->id)->memory, "profile.name=Budi");
}

static void test_memory_makes_no_session_for_nothing(void **state)
{
	(void)state;
	come_as(NULL, NULL);
	assert_string_equal(read(EVERYTHING), "");
	write(PROFILE, "");
	assert_false(session_is_modified(&visit.req));
	leave(&visit);
	assert_null(id_given(&visit));
	assert_sessions(0);
}

/* What is the library's own in a session stays, and other rooms' entries where they were. */
static void test_memory_leaves_the_rest_of_a_session_alone(void **state)
{
	(void)state;
	come_as(NULL, NULL);
	session_set(&visit.req, "note", "x");
	session_add(&visit.req, "profile.name", "old");
	session_add(&visit.req, "profiles", "y");
	session_add(&visit.req, "profile.name", "older");
	write(PROFILE, "profile.name=new");
	assert_string_equal(read(EVERYTHING), "note=x|profiles=y|profile.name=new");
}

/* A member who was a guest until now: both can be asked. */
static void test_memory_of_the_session_is_the_guests(void **state)
{
	struct pairs guest;

	(void)state;
	register_budi();
	come_as(budi, NULL);
	session_set(&visit.req, "profile.name", "Guest");
	write(PROFILE, "profile.name=Budi");
	guest = memory_read_session(&visit.req, PROFILE);
	assert_string_equal(shown(&guest), "profile.name=Guest");
	assert_string_equal(read(PROFILE), "profile.name=Budi");
	memory_write_session(&visit.req, PROFILE, &(struct pairs){ .arena = &arena });
	assert_null(session_get(&visit.req, "profile.name"));
	assert_string_equal(row(), "profile.name=Budi");
}

/* Somebody may have repaired the database by hand. */
static void test_memory_stands_rubbish_in_an_account(void **state)
{
	static const struct {
		const char *text, *read, *written;
		bool damaged;
	} cases[] = {
		{ "", "", "profile.name=B", false },
		{ "&&", "", "profile.name=B", false },
		{ "profile.name", "profile.name=", "profile.name=B", false },
		{ "x=1&profile.name=A&&y=%zz", "profile.name=A", "x=1&y=%zz&profile.name=B",
			false },
		{ "x=%00&profile.name=A", "profile.name=A", "x=%00&profile.name=B", false },
		{ "profile.%00=1&profile.name=A", "", "profile.name=B", true },
		{ "profile.name=%ff", "", "profile.name=B", true },
		{ "a.profile.name=1&=profile.name=2", "", "a.profile.name=1&=profile.name=2&"
			"profile.name=B", false },
	};

	(void)state;
	register_budi();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct user user = *budi;

		user.memory = cases[i].text;
		come_as(&user, NULL);
		assert_string_equal(read(PROFILE), cases[i].read);
		assert_true(memory_is_damaged(&visit.req, PROFILE) == cases[i].damaged);
		write(PROFILE, "profile.name=B");
		assert_false(memory_is_damaged(&visit.req, PROFILE));
		assert_string_equal(row(), cases[i].written);
	}
}

/* To the byte: what fits can be saved, with all that the library notes there itself. */
static void test_memory_fits_what_can_be_saved(void **state)
{
	struct pairs pairs = { .arena = &arena };
	size_t most;

	(void)state;
	register_budi();
	come_as(NULL, NULL);
	session_set(&visit.req, "note", letters(100));
	most = ability()->longest - 512 - strlen("note=&profile.name=") - 100;
	pairs_set(&pairs, "profile.name", letters(most));
	assert_true(memory_fits(&visit.req, PROFILE, &pairs));
	pairs_set(&pairs, "profile.name", letters(most + 1));
	assert_false(memory_fits(&visit.req, PROFILE, &pairs));

	session_set(&visit.req, "profile.name", letters(1000)); /* whose place it takes */
	pairs_set(&pairs, "profile.name", letters(most));
	assert_true(memory_fits(&visit.req, PROFILE, &pairs));
	memory_write(&visit.req, PROFILE, &pairs);
	leave(&visit);
	assert_non_null(id_given(&visit));

	come_as(budi, NULL);
	pairs_set(&pairs, "profile.name", letters(2 * 1024 * 1024));
	assert_true(memory_fits(&visit.req, PROFILE, &pairs));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory_keeps_order_and_repetitions),
		cmocka_unit_test(test_memory_is_where_it_belongs),
		cmocka_unit_test(test_memory_lasts),
		cmocka_unit_test(test_memory_makes_no_session_for_nothing),
		cmocka_unit_test(test_memory_leaves_the_rest_of_a_session_alone),
		cmocka_unit_test(test_memory_of_the_session_is_the_guests),
		in_shop(test_memory_stands_rubbish_in_an_account),
		cmocka_unit_test(test_memory_fits_what_can_be_saved),
	};

	return on_each_store(tests);
}
