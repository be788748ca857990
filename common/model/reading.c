/* How far members are in which books. */
#include "model/reading.h"

#include <string.h>

#include "base/fail.h"
#include "base/text.h"

#define READING_SELECT "SELECT book_id, state, page, chapter, percent, pages, " \
	"started, finished, updated, before FROM reading "

const char *const reading_state_words[READING_STATES] = {
	[READING_OPEN] = "reading",
	[READING_FINISHED] = "finished",
	[READING_STOPPED] = "stopped",
	[READING_DISMISSED] = "dismissed",
};

enum reading_state reading_state_find(const char *word)
{
	return (enum reading_state)text_find_word(reading_state_words, READING_STATES, word);
}

/* ---- what is known of one ---- */

int64_t reading_pages(const struct reading *reading, const struct book *book)
{
	return reading->pages > 0 ? reading->pages : book->pages;
}

/* Rounded down: only who has finished has read all of it. */
int64_t reading_percent(const struct reading *reading, const struct book *book)
{
	int64_t pages = reading_pages(reading, book);

	if (reading->percent > 0 || pages == 0)
		return reading->percent;
	return reading->page < pages ? reading->page * 100 / pages : 100;
}

bool reading_day(const char **at, int64_t *day)
{
	size_t length = strcspn(*at, " ");

	*day = 0;
	for (size_t i = 0; i < length; i++)
		*day = *day * 10 + ((*at)[i] - '0');
	*at += length + ((*at)[length] == ' ');
	return length > 0;
}

const char *reading_add_day(struct arena *arena, const char *before, int64_t day)
{
	const char *at = before;
	int64_t known;

	while (reading_day(&at, &known))
		if (known == day)
			return before;
	return arena_printf(arena, "%s%s%jd", before, *before != '\0' ? " " : "", (intmax_t)day);
}

/* ---- in the database ---- */

static struct reading read_row(const struct statement *rows)
{
	enum reading_state state = reading_state_find(db_text(rows, 1));

	if (state == READING_STATES)
		fail(500, "a book is %s", db_text(rows, 1));
	return (struct reading){
		.book_id = db_integer(rows, 0),
		.state = state,
		.page = db_integer(rows, 2),
		.chapter = db_integer(rows, 3),
		.percent = db_integer(rows, 4),
		.pages = db_integer(rows, 5),
		.started = { db_integer(rows, 6) },
		.finished = { db_integer(rows, 7) },
		.updated = { db_integer(rows, 8) },
		.before = arena_string(rows->db->arena, db_text(rows, 9)),
	};
}

static int64_t count(struct db *db, int64_t user_id)
{
	return db_number(db, "SELECT count(*) FROM reading WHERE user_id = $1", BIND(user_id));
}

struct reading_list readings_of_user(struct db *db, int64_t user_id)
{
	size_t most = (size_t)count(db, user_id);
	struct reading *table = arena_array(db->arena, most, sizeof *table);
	struct reading_list list = { .reading = table };
	struct statement rows = db_query(db, READING_SELECT
		"WHERE user_id = $1 ORDER BY updated DESC, book_id", BIND(user_id));

	while (list.count < most && db_next(&rows))
		table[list.count++] = read_row(&rows);
	db_finish(&rows);
	return list;
}

const struct reading *reading_find(struct db *db, int64_t user_id, int64_t book_id)
{
	struct statement rows = db_query(db,
		READING_SELECT "WHERE user_id = $1 AND book_id = $2", BIND(user_id, book_id));
	struct reading *reading = NULL;

	if (db_next(&rows)) {
		reading = arena_alloc(db->arena, sizeof *reading);
		*reading = read_row(&rows);
	}
	db_finish(&rows);
	return reading;
}

void reading_put(struct db *db, int64_t user_id, const struct reading *reading, bool shared)
{
	db_run(db, "INSERT INTO reading (user_id, book_id, state, page, chapter, percent, pages, "
		"started, finished, updated, before, shared) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
		"ON CONFLICT (user_id, book_id) DO UPDATE SET state = excluded.state, "
		"page = excluded.page, chapter = excluded.chapter, percent = excluded.percent, "
		"pages = excluded.pages, started = excluded.started, "
		"finished = excluded.finished, updated = excluded.updated, "
		"before = excluded.before, shared = excluded.shared",
		BIND(user_id, reading->book_id, reading_state_words[reading->state],
			reading->page, reading->chapter, reading->percent, reading->pages,
			reading->started.us, reading->finished.us, reading->updated.us,
			reading->before, shared));
}

void reading_delete(struct db *db, int64_t user_id, int64_t book_id)
{
	db_run(db, "DELETE FROM reading WHERE user_id = $1 AND book_id = $2",
		BIND(user_id, book_id));
}

void readings_delete(struct db *db, int64_t user_id)
{
	db_run(db, "DELETE FROM reading WHERE user_id = $1", BIND(user_id));
}

void readings_share(struct db *db, int64_t user_id, bool shared)
{
	db_run(db, "UPDATE reading SET shared = $1 WHERE user_id = $2", BIND(shared, user_id));
}
