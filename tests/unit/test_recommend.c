/* What is recommended, against a reckoning that is slow and plain. */
#include "visit.h"

#include "db/create.h"
#include "model/recommend.h"
#include "model/user.h"

enum { BOOKS = 14, READERS = 9, ME = 1, GENRES_USED = 4, MOST = 6, SHOPS = 300 };

static struct db db;

/* A small shop: its books are 1 to BOOKS, its members 1 to READERS; who asks is ME, or a guest. */
static struct {
	struct genres genres[BOOKS + 1], favourites;
	struct {
		bool opened, shared;
		enum reading_state state;
	} of[READERS + 1][BOOKS + 1];
	bool is_active[READERS + 1];
	bool asks_guest;
	int64_t mine[BOOKS];  /* what I opened, last updated first */
	size_t opened;
} shop;

static int recommend_begin(void **state)
{
	int result = visiting_begin(state);

	db_create(folder, &arena);
	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	memset(&shop, 0, sizeof shop);
	return result;
}

static int recommend_end(void **state)
{
	db_close(&db);
	return visiting_end(state);
}

#define recommending(function) \
	cmocka_unit_test_setup_teardown(function, recommend_begin, recommend_end)

/* ---- a shop in the database ---- */

static void put_book(int64_t id, const struct genres *genres)
{
	db_run(&db, "INSERT INTO book (id, title, author, year, pages, genres, copies, search) "
		"VALUES ($1, $2, 'x', 1900, 100, $3, 1, $4)", BIND(id,
		(const char *)arena_printf(&arena, "Book %jd", (intmax_t)id),
		genres_text(&arena, genres), "x"));
}

static void put_user(int64_t id, bool is_active)
{
	const char *name = arena_printf(&arena, "reader%jd", (intmax_t)id);

	db_run(&db, "INSERT INTO user (id, username, username_key, password, is_active, "
		"date_joined) VALUES ($1, $2, $3, 'x', $4, 0)", BIND(id, name, name, is_active));
}

static void put_reading(int64_t user, int64_t book, enum reading_state state, bool shared)
{
	reading_put(&db, user, &(struct reading){ .book_id = book, .state = state, .before = "" },
		shared);
}

static struct reading_list my_readings(void)
{
	struct reading *reading = arena_array(&arena, BOOKS, sizeof *reading);

	for (size_t i = 0; i < shop.opened; i++)
		reading[i] = (struct reading){ .book_id = shop.mine[i],
			.state = shop.of[ME][shop.mine[i]].state, .before = "" };
	return (struct reading_list){ reading, shop.opened };
}

/* "6 read 2, 9 like 3": each book with the one that it is because of, or the genre. */
static const char *recommended(size_t most)
{
	struct reading_list mine = my_readings();
	struct recommendation_list list = recommend(&db, shop.asks_guest ? 0 : ME, &mine,
		&shop.favourites, most);
	const char *text = "";

	for (size_t i = 0; i < list.count; i++) {
		const struct recommendation *one = &list.recommendation[i];

		text = arena_printf(&arena, "%s%s%jd %s %jd", text, i > 0 ? ", " : "",
			(intmax_t)one->book->id, one->because != NULL ? "read" : "like",
			one->because != NULL ? (intmax_t)one->because->id : (intmax_t)one->genre);
	}
	return text;
}

/* ---- the plain reckoning ---- */

static int64_t in_common(const struct genres *one, const struct genres *other)
{
	int64_t count = 0;

	for (int i = 0; i < GENRES; i++)
		if (one->has[i] && other->has[i])
			count++;
	return count;
}

static bool counts(int user, int64_t book)
{
	return user != ME && shop.is_active[user] && shop.of[user][book].opened &&
		shop.of[user][book].shared && shop.of[user][book].state == READING_FINISHED;
}

static int64_t readers_of_both(int64_t one, int64_t other)
{
	int64_t count = 0;

	for (int user = 1; user <= READERS; user++)
		count += counts(user, one) && counts(user, other);
	return count;
}

struct verdict {
	int64_t rank; /* the better reason first, then points, then the newer book; 0: none */
	const char *text;
};

static struct verdict verdict(int64_t tier, int64_t points, int64_t book, const char *why,
	int64_t what)
{
	return (struct verdict){ (tier * 1000 + points) * 100 + book, arena_printf(&arena,
		"%jd %s %jd", (intmax_t)book, why, (intmax_t)what) };
}

