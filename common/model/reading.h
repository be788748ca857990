/* How far members are in which books. */
#ifndef MODEL_READING_H
#define MODEL_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "db/db.h"

enum reading_state {
	READING_OPEN,       /* it is being read */
	READING_FINISHED,
	READING_STOPPED,
	READING_DISMISSED,  /* "not for me": it is not recommended again */
	READING_STATES
};

/* The words in the database and in sessions: "reading", "finished", "stopped", "dismissed". */
extern const char *const reading_state_words[READING_STATES];

struct reading {
	int64_t book_id;
	enum reading_state state;
	int64_t page, chapter, percent; /* 0: the beginning, or not given */
	int64_t pages;                  /* of the reader's own edition; 0: the book's */
	struct date started, finished;  /* 0: not yet, or nobody knows */
	struct date updated;            /* which of two is the newer one */
	const char *before;             /* days (clock_day) on which it was finished before */
};

struct reading_list {
	const struct reading *reading;
	size_t count;
};

/* All of a member's, last updated first, in the db's arena. */
struct reading_list readings_of_user(struct db *db, int64_t user_id);

/* In the db's arena; NULL: the member has not opened it. */
const struct reading *reading_find(struct db *db, int64_t user_id, int64_t book_id);

/* Insert or replace.  shared: may it count in what others are recommended? */
void reading_put(struct db *db, int64_t user_id, const struct reading *reading, bool shared);
void reading_delete(struct db *db, int64_t user_id, int64_t book_id);
void readings_delete(struct db *db, int64_t user_id);
void readings_share(struct db *db, int64_t user_id, bool shared);

#endif
