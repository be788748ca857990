/* Sessions, wherever they are kept: what is remembered, of whom, and by two requests at once. */
#include "visitor.h"

#include <ctype.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/text.h"
#include "model/user.h"

/* ---- one visitor ---- */

static void test_who_is_not_remembered_gets_nothing(void **state)
{
	(void)state;
	come(&visit, "GET", NULL);
	leave(&visit);
	assert_false(visit.res.varies_by_cookie);
	assert_null(session_get(&visit.req, "a"));
	assert_null(session_pop(&visit.req, "a"));
	leave(&visit);
	assert_true(visit.res.varies_by_cookie);
	assert_null(visit.res.headers.data);
	assert_sessions(0);
}

/* What changes nothing that lasts begins no session: anybody could fill the disk with them. */
static void test_nothing_to_remember(void **state)
{
	(void)state;
	for (int way = 0; way < 5; way++) {
		come(&visit, "POST", NULL);
		switch (way) {
		case 0: session_touch(&visit.req); break;
		case 1: session_clear(&visit.req); break;
		case 2: session_flush(&visit.req); break;
		case 3: session_cycle_key(&visit.req); break;
		case 4:
			session_set(&visit.req, "a", "1");
			session_pop(&visit.req, "a");
			break;
		}
		leave(&visit);
		assert_null(visit.res.headers.data);
		assert_sessions(0);
	}
}

static void test_a_session_is_remembered(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	assert_non_null(strstr(cookie_set(&visit, "sessionid"), "; Max-Age=1209600; HttpOnly;"));
	assert_string_equal(found(id, "a"), "1");
	assert_null(session_get(&visit.req, "A"));
	leave(&visit);
	assert_null(visit.res.headers.data);
	assert_true(visit.res.varies_by_cookie);
	assert_sessions(1);
}

static void test_sessions_are_kept_apart(void **state)
{
	const char *one = new_session("a", "1"), *two = new_session("a", "2");

	(void)state;
	assert_string_not_equal(one, two);
	assert_string_equal(found(one, "a"), "1");
	assert_string_equal(found(two, "a"), "2");
	assert_null(found(arena_printf(&arena, "%s; sessionid=%s", one, two), "a"));
	assert_string_equal(found(arena_printf(&arena, "%s; sessionid=%s", one, one), "a"), "1");
}

