/*
 * Books that a reader may like.  The database counts which books were finished together; what that
 * is worth is reckoned here, where the whole shelf, as ids and genres, fits into memory.
 */
#include "model/recommend.h"

#include <stdlib.h>

enum { SEEDS = 10 /* books of the reader that are asked about; as many as the statement has */ };

struct candidate {
	int64_t book_id;
	struct genres genres;
	bool known;             /* to the reader; or it is recommended already */
	int64_t readers[SEEDS]; /* who finished this one and that seed */
	int64_t points;         /* 0: nothing speaks for it */
	const struct candidate *because; /* the seed that speaks for it most; NULL: a genre does */
	enum genre genre;
};

struct taste {
	const struct genres *favourites;
	struct candidate *candidate; /* the shelf, by id */
	size_t count;
	const struct candidate *seed[SEEDS]; /* read last; those that were finished come first */
	size_t seeds, finished;
};

/* ---- the shelf ---- */

static void read_shelf(struct taste *taste, struct db *db)
{
	struct statement rows = db_query(db, "SELECT id, genres, (SELECT count(*) FROM book) "
		"FROM book ORDER BY id", BIND_NOTHING);

	while (db_next(&rows)) {
		if (taste->count == 0)
			taste->candidate = arena_array(db->arena, (size_t)db_integer(&rows, 2),
				sizeof *taste->candidate);
		taste->candidate[taste->count].book_id = db_integer(&rows, 0);
		taste->candidate[taste->count].genres = genres_parse(db_text(&rows, 1));
		taste->count++;
	}
}

static int compare_ids(const void *id, const void *candidate)
{
	int64_t one = *(const int64_t *)id, other = ((const struct candidate *)candidate)->book_id;

	return (one > other) - (one < other);
}

static struct candidate *find(const struct taste *taste, int64_t book_id)
{
	return taste->count == 0 ? NULL : bsearch(&book_id, taste->candidate, taste->count,
		sizeof *taste->candidate, compare_ids);
}

/* ---- what the reader knows ---- */

static void add_seeds(struct taste *taste, const struct reading_list *readings,
	enum reading_state state)
{
	for (size_t i = 0; i < readings->count && taste->seeds < SEEDS; i++) {
		const struct reading *reading = &readings->reading[i];
		const struct candidate *book = find(taste, reading->book_id);

		if (reading->state == state && book != NULL)
			taste->seed[taste->seeds++] = book;
	}
}

static void read_history(struct taste *taste, const struct reading_list *readings)
{
	for (size_t i = 0; i < readings->count; i++) {
		struct candidate *candidate = find(taste, readings->reading[i].book_id);

		if (candidate != NULL)
			candidate->known = true;
	}
	add_seeds(taste, readings, READING_FINISHED);
	taste->finished = taste->seeds;
	add_seeds(taste, readings, READING_OPEN);
}

/* ---- what others finished ---- */

/*
 * The hundred who share the most books with the reader, and what else they finished: a row for each
 * book and set of seeds, which is a number with a bit for each seed.  CROSS JOIN keeps SQLite to
 * this order: everything is found in an index.
 */
static const char READ_TOGETHER_SQL[] =
	"WITH mine (book_id, bit) AS (VALUES ($1, 1), ($2, 2), ($3, 4), ($4, 8), ($5, 16), "
		"($6, 32), ($7, 64), ($8, 128), ($9, 256), ($10, 512)), "
	"peer (user_id, bits) AS ("
		"SELECT r.user_id, sum(mine.bit) FROM mine CROSS JOIN reading r "
		"WHERE r.book_id = mine.book_id AND r.state = 'finished' AND r.shared = 1 "
		"AND r.user_id <> $11 "
		"GROUP BY r.user_id ORDER BY count(*) DESC, r.user_id LIMIT 100) "
	"SELECT r.book_id, peer.bits, count(*) FROM peer CROSS JOIN user u CROSS JOIN reading r "
	"WHERE u.id = peer.user_id AND u.is_active = 1 "
	"AND r.user_id = u.id AND r.state = 'finished' AND r.shared = 1 "
	"GROUP BY r.book_id, peer.bits";