static struct verdict judge_together(int64_t book)
{
	int64_t sum = 0, best = 0, because = 0;

	for (size_t i = 0; i < shop.opened; i++) {
		int64_t seed = shop.mine[i], points;

		if (shop.of[ME][seed].state != READING_FINISHED)
			continue;
		points = readers_of_both(seed, book) *
			(1 + in_common(&shop.favourites, &shop.genres[book]) +
			 in_common(&shop.genres[seed], &shop.genres[book]));
		sum += points;
		if (points > best) {
			best = points;
			because = seed;
		}
	}
	return best > 0 ? verdict(3, sum, book, "read", because) : (struct verdict){ 0 };
}

static struct verdict judge_liked(int64_t book)
{
	int64_t points = in_common(&shop.favourites, &shop.genres[book]);

	for (int genre = 0; genre < GENRES; genre++)
		if (shop.favourites.has[genre] && shop.genres[book].has[genre])
			return verdict(2, points, book, "like", genre);
	return (struct verdict){ 0 };
}

static struct verdict judge_similar(int64_t book)
{
	static const enum reading_state order[] = { READING_FINISHED, READING_OPEN };
	int64_t best = 0, because = 0;

	for (size_t state = 0; state < 2; state++)
		for (size_t i = 0; i < shop.opened; i++) {
			int64_t seed = shop.mine[i];
			int64_t points = in_common(&shop.genres[seed], &shop.genres[book]);

			if (shop.of[ME][seed].state == order[state] && points > best) {
				best = points;
				because = seed;
			}
		}
	return best > 0 ? verdict(1, best, book, "read", because) : (struct verdict){ 0 };
}

static struct verdict judge(int64_t book)
{
	struct verdict found = { 0 };

	if (shop.of[ME][book].opened)
		return found;
	found = judge_together(book);
	if (found.rank == 0)
		found = judge_liked(book);
	return found.rank != 0 ? found : judge_similar(book);
}

static const char *reckoned(size_t most)
{
	int64_t below = INT64_MAX;
	const char *text = "";

	for (size_t i = 0; i < most; i++) {
		struct verdict best = { 0 };

		for (int64_t book = 1; book <= BOOKS; book++) {
			struct verdict found = judge(book);

			if (found.rank < below && found.rank > best.rank)
				best = found;
		}
		if (best.rank == 0)
			break;
		below = best.rank;
		text = arena_printf(&arena, "%s%s%s", text, i > 0 ? ", " : "", best.text);
	}
	return text;
}

/* ---- many shops ---- */

static bool chance(int percent)
{
	return rand() % 100 < percent;
}

static struct genres some_genres(int percent)
{
	struct genres genres = { 0 };

	for (int i = 0; i < GENRES_USED; i++)
		genres.has[i] = chance(percent);
	return genres;
}

static void open_shop(unsigned seed)
{
	srand(seed);
	memset(&shop, 0, sizeof shop);
	shop.asks_guest = chance(50);
	shop.favourites = some_genres(chance(50) ? 0 : 40);
	for (int book = 1; book <= BOOKS; book++)
		shop.genres[book] = some_genres(30);
	for (int user = 1; user <= READERS; user++) {
		int share = rand() % 60;

		shop.is_active[user] = user == ME || chance(80);
		for (int book = 1; book <= BOOKS; book++) {
			shop.of[user][book].opened = chance(share);
			shop.of[user][book].shared = chance(85);
			shop.of[user][book].state = chance(60) ? READING_FINISHED :
				(enum reading_state)(rand() % READING_STATES);
		}
	}
	for (int64_t book = 1; book <= BOOKS; book++)
		if (shop.of[ME][book].opened)
			shop.mine[shop.opened++] = book;
	for (size_t i = shop.opened; i > 1; i--) {
		size_t with = (size_t)rand() % i;
		int64_t moved = shop.mine[i - 1];

		shop.mine[i - 1] = shop.mine[with];
		shop.mine[with] = moved;
	}
}

/* A guest's books are in no table. */
static void store_shop(void)
{
	db_run(&db, "DELETE FROM book", BIND_NOTHING);
	db_run(&db, "DELETE FROM user", BIND_NOTHING);
	for (int64_t book = 1; book <= BOOKS; book++)
		put_book(book, &shop.genres[book]);
	for (int user = shop.asks_guest ? ME + 1 : ME; user <= READERS; user++) {
		put_user(user, shop.is_active[user]);
		for (int64_t book = 1; book <= BOOKS; book++)
			if (shop.of[user][book].opened)
				put_reading(user, book, shop.of[user][book].state,
					shop.of[user][book].shared);
	}
}