/* Whoever sends an id that is nobody's had a session once; without one there was none. */
static void test_a_session_can_be_lost(void **state)
{
	char *one = arena_string(&arena, new_session("a", "1"));
	char *two = arena_string(&arena, new_session("a", "2"));
	struct {
		const char *sent;
		bool lost;
	} cases[] = {
		{ NULL, false }, { one, false }, { "x", true }, { "", true },
		{ arena_printf(&arena, "%s; sessionid=%s", one, two), true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		come(&visit, "GET", cases[i].sent);
		assert_true(session_is_lost(&visit.req) == cases[i].lost);
		leave(&visit);
	}
}

/* Every letter there is, as a name and as a value. */
static void test_odd_letters(void **state)
{
	static const char *const texts[] = { "é", "€", "😀", "%41", "a&b=c;d,e", "\"\\\"", " a ",
		"\x7f", "a\r\nSet-Cookie: b=c", "_", "", NULL };
	const char *id;

	(void)state;
	come(&visit, "POST", NULL);
	for (char letter = 1; letter < 127; letter++)
		session_set(&visit.req, arena_copy(&arena, &letter, 1),
			arena_copy(&arena, &letter, 1));
	for (const char *const *text = texts; *text != NULL; text++)
		session_set(&visit.req, *text, *text);
	leave(&visit);
	id = id_given(&visit);
	come(&visit, "GET", id);
	for (char letter = 1; letter < 127; letter++)
		assert_string_equal(session_get(&visit.req, arena_copy(&arena, &letter, 1)),
			arena_copy(&arena, &letter, 1));
	for (const char *const *text = texts; *text != NULL; text++)
		assert_string_equal(session_get(&visit.req, *text), *text);
}

/* The entries that are not the library's, as "name=value|...". */
static const char *entries(struct visit *at)
{
	struct pairs all = { .arena = &arena };
	const struct pair *entry;

	for (size_t i = 0; (entry = session_each(&at->req, &i)) != NULL;)
		if (*entry->name != '_')
			pairs_add(&all, entry->name, entry->value);
	return shown(&all);
}

static void test_values_change(void **state)
{
	const char *id = new_session("a", "1");
	struct request *req = &visit.req;

	(void)state;
	come(&visit, "POST", id);
	session_set(req, "b", "2");
	session_set(req, "a", "3");
	assert_string_equal(session_pop(req, "b"), "2");
	assert_null(session_pop(req, "b"));
	assert_string_equal(session_set_default(req, "a", "9"), "3");
	assert_string_equal(session_set_default(req, "c", "4"), "4");
	assert_string_equal(entries(&visit), "a=3|c=4");
	leave(&visit);
	id = id_given(&visit);
	come(&visit, "POST", id);
	assert_string_equal(entries(&visit), "a=3|c=4");
	session_pop(req, "a");
	leave(&visit);
	come(&visit, "GET", id_given(&visit));
	assert_string_equal(entries(&visit), "c=4");
	assert_sessions(1);
}

static void test_names_repeat(void **state)
{
	struct request *req = &visit.req;
	const char *id;

	(void)state;
	come(&visit, "POST", new_session("diet", "vegan"));
	session_add(req, "diet", "halal");
	session_set(req, "size", "1");
	session_add(req, "diet", "halal");
	leave(&visit);
	id = id_given(&visit);
	come(&visit, "POST", id);
	assert_string_equal(entries(&visit), "diet=vegan|diet=halal|size=1|diet=halal");
	assert_string_equal(session_get(req, "diet"), "halal");
	session_set(req, "diet", "none");
	assert_string_equal(entries(&visit), "size=1|diet=none");
	session_add(req, "size", "2");
	assert_string_equal(session_pop(req, "size"), "2");
	leave(&visit);
	come(&visit, "GET", id_given(&visit));
	assert_string_equal(entries(&visit), "diet=none");
}

/* Django's `accessed` and `modified`. */
static void test_accessed_and_modified(void **state)
{
	const char *id = new_session("a", "1");
	struct request *req = &visit.req;

	(void)state;
	come(&visit, "GET", id);
	assert_false(session_is_accessed(req));
	assert_false(session_is_modified(req));
	session_open(req);
	assert_false(session_is_accessed(req));
	session_get(req, "a");
	session_pop(req, "b");
	session_set_default(req, "a", "2");
	session_delete_test_cookie(req);
	assert_true(session_is_accessed(req));
	assert_false(session_is_modified(req));
	leave(&visit);
	assert_null(id_given(&visit));
	come(&visit, "GET", id);
	session_touch(req);
	assert_true(session_is_accessed(req));
	assert_true(session_is_modified(req));
	leave(&visit);
	assert_non_null(id_given(&visit));
	for (int way = 0; way < 5; way++) {
		come(&visit, "GET", id);
		switch (way) {
		case 0: session_set(req, "a", "1"); break;
		case 1: session_add(req, "a", "1"); break;
		case 2: session_pop(req, "a"); break;
		case 3: session_set_default(req, "b", "1"); break;
		case 4: session_clear(req); break;
		}
		assert_true(session_is_modified(req));
	}
}

static void test_test_cookie(void **state)
{
	const char *id;

	(void)state;
	come(&visit, "GET", NULL);
	assert_false(session_test_cookie_worked(&visit.req));
	session_set_test_cookie(&visit.req);
	leave(&visit);
	id = id_given(&visit);
	come(&visit, "GET", NULL);
	assert_false(session_test_cookie_worked(&visit.req));
	assert_string_equal(found(id, "testcookie"), "worked");
	come(&visit, "POST", id);
	assert_true(session_test_cookie_worked(&visit.req));
	session_delete_test_cookie(&visit.req);
	assert_false(session_test_cookie_worked(&visit.req));
	leave(&visit);
	come(&visit, "GET", id_given(&visit));
	assert_false(session_test_cookie_worked(&visit.req));
}

/* A session that was emptied is still the same session. */
static void test_an_emptied_session_stays(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	for (int way = 0; way < 2; way++) {
		come(&visit, "POST", id);
		way == 0 ? (void)session_pop(&visit.req, "a") : session_clear(&visit.req);
		leave(&visit);
		if (!store->in_cookie)
			assert_string_equal(id_given(&visit), id);
		id = id_given(&visit);
		come(&visit, "GET", id);
		assert_string_equal(entries(&visit), "");
		leave(&visit);
		assert_null(id_given(&visit));
		assert_sessions(1);
		id = changed(id, "a", "1");
	}
}

/* An id that is dead now; a cookie that is sent again is an old session. */
static void assert_dead(const char *id, const char *name, const char *value)
{
	if (ability()->revokes) {
		assert_null(found(id, name));
		leave(&visit);
		assert_deleted_cookie(&visit);
	} else {
		assert_string_equal(found(id, name), value);
	}
}

static void test_cycle_key(void **state)
{
	const char *id = new_session("cart", "3"), *next;

	(void)state;
	for (int post = 0; post < 2; post++) {
		come(&visit, post ? "POST" : "GET", id);
		session_cycle_key(&visit.req);
		assert_string_equal(session_get(&visit.req, "cart"), "3");
		session_set(&visit.req, "user", "7");
		leave(&visit);
		next = id_given(&visit);
		assert_string_not_equal(next, id);
		assert_string_equal(found(next, "cart"), "3");
		assert_string_equal(session_get(&visit.req, "user"), "7");
		assert_dead(id, "cart", "3");
		assert_sessions(1);
		id = next;
	}
}

static void test_flush(void **state)
{
	(void)state;
	for (int post = 0; post < 2; post++) {
		const char *id = new_session("a", "1");

		come(&visit, post ? "POST" : "GET", id);
		session_set(&visit.req, "b", "2");
		session_flush(&visit.req);
		assert_null(session_get(&visit.req, "a"));
		leave(&visit);
		assert_deleted_cookie(&visit);
		assert_dead(id, "a", "1");
		assert_sessions(0);
	}
}

static void test_flush_and_begin_anew(void **state)
{
	(void)state;
	for (int post = 0; post < 2; post++) {
		const char *id = new_session("a", "1"), *next;

		come(&visit, post ? "POST" : "GET", id);
		session_flush(&visit.req);
		session_set(&visit.req, "b", "2");
		leave(&visit);
		next = id_given(&visit);
		assert_string_not_equal(next, id);
		assert_null(found(next, "a"));
		assert_string_equal(session_get(&visit.req, "b"), "2");
		assert_dead(id, "a", "1");
		assert_sessions(post + 1);
	}
}

/* ---- ids ---- */

/* Nobody is behind this id: it makes no record, and does not become anybody's. */
static void assert_nobody(const char *id)
{
	int64_t before = count_sessions();

	for (int post = 0; post < 2; post++) {
		come(&visit, post ? "POST" : "GET", id);
		assert_null(session_get(&visit.req, "a"));
		leave(&visit);
		assert_deleted_cookie(&visit);
		assert_int_equal(count_sessions(), before);
		come(&visit, post ? "POST" : "GET", id);
		session_set(&visit.req, "a", "mine");
		leave(&visit);
		assert_string_not_equal(id_given(&visit), id);
		assert_null(found(id, "a"));
		before += !store->in_cookie;
		assert_int_equal(count_sessions(), before);
	}
}

static void test_foreign_ids_are_not_adopted(void **state)
{
	static const char *const ids[] = { "", "a", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"../../../../../../../../../../../etc/passwd",
		"........................................../",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\xc3\xa9",
		"_expires=9000000000000000&a=1", "_expires=9000000000000000&a=1:1r31eq:x", NULL };

	(void)state;
	for (const char *const *id = ids; *id != NULL; id++)
		assert_nobody(*id);
}

/* One letter in another case, one less, one more. */
static void test_ids_are_taken_to_the_letter(void **state)
{
	const char *id = new_session("a", "1");
	size_t length = strlen(id), at = length / 2;
	char *other_case = arena_string(&arena, id);

	(void)state;
	while (!isalpha((unsigned char)id[at]))
		at++;
	other_case[at] ^= 0x20;
	assert_nobody(other_case);
	assert_nobody(arena_copy(&arena, id, length - 1));
	assert_nobody(id + 1);
	assert_nobody(arena_printf(&arena, "%sA", id));
	assert_nobody(arena_printf(&arena, "A%s", id));
	assert_string_equal(found(id, "a"), "1");
}

/* In 400 ids each of the 43 places has many letters. */
static void test_ids_are_random(void **state)
{
	char seen[43][128] = { { 0 } };
	int different[43] = { 0 };

	(void)state;
	for (int i = 0; i < 400; i++) {
		const char *id = store->new_id(&arena);

		if (store->in_cookie) {
			assert_string_equal(id, "");
			return;
		}
		assert_true(session_is_id(id));
		for (int j = 0; j < 43; j++)
			different[j] += !seen[j][(int)id[j]]++;
	}
	for (int j = 0; j < 42; j++)
		assert_in_range(different[j], 40, 64);
	assert_int_equal(different[42], 16); /* 256 bits are 42 letters and two thirds */
}

/* ---- sizes ---- */

/* A change that does not fit is refused, and the session stays as it was. */
static void assert_does_not_fit(const char *id)
{
	assert_fails(413, session_prepare(&visit.req, &visit.res));
	session_close(&visit.req);
	db_close(&visit.db);
	assert_string_equal(found(id, "a"), "1");
	assert_null(session_get(&visit.req, "x"));
	assert_sessions(1);
}

static void test_what_does_not_fit(void **state)
{
	const char *id = new_session("a", "1");
	size_t room;

	(void)state;
	assert_int_equal(store->longest, ability()->longest);
	come(&visit, "POST", id);
	session_set(&visit.req, "x", letters(store->longest));
	assert_does_not_fit(id);
	room = store->longest - strlen(text_kept(id)) - strlen("&x=");
	come(&visit, "POST", id);
	session_set(&visit.req, "x", letters(room + 1));
	assert_does_not_fit(id);
	id = changed(id, "x", letters(room));
	assert_int_equal(strlen(text_kept(id)), store->longest);
	assert_int_equal(strlen(found(id, "x")), room);
}

/* A full session has no room for one visit more: then it is not noted, and nobody is locked out. */
static void test_a_visit_that_does_not_fit(void **state)
{
	const char *id = new_session("a", "1");
	size_t room = store->longest - strlen(text_kept(id)) - strlen("&x=");

	(void)state;
	id = changed(id, "x", letters(room));
	id = with_number(id, "_seen", number_in(text_kept(id), "_seen") - 3 * 3600 * 1000000ll);
	for (int i = 0; i < 2; i++) {
		come(&visit, "GET", id);
		assert_string_equal(session_get(&visit.req, "a"), "1");
		leave(&visit);
		tidy_up(&visit);
		assert_null(cookie_set(&visit, "sessionid"));
	}
	id = changed(id, "x", "");
	assert_string_equal(found(id, "a"), "1");
}

/* A cookie of RFC 6265 section 6.1: 4096 bytes with its attributes. */
static void test_cookies_fit_into_browsers(void **state)
{
	const char *id = new_session("a", "1");
	size_t room = store->longest - strlen(text_kept(id)) - strlen("&x=");

	(void)state;
	come(&visit, "POST", id);
	session_set(&visit.req, "x", letters(room));
	leave(&visit);
	assert_in_range(strlen("sessionid=") + strlen(cookie_set(&visit, "sessionid")), 1, 4096);
}

static void set_many(int from, int to)
{
	for (int i = from; i < to; i++)
		session_set(&visit.req, arena_printf(&arena, "n%d", i),
			arena_printf(&arena, "%d", i));
}

static void test_ten_thousand_entries(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	come(&visit, "POST", id);
	set_many(1, 10000);
	if (store->in_cookie) {
		assert_does_not_fit(id);
		return;
	}
	leave(&visit);
	for (int i = 1; i < 10000; i += 1111)
		assert_string_equal(found(id, arena_printf(&arena, "n%d", i)),
			arena_printf(&arena, "%d", i));
	come(&visit, "POST", id);
	set_many(10000, 10100);
	session_set(&visit.req, "x", "1");
	assert_does_not_fit(id);
	come(&visit, "POST", id);
	session_clear(&visit.req);
	leave(&visit);
	assert_string_equal(entries(&visit), "");
}

/* ---- texts that are no sessions ---- */

static void test_damaged_texts(void **state)
{
	static const char *const texts[] = { "", "a=1", "rubbish", "_expires", "_expires=",
		"_expires=&a=1", "_expires=x&a=1", "_expires=-1&a=1", "_expires= 9000000000000000",
		"_expires=99999999999999999999999&a=1", "_expires=0&a=1",
		"a=1&_expires=9000000000000000", "_Expires=9000000000000000&a=1",
		"_expires=9000000000000000&a=%ff", "_expires=9000000000000000&a%00=1",
		"_expires=9000000000000000;a=1", "&_expires=9000000000000000&a=1", NULL };

	(void)state;
	for (const char *const *text = texts; *text != NULL; text++)
		assert_nobody(keep_text(store->new_id(&arena), *text));
	assert_string_equal(found(keep_text(store->new_id(&arena),
		"_expires=9000000000000000&a=1"), "a"), "1");
}

/* Cut anywhere, it is none, or it knows less; never does it know anything else. */
static void test_truncated_texts(void **state)
{
	const char *text = "_expires=9000000000000000&a=1&b=%C3%A9";

	(void)state;
	for (size_t length = 0; length < strlen(text); length++) {
		const char *a = found(keep_text(store->new_id(&arena),
			arena_copy(&arena, text, length)), "a");
		const char *b = session_get(&visit.req, "b");

		assert_true(a == NULL || *a == '\0' || strcmp(a, "1") == 0);
		assert_true(b == NULL || *b == '\0' || *b == '%');
	}
}

/* ---- two requests at once ---- */

/* The lock is released, and nothing is changed, when the database could not be committed. */
static void test_prepared_and_dropped(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	come(&visit, "POST", id);
	session_set(&visit.req, "a", "2");
	session_cycle_key(&visit.req);
	session_prepare(&visit.req, &visit.res);
	session_close(&visit.req);
	db_close(&visit.db);
	assert_string_equal(found(id, "a"), "1");
	assert_sessions(1);
	assert_string_equal(found(changed(id, "b", "2"), "a"), "1");
}

/* Both fill the cart, and both are filled; of two cookies the later one is all that there is. */
enum { FILLERS = 2, ROUNDS = 100 };
static const char *cart;

static const char *one_more(const char *text)
{
	uint64_t number = 0;

	insist(text == NULL || text_to_unsigned(text, INT32_MAX, &number));
	return arena_printf(&arena, "%ju", (uintmax_t)number + 1);
}

static void fill_cart(void *number)
{
	const char *own = arena_printf(&arena, "cart.%d", *(int *)number);

	for (int i = 0; i < ROUNDS; i++) {
		come(&visit, "POST", cart);
		session_set(&visit.req, own, one_more(session_get(&visit.req, own)));
		session_set(&visit.req, "cart.both",
			one_more(session_get(&visit.req, "cart.both")));
		leave(&visit);
	}
}

static void test_two_fill_a_cart(void **state)
{
	(void)state;
	cart = new_session("a", "1");
	start_many(FILLERS, fill_cart);
	if (!ability()->merges) {
		assert_null(found(cart, "cart.both"));
		return;
	}
	assert_string_equal(found(cart, "cart.0"), "100");
	assert_string_equal(session_get(&visit.req, "cart.1"), "100");
	assert_string_equal(session_get(&visit.req, "cart.both"), "200");
	assert_sessions(1);
}

/* What a reader changes is put, name by name, into the session as it is at his end. */
static void test_a_reader_merges(void **state)
{
	const char *id = changed(changed(new_session("a", "1"), "b", "2"), "c", "3");

	(void)state;
	assert_string_equal(found_by(&other, id, "b"), "2");
	come(&visit, "POST", id);
	session_set(&visit.req, "a", "changed");
	session_set(&visit.req, "c", "changed");
	session_set(&visit.req, "new", "4");
	leave(&visit);
	session_set(&other.req, "d", "mine");
	session_set(&other.req, "c", "mine");
	session_pop(&other.req, "b");
	session_set(&other.req, "brief", "5");
	session_pop(&other.req, "brief");
	leave(&other);
	come(&visit, "GET", id_given(&other));
	assert_string_equal(entries(&visit),
		ability()->merges ? "a=changed|new=4|d=mine|c=mine" : "a=1|d=mine|c=mine");
}

/* Readers that write after all: each has a name of its own, and all of them arrive. */
static void add_name(void *number)
{
	insist(found(cart, "n") != NULL);
	session_set(&visit.req, arena_printf(&arena, "name%d", *(int *)number), "here");
	leave(&visit);
}

static void test_readers_lose_nothing(void **state)
{
	enum { READERS = 20 };

	(void)state;
	cart = new_session("n", "0");
	start_many(READERS, add_name);
	for (int i = 0; i < READERS; i++) {
		const char *value = found(cart, arena_printf(&arena, "name%d", i));

		ability()->merges ? assert_string_equal(value, "here") : assert_null(value);
	}
}

/* Somebody signs out or in while another request reads: the old session does not come back. */
static void test_deleted_stays_deleted(void **state)
{
	(void)state;
	for (int cycled = 0; cycled < 2; cycled++) {
		const char *id = new_session("a", "1");

		assert_string_equal(found_by(&other, id, "a"), "1");
		come(&visit, "POST", id);
		cycled ? session_cycle_key(&visit.req) : session_flush(&visit.req);
		leave(&visit);
		session_set(&other.req, "b", "2");
		leave(&other);
		if (!ability()->revokes) {
			assert_string_equal(found(id_given(&other), "a"), "1");
			continue;
		}
		assert_deleted_cookie(&other);
		assert_null(found(id, "a"));
		assert_null(found(id, "b"));
		assert_sessions(cycled);
	}
}

/* Nor does it under a new id: that has only what this request put into it. */
static void test_deleted_stays_deleted_under_another_id(void **state)
{
	const char *id = new_session("a", "1");

	(void)state;
	assert_string_equal(found_by(&other, id, "a"), "1");
	come(&visit, "POST", id);
	session_flush(&visit.req);
	leave(&visit);
	session_cycle_key(&other.req);
	session_set(&other.req, "b", "2");
	leave(&other);
	come(&visit, "GET", id_given(&other));
	assert_string_equal(entries(&visit), ability()->revokes ? "b=2" : "a=1|b=2");
}

/* A writer and a reader that tell each other how far they are. */
static int said_by_writer[2], said_by_reader[2];

static void say(const int to[2])
{
	insist(write(to[1], "", 1) == 1);
}

static void await(const int from[2])
{
	char byte;

	insist(read(from[0], &byte, 1) == 1);
}

static int64_t count_users(struct db *db)
{
	struct statement rows = db_query(db, "SELECT count(*) FROM user", BIND_NOTHING);
	int64_t count = db_next(&rows) ? db_integer(&rows, 0) : -1;

	db_finish(&rows);
	return count;
}

static void write_slowly(void *unused)
{
	(void)unused;
	come(&visit, "POST", cart);
	session_open(&visit.req);
	user_insert(&visit.db, "siti", "hash");
	session_set(&visit.req, "writer", "here");
	say(said_by_writer);
	await(said_by_reader);
	usleep(100000); /* the reader should wait for the session by now */
	leave(&visit);
}

static void read_meanwhile(void *unused)
{
	(void)unused;
	await(said_by_writer);
	come(&other, "GET", cart);
	insist(strcmp(session_get(&other.req, "a"), "1") == 0);
	insist(session_get(&other.req, "writer") == NULL);
	insist(count_users(&other.db) == 0);
	session_set(&other.req, "reader", "here");
	say(said_by_reader);
	leave(&other);
}

/*
 * While one writes, a reader does not wait; and when both have something to write, neither keeps
 * the session from the other while it waits for the database, nor the reverse.
 */
static void test_nobody_waits_for_ever(void **state)
{
	pid_t writer, reader;

	(void)state;
	cart = new_session("a", "1");
	assert_int_equal(pipe(said_by_writer), 0);
	assert_int_equal(pipe(said_by_reader), 0);
	writer = start(write_slowly, NULL);
	reader = start(read_meanwhile, NULL);
	for (int i = 0; i < 2; i++) {
		close(said_by_writer[i]);
		close(said_by_reader[i]);
	}
	assert_well_done(reader);
	assert_well_done(writer);
	come(&visit, "GET", cart);
	assert_string_equal(entries(&visit),
		ability()->merges ? "a=1|writer=here|reader=here" : "a=1");
}

/* Everybody reads and writes everything, in the order that routes do. */
static void do_everything(void *number)
{
	for (int i = 0; i < 10; i++) {
		bool post = (*(int *)number + i) % 2 == 0;

		come(&visit, post ? "POST" : "GET", cart);
		if (post)
			session_open(&visit.req);
		insist(count_users(&visit.db) >= 0);
		if (post)
			user_insert(&visit.db,
				arena_printf(&arena, "user%d.%d", *(int *)number, i), "hash");
		session_set(&visit.req, arena_printf(&arena, "n%d.%d", *(int *)number, i), "1");
		leave(&visit);
		tidy_up(&visit);
	}
}

static void test_crowds(void **state)
{
	enum { CROWD = 6 };
	int known = 0;

	(void)state;
	cart = new_session("a", "1");
	start_many(CROWD, do_everything);
	for (int i = 0; i < CROWD * 10; i++)
		known += found(cart, arena_printf(&arena, "n%d.%d", i / 10, i % 10)) != NULL;
	assert_int_equal(known, ability()->merges ? CROWD * 10 : 0);
	assert_int_equal(count_users(&visit.db), CROWD * 5);
}

/* ---- */

static void test_stores_have_names(void **state)
{
	(void)state;
	settings.session_store = store->name;
	assert_ptr_equal(session_store(&settings), store);
	settings.session_store = "File";
	assert_fails(500, session_store(&settings));
	assert_non_null(strstr(failure.reason, "\"File\""));
}

/* A request that fails for want of a store still ends as all others do. */
static void test_a_store_that_is_none(void **state)
{
	(void)state;
	come(&visit, "GET", NULL);
	visit.req.config.session_store = "redis";
	assert_fails(500, session_get(&visit.req, "a"));
	session_close(&visit.req);
	assert_true(session_is_tidy(&visit.req));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_is_not_remembered_gets_nothing),
		cmocka_unit_test(test_nothing_to_remember),
		cmocka_unit_test(test_a_session_is_remembered),
		cmocka_unit_test(test_sessions_are_kept_apart),
		cmocka_unit_test(test_a_session_can_be_lost),
		cmocka_unit_test(test_odd_letters),
		cmocka_unit_test(test_values_change),
		cmocka_unit_test(test_names_repeat),
		cmocka_unit_test(test_accessed_and_modified),
		cmocka_unit_test(test_test_cookie),
		cmocka_unit_test(test_an_emptied_session_stays),
		cmocka_unit_test(test_cycle_key),
		cmocka_unit_test(test_flush),
		cmocka_unit_test(test_flush_and_begin_anew),
		cmocka_unit_test(test_foreign_ids_are_not_adopted),
		cmocka_unit_test(test_ids_are_taken_to_the_letter),
		cmocka_unit_test(test_ids_are_random),
		cmocka_unit_test(test_what_does_not_fit),
		cmocka_unit_test(test_a_visit_that_does_not_fit),
		cmocka_unit_test(test_cookies_fit_into_browsers),
		cmocka_unit_test(test_ten_thousand_entries),
		cmocka_unit_test(test_damaged_texts),
		cmocka_unit_test(test_truncated_texts),
		cmocka_unit_test(test_prepared_and_dropped),
		cmocka_unit_test(test_two_fill_a_cart),
		cmocka_unit_test(test_a_reader_merges),
		cmocka_unit_test(test_readers_lose_nothing),
		cmocka_unit_test(test_deleted_stays_deleted),
		cmocka_unit_test(test_deleted_stays_deleted_under_another_id),
		cmocka_unit_test(test_nobody_waits_for_ever),
		cmocka_unit_test(test_crowds),
		cmocka_unit_test(test_stores_have_names),
		cmocka_unit_test(test_a_store_that_is_none),
	};

	return on_each_store(tests);
}
