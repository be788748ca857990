/* What a reader said and did, apart from the books themselves. */
#include "visitor/reader.h"

#include <string.h>

#include "auth/login.h"
#include "base/text.h"
#include "model/clock.h"
#include "model/reading.h"
#include "visitor/memory.h"

static const char *const ALL[] = { "reading.", NULL };
static const char GENRE[] = "reading.genre", GOAL[] = "reading.goal",
	PRIVATE[] = "reading.private", STREAK[] = "reading.streak", DAY[] = "reading.day";

/* ---- as it is kept ---- */

static int64_t number(const struct pairs *pairs, const char *name, int64_t most)
{
	return text_number(pairs_get(pairs, name), most, 0);
}

/* What we did not write ourselves is passed over. */
static struct reader read_pairs(const struct pairs *pairs)
{
	struct reader reader = {
		.goal = number(pairs, GOAL, READER_GOAL_HIGHEST),
		.is_private = number(pairs, PRIVATE, 1) == 1,
		.streak = number(pairs, STREAK, INT32_MAX),
		.last_day = number(pairs, DAY, INT32_MAX),
	};

	for (size_t i = 0; i < pairs->count; i++)
		if (strcmp(pairs->pair[i].name, GENRE) == 0)
			genres_add(&reader.genres, pairs->pair[i].value);
	return reader;
}

static void add_number(struct pairs *pairs, const char *name, int64_t number)
{
	if (number != 0)
		pairs_add(pairs, name, arena_integer(pairs->arena, number));
}

static struct pairs pairs_of(struct request *req, const struct reader *reader)
{
	struct pairs pairs = { .arena = req->arena };

	for (size_t i = 0; i < GENRES; i++)
		if (reader->genres.has[i])
			pairs_add(&pairs, GENRE, genre_words[i]);
	add_number(&pairs, GOAL, reader->goal);
	add_number(&pairs, PRIVATE, reader->is_private);
	add_number(&pairs, STREAK, reader->streak);
	add_number(&pairs, DAY, reader->last_day);
	return pairs;
}

struct reader reader_read(struct request *req)
{
	struct pairs pairs = memory_read(req, ALL);

	return read_pairs(&pairs);
}

bool reader_write(struct request *req, const struct reader *reader)
{
	bool was_private = reader_read(req).is_private;
	struct pairs pairs = pairs_of(req, reader);

	if (!memory_fits(req, ALL, &pairs))
		return false;
	memory_write(req, ALL, &pairs);
	if (req->user != NULL && reader->is_private != was_private)
		readings_share(req->db, req->user->id, !reader->is_private);
	return true;
}

void reader_forget(struct request *req)
{
	reader_write(req, &(struct reader){ .is_private = reader_read(req).is_private });
}

/* ---- days ---- */

/* The clock was days ahead when something was read last; that of the shop may be, by one. */
static bool is_ahead(const struct reader *reader, int64_t today)
{
	return reader->last_day > today + 1;
}

bool reader_count_day(struct reader *reader, int64_t day)
{
	if (day <= reader->last_day && !is_ahead(reader, day))
		return false;
	reader->streak = day == reader->last_day + 1 ? reader->streak + 1 : 1;
	reader->last_day = day;
	return true;
}

/* Without room for it the streak is not counted. */
void reader_note_day(struct request *req)
{
	struct reader reader = reader_read(req);

	if (reader_count_day(&reader, clock_day(clock_read(req->db), date_now())))
		reader_write(req, &reader);
}

int64_t reader_streak(const struct reader *reader, int64_t today)
{
	return today <= reader->last_day + 1 && !is_ahead(reader, today) ? reader->streak : 0;
}

/* ---- signing in ---- */

/* Does the guest's streak go further, as far as that can be believed today? */
static bool has_newer_streak(const struct reader *guest, const struct reader *account,
	int64_t today)
{
	if (is_ahead(guest, today) != is_ahead(account, today))
		return is_ahead(account, today);
	return guest->last_day > account->last_day ||
		(guest->last_day == account->last_day && guest->streak > account->streak);
}

static void merge(struct reader *into, const struct reader *guest, int64_t today)
{
	for (size_t i = 0; i < GENRES; i++)
		into->genres.has[i] |= guest->genres.has[i];
	if (into->goal == 0)
		into->goal = guest->goal;
	into->is_private |= guest->is_private;
	if (has_newer_streak(guest, into, today)) {
		into->last_day = guest->last_day;
		into->streak = guest->streak;
	}
}

void reader_move_into_account(struct request *req)
{
	struct pairs pairs = memory_read_session(req, ALL);
	struct reader guest = read_pairs(&pairs), reader;

	if (pairs.count == 0)
		return;
	reader = reader_read(req);
	merge(&reader, &guest, clock_day(clock_read(req->db), date_now()));
	reader_write(req, &reader);
	memory_write_session(req, ALL, &(struct pairs){ .arena = req->arena });
}
