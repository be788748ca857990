/*
 * Books that a reader may like: read by others who finished the same ones, or of a genre that is a
 * favourite.  Nobody's name comes out, and who opted out was not counted.  But of a single other
 * reader the books do: a small shop has few readers, and without them it could recommend nothing.
 * So the page on which one can opt out says that somebody may guess.
 */
#ifndef MODEL_RECOMMEND_H
#define MODEL_RECOMMEND_H

#include "model/book.h"
#include "model/reading.h"

struct recommendation {
	const struct book *book;
	const struct book *because; /* a book that was read; NULL: the genre is the reason */
	enum genre genre;           /* the favourite, where there is no `because` */
};

struct recommendation_list {
	const struct recommendation *recommendation;
	size_t count;
};

/*
 * Up to `most` books that are in none of the reader's `readings`, whatever their state, the best
 * first; the same for the same database.  user_id is who does not count as another reader: 0 for a
 * guest.  They live in the db's arena.
 */
struct recommendation_list recommend(struct db *db, int64_t user_id,
	const struct reading_list *readings, const struct genres *favourites, size_t most);

#endif