/* The reckoning looks at all that was finished, the real one at the last ten. */
static size_t finished(void)
{
	size_t count = 0;

	for (size_t i = 0; i < shop.opened; i++)
		count += shop.of[ME][shop.mine[i]].state <= READING_FINISHED;
	return count;
}

static void test_as_reckoned(void **state)
{
	size_t together = 0, liked = 0, none = 0;

	(void)state;
	for (unsigned seed = 1; seed <= SHOPS; seed++) {
		const char *real, *plain;

		open_shop(seed);
		if (finished() > 10)
			continue;
		store_shop();
		real = recommended(MOST);
		plain = reckoned(MOST);
		if (strcmp(real, plain) != 0)
			fail_msg("shop %u: \"%s\", not \"%s\"", seed, real, plain);
		together += strstr(real, "read") != NULL;
		liked += strstr(real, "like") != NULL;
		none += *real == '\0';
	}
	assert_in_range(together, SHOPS / 4, SHOPS);
	assert_in_range(liked, SHOPS / 10, SHOPS);
	assert_in_range(none, 3, SHOPS);
}

/* ---- one thing after the other ---- */

static void know(int64_t book, enum reading_state state)
{
	shop.of[ME][book].opened = true;
	shop.of[ME][book].state = state;
	shop.mine[shop.opened++] = book;
}

static void test_an_empty_shop(void **state)
{
	(void)state;
	shop.favourites.has[NOVEL] = true;
	assert_string_equal(recommended(MOST), "");
	know(7, READING_FINISHED); /* it is gone */
	assert_string_equal(recommended(MOST), "");
}

static void test_nobody_is_known(void **state)
{
	(void)state;
	put_book(1, &(struct genres){ .has = { [NOVEL] = true } });
	assert_string_equal(recommended(MOST), "");
	assert_string_equal(recommended(0), "");
	shop.favourites.has[NOVEL] = true;
	assert_string_equal(recommended(0), "");
	assert_string_equal(recommended(MOST), "1 like 0");
}

/* I am none of them, and what I have not finished does not count. */
static void test_the_hundred_who_share_most_are_asked(void **state)
{
	static const struct genres none;

	(void)state;
	for (int64_t book = 1; book <= 6; book++)
		put_book(book, &none);
	know(1, READING_FINISHED);
	know(2, READING_FINISHED);
	know(5, READING_OPEN);
	put_user(ME, true);
	put_reading(ME, 1, READING_FINISHED, true);
	put_reading(ME, 2, READING_FINISHED, true);
	for (int64_t user = ME + 1; user <= 251; user++) {
		bool both = user > 151;

		put_user(user, true);
		put_reading(user, 1, READING_FINISHED, true);
		put_reading(user, both ? 2 : 5, READING_FINISHED, true);
		put_reading(user, both ? 3 : 4, READING_FINISHED, true);
	}
	put_reading(251, 6, READING_FINISHED, true);
	assert_string_equal(recommended(MOST), "3 read 1, 6 read 1");
	db_run(&db, "UPDATE reading SET shared = 0 WHERE user_id = 200", BIND_NOTHING);
	assert_string_equal(recommended(MOST), "3 read 1, 6 read 1, 4 read 1");
}

static void test_only_the_last_ten_count(void **state)
{
	static const struct genres none;

	(void)state;
	shop.asks_guest = true;
	put_user(2, true);
	for (int64_t book = 1; book <= BOOKS; book++)
		put_book(book, &none);
	put_reading(2, 11, READING_FINISHED, true);
	put_reading(2, 14, READING_FINISHED, true);
	for (int64_t book = 1; book <= 11; book++)
		know(book, READING_FINISHED);
	assert_string_equal(recommended(MOST), "");
	put_reading(2, 10, READING_FINISHED, true);
	assert_string_equal(recommended(MOST), "14 read 10");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		recommending(test_as_reckoned),
		recommending(test_an_empty_shop),
		recommending(test_nobody_is_known),
		recommending(test_the_hundred_who_share_most_are_asked),
		recommending(test_only_the_last_ten_count),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
