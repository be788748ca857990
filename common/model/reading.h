/* How far members are in which books. */
#ifndef MODEL_READING_H
#define MODEL_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "db/db.h"
#include "model/book.h"

enum reading_state {
	READING_OPEN,       /* it is being read */
	READING_FINISHED,
	READING_STOPPED,
	READING_DISMISSED,  /* "not for me": it is not recommended again */
	READING_STATES      /* it was not opened: nothing is kept */
};

/* The words in the database and in sessions: "reading", "finished", "stopped", "dismissed". */
extern const char *const reading_state_words[READING_STATES];

struct reading {
	int64_t book_id;
	enum reading_state state;
	int64_t page, chapter;          /* 0: the beginning, or not given */
	int64_t percent;                /* 0: what was given is the page; see reading_percent */
	int64_t pages;                  /* of the reader's own edition; 0: the book's */
	struct date started, finished;  /* 0: not yet, or nobody knows */
	struct date updated;            /* which of two is the newer one */
	const char *before;             /* days on which it was finished before: "19876 20011" */
};

enum { READING_PAGES_HIGHEST = 20000, READING_CHAPTER_HIGHEST = 999 };

/* The word's; READING_STATES for any other. */
enum reading_state reading_state_find(const char *word);

/* How many pages it has for this reader; 0: nobody knows. */
int64_t reading_pages(const struct reading *reading, const struct book *book);

/* How much of it is read, 0..100: the percent that was given, or the share of the pages. */
int64_t reading_percent(const struct reading *reading, const struct book *book);

/* The next day of `before`; false behind the last: for (at = before; reading_day(&at, &day);) */
bool reading_day(const char **at, int64_t *day);

/* That day among them, in the arena; as they were when it is there already. */
const char *reading_add_day(struct arena *arena, const char *before, int64_t day);

struct reading_list {
	const struct reading *reading;
	size_t count;
};

/* All of a member's, last updated first, in the db's arena. */
struct reading_list readings_of_user(struct db *db, int64_t user_id);

/* In the db's arena; NULL: the member has not opened it. */
const struct reading *reading_find(struct db *db, int64_t user_id, int64_t book_id);

/*
 * Insert or replace; there must be such a book.  shared: may it count in what others are
 * recommended?
 */
void reading_put(struct db *db, int64_t user_id, const struct reading *reading, bool shared);
void reading_delete(struct db *db, int64_t user_id, int64_t book_id);
void readings_delete(struct db *db, int64_t user_id);
void readings_share(struct db *db, int64_t user_id, bool shared);

#endif