static void count_readers(struct candidate *candidate, int64_t bits, int64_t readers)
{
	for (size_t i = 0; i < SEEDS; i++)
		if (bits >> i & 1)
			candidate->readers[i] += readers;
}

static void ask_others(struct db *db, int64_t user_id, const struct taste *taste)
{
	struct db_value values[SEEDS + 1];
	struct statement rows;

	for (size_t i = 0; i < SEEDS; i++)
		values[i] = db_integer_value(i < taste->finished ? taste->seed[i]->book_id : 0);
	values[SEEDS] = db_integer_value(user_id);
	rows = db_query(db, READ_TOGETHER_SQL, (struct db_values){ SEEDS + 1, values });
	while (db_next(&rows)) {
		struct candidate *candidate = find(taste, db_integer(&rows, 0));

		if (candidate != NULL)
			count_readers(candidate, db_integer(&rows, 1), db_integer(&rows, 2));
	}
}

/* ---- what it is worth ---- */

/* Each reader of both counts once, and once more for each genre that speaks for it. */
static void judge_readers(const struct taste *taste, struct candidate *candidate)
{
	size_t liked = 1 + genres_shared(taste->favourites, &candidate->genres);
	int64_t best = 0;

	for (size_t i = 0; i < taste->finished; i++) {
		const struct candidate *seed = taste->seed[i];
		size_t worth = liked + genres_shared(&seed->genres, &candidate->genres);
		int64_t points = candidate->readers[i] * (int64_t)worth;

		candidate->points += points;
		if (points > best) {
			best = points;
			candidate->because = seed;
		}
	}
}

static void judge_favourites(const struct taste *taste, struct candidate *candidate)
{
	for (enum genre genre = GENRES; genre-- > 0;)
		if (taste->favourites->has[genre] && candidate->genres.has[genre]) {
			candidate->points++;
			candidate->genre = genre;
		}
}

static void judge_likeness(const struct taste *taste, struct candidate *candidate)
{
	for (size_t i = 0; i < taste->seeds; i++) {
		const struct candidate *seed = taste->seed[i];
		int64_t shared = (int64_t)genres_shared(&seed->genres, &candidate->genres);

		if (shared > candidate->points) {
			candidate->points = shared;
			candidate->because = seed;
		}
	}
}

/* From the best reason to the weakest: the next one counts when those before are used up. */
static void (*const judges[])(const struct taste *, struct candidate *) = {
	judge_readers, judge_favourites, judge_likeness,
};
enum { JUDGES = sizeof judges / sizeof *judges };

/* The one with the most points, of equal ones the newest on the shelf; NULL: none has any. */
static struct candidate *find_best(const struct taste *taste)
{
	struct candidate *best = NULL;

	for (size_t i = 0; i < taste->count; i++) {
		struct candidate *candidate = &taste->candidate[i];

		if (candidate->points > 0 && !candidate->known &&
		    (best == NULL || candidate->points >= best->points))
			best = candidate;
	}
	return best;
}

static struct recommendation take(struct db *db, struct candidate *best)
{
	best->known = true;
	return (struct recommendation){
		.book = book_find(db, best->book_id),
		.because = best->because != NULL ? book_find(db, best->because->book_id) : NULL,
		.genre = best->genre,
	};
}

struct recommendation_list recommend(struct db *db, int64_t user_id,
	const struct reading_list *readings, const struct genres *favourites, size_t most)
{
	struct recommendation *list = arena_array(db->arena, most, sizeof *list);
	struct taste taste = { .favourites = favourites };
	struct candidate *best;
	size_t count = 0;

	read_shelf(&taste, db);
	read_history(&taste, readings);
	if (taste.finished > 0)
		ask_others(db, user_id, &taste);
	for (size_t judge = 0; judge < JUDGES && count < most; judge++) {
		for (size_t i = 0; i < taste.count; i++)
			if (!taste.candidate[i].known)
				judges[judge](&taste, &taste.candidate[i]);
		while (count < most && (best = find_best(&taste)) != NULL)
			list[count++] = take(db, best);
	}
	return (struct recommendation_list){ list, count };
}
