/* The reading room's books. */
#include "model/book.h"

#include <string.h>

#include "base/text.h"
#include "model/words.h"

#define BOOK_SELECT "SELECT id, title, author, year, pages, genres, copies, search FROM book "

const char *const genre_words[GENRES] = {
	[NOVEL] = "novel",
	[SHORT_STORIES] = "short-stories",
	[POETRY] = "poetry",
	[DRAMA] = "drama",
	[ADVENTURE] = "adventure",
	[FANTASY] = "fantasy",
	[MYSTERY] = "mystery",
	[ROMANCE] = "romance",
	[SATIRE] = "satire",
	[SCIENCE_FICTION] = "science-fiction",
	[HISTORY] = "history",
	[PHILOSOPHY] = "philosophy",
	[MEMOIR] = "memoir",
	[FOLKLORE] = "folklore",
	[CHILDREN] = "children",
	[HORROR] = "horror",
};

/* ---- genres ---- */

static bool add(struct genres *genres, const char *word, size_t length)
{
	size_t genre = text_find(genre_words, GENRES, word, length);

	if (genre < GENRES)
		genres->has[genre] = true;
	return genre < GENRES;
}

bool genres_add(struct genres *genres, const char *word)
{
	return add(genres, word, strlen(word));
}

struct genres genres_parse(const char *words)
{
	struct genres genres = { 0 };
	size_t length;

	for (; *words != '\0'; words += length + (words[length] == ' ')) {
		length = strcspn(words, " ");
		add(&genres, words, length);
	}
	return genres;
}

const char *genres_text(struct arena *arena, const struct genres *genres)
{
	const char *text = "";

	for (size_t i = 0; i < GENRES; i++)
		if (genres->has[i])
			text = arena_printf(arena, "%s%s%s", text, *text != '\0' ? " " : "",
				genre_words[i]);
	return text;
}

size_t genres_shared(const struct genres *one, const struct genres *other)
{
	size_t count = 0;

	for (size_t i = 0; i < GENRES; i++)
		count += one->has[i] && other->has[i];
	return count;
}

/* ---- books ---- */

static struct book read_row(const struct statement *rows)
{
	struct arena *arena = rows->db->arena;

	return (struct book){
		.id = db_integer(rows, 0),
		.title = arena_string(arena, db_text(rows, 1)),
		.author = arena_string(arena, db_text(rows, 2)),
		.year = db_integer(rows, 3),
		.pages = db_integer(rows, 4),
		.genres = genres_parse(db_text(rows, 5)),
		.copies = db_integer(rows, 6),
	};
}

const struct book *book_find(struct db *db, int64_t id)
{
	struct statement rows = db_query(db, BOOK_SELECT "WHERE id = $1", BIND(id));
	struct book *book = NULL;

	if (db_next(&rows)) {
		book = arena_alloc(db->arena, sizeof *book);
		*book = read_row(&rows);
	}
	db_finish(&rows);
	return book;
}

/* Behind that book; from the beginning when there is none. */
static struct statement query_behind(struct db *db, int64_t id)
{
	return db_query(db, BOOK_SELECT
		"WHERE (search, id) > (coalesce((SELECT search FROM book WHERE id = $1), ''), $1) "
		"ORDER BY search, id", BIND(id));
}

/* The next row that is looked for. */
static bool next_row(struct statement *rows, const char **words, enum genre genre)
{
	while (db_next(rows))
		if ((genre == GENRES || genres_parse(db_text(rows, 5)).has[genre]) &&
		    (words == NULL || words_are_in(words, db_text(rows, 7))))
			return true;
	return false;
}

/*
 * A shelf has some thousand books: for each page all that stand behind a place are sorted and
 * looked at.  With a hundred times as many, an index on (search, id) would be worth its room.
 */
struct book_list books_search(struct db *db, const struct book_search *search, size_t most)
{
	const char **words = search->words != NULL ? words_read(db->arena, search->words) : NULL;
	struct book *table = arena_array(db->arena, most + 1, sizeof *table);
	struct book_list list = { .book = table };
	struct statement rows = query_behind(db, search->after);

	while (list.count < most && next_row(&rows, words, search->genre))
		table[list.count++] = read_row(&rows);
	list.more = list.count == most && next_row(&rows, words, search->genre);
	db_finish(&rows);
	return list;
}

/* The title decides first: what parts it from the author comes before all that may stand there. */
const char *book_search_text(struct arena *arena, const char *title, const char *author)
{
	return arena_printf(arena, "%s\n%s", text_fold(arena, title), text_fold(arena, author));
}

int64_t book_insert(struct db *db, const struct book *book)
{
	return db_number(db, "INSERT INTO book "
		"(title, author, year, pages, genres, copies, search) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
		BIND(book->title, book->author, book->year, book->pages,
			genres_text(db->arena, &book->genres), book->copies,
			book_search_text(db->arena, book->title, book->author)));
}
