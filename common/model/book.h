/* The reading room's books. */
#ifndef MODEL_BOOK_H
#define MODEL_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

enum genre {
	NOVEL, SHORT_STORIES, POETRY, DRAMA, ADVENTURE, FANTASY, MYSTERY, ROMANCE, SATIRE,
	SCIENCE_FICTION, HISTORY, PHILOSOPHY, MEMOIR, FOLKLORE, CHILDREN, HORROR, GENRES
};

/* The words for them in the database, in sessions and in forms: "short-stories". */
extern const char *const genre_words[GENRES];

struct genres {
	bool has[GENRES];
};

/* Words between spaces; those that are no genre are passed over. */
struct genres genres_parse(const char *words);
const char *genres_text(struct arena *arena, const struct genres *genres);

/* Put the genre with that word among them; false: there is none. */
bool genres_add(struct genres *genres, const char *word);

/* How many they have in common. */
size_t genres_shared(const struct genres *one, const struct genres *other);

struct book {
	int64_t id;
	const char *title, *author;
	int64_t year;            /* in which it appeared; negative: before our era */
	int64_t pages;
	struct genres genres;
	int64_t copies;          /* that the room has to lend */
};

/* In the db's arena; NULL: there is none. */
const struct book *book_find(struct db *db, int64_t id);

struct book_list {
	const struct book *book;
	size_t count;
	bool more;               /* are behind them */
};

/*
 * The shelf, by title: up to `most` books whose title or author holds all the words (NULL: any) and
 * that have the genre (GENRES: any), from behind the book `after` (an id; 0: from the beginning).
 */
struct book_search {
	const char *words;
	enum genre genre;
	int64_t after;
};
struct book_list books_search(struct db *db, const struct book_search *search, size_t most);

/* What is searched in, and sorted by. */
const char *book_search_text(struct arena *arena, const char *title, const char *author);

int64_t book_insert(struct db *db, const struct book *book); /* returns the new id */

#endif
