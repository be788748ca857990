/* Do the rows of the database fit together? */
#include "model/consistency.h"

#include <string.h>

#include "base/pairs.h"
#include "base/text.h"
#include "html/language.h"
#include "model/book.h"
#include "model/dish.h"
#include "model/order.h"
#include "model/reading.h"
#include "model/record.h"
#include "model/ticket.h"

enum { LINES_MOST = 1000 };

/* ---- judging a row: column 0 is its key ---- */

static bool is_order_state(const struct statement *rows)
{
	return text_find_word(order_state_words, ORDER_STATES, db_text(rows, 1)) < ORDER_STATES;
}

static bool is_ticket_state(const struct statement *rows)
{
	return text_find_word(ticket_state_words, TICKET_STATES, db_text(rows, 1)) < TICKET_STATES;
}

static bool is_reading_state(const struct statement *rows)
{
	return reading_state_find(db_text(rows, 1)) < READING_STATES;
}

/* Its lines, urlencoded, begin each with the price. */
static bool is_ticket_sum(const struct statement *rows)
{
	struct pairs lines = { .arena = rows->db->arena };
	const char *text = db_text(rows, 1);
	int64_t sum = 0;

	if (!pairs_decode(&lines, text, strlen(text), LINES_MOST))
		return false;
	for (size_t i = 0; i < lines.count; i++) {
		const char *price = lines.pair[i].value;

		sum += text_number(arena_copy(lines.arena, price, strcspn(price, " ")),
			INT64_MAX / LINES_MOST, 0);
	}
	return sum == db_integer(rows, 2);
}

static bool is_dish(const struct statement *rows)
{
	return record_are_words(db_text(rows, 1), allergen_words, ALLERGENS, true) &&
		record_are_words(db_text(rows, 2), diet_words, DIETS, true);
}

static bool is_book(const struct statement *rows)
{
	return record_are_words(db_text(rows, 1), genre_words, GENRES, false);
}

/* ---- the tables ---- */

static const struct {
	const char *what, *rows;
	bool (*is_right)(const struct statement *rows); /* NULL: none of these rows is */
	bool grows;
} checks[] = {
	{ N_("the stock is not the sum of its changes, of product"),
		"SELECT id FROM product p WHERE stock <> (SELECT coalesce(sum(quantity), 0) "
		"FROM stock_change WHERE product_seq = p.seq) ORDER BY id", NULL, true },
	{ N_("the total is not the sum of the lines, of order"),
		"SELECT id FROM orders o WHERE total <> (SELECT coalesce(sum(price * quantity), 0) "
		"FROM order_line WHERE order_id = o.id) ORDER BY id", NULL, true },
	{ N_("the state is unknown, of order"),
		"SELECT min(id), state FROM orders GROUP BY state", is_order_state, true },
	{ N_("the total is not the sum of the lines, of ticket"),
		"SELECT id, lines, total FROM ticket ORDER BY id", is_ticket_sum, true },
	{ N_("the state is unknown, of ticket"),
		"SELECT min(id), state FROM ticket GROUP BY state", is_ticket_state, true },
	{ N_("numbers are less than 0 or the spice is unknown, of dish"),
		"SELECT id FROM dish WHERE price < 0 OR spice NOT BETWEEN 0 AND 3 OR sold_out < 0 "
		"ORDER BY id", NULL, false },
	{ N_("what it contains or suits is no word of the menu, of dish"),
		"SELECT id, contains, suits FROM dish ORDER BY id", is_dish, false },
	{ N_("numbers are less than 0, of book"),
		"SELECT id FROM book WHERE pages < 0 OR copies < 0 ORDER BY id", NULL, false },
	{ N_("more copies are lent than there are, of book"),
		"SELECT id FROM book b WHERE copies < (SELECT count(*) FROM loan WHERE book_id = "
		"b.id AND returned IS NULL AND lent IS NOT NULL) ORDER BY id", NULL, false },
	{ N_("a genre is unknown, of book"),
		"SELECT id, genres FROM book ORDER BY id", is_book, false },
	{ N_("the state is unknown, of what is read of book"),
		"SELECT min(book_id), state FROM reading GROUP BY state", is_reading_state, true },
	{ N_("numbers are less than 0, of what is read of book"),
		"SELECT DISTINCT book_id FROM reading WHERE page < 0 OR chapter < 0 OR pages < 0 "
		"OR percent NOT BETWEEN 0 AND 100 ORDER BY book_id", NULL, true },
	{ N_("what is lent and due does not go together, of loan"),
		"SELECT id FROM loan WHERE (lent IS NULL) <> (due IS NULL) OR due < lent "
		"ORDER BY id", NULL, false },
};

/* The first wrong row, and how many come behind it; first is NULL: all are right. */
static struct inconsistency look(struct db *db, size_t check)
{
	struct statement rows = db_query(db, checks[check].rows, BIND_NOTHING);
	struct inconsistency found = { .what = checks[check].what };

	while (db_next(&rows))
		if (checks[check].is_right != NULL && checks[check].is_right(&rows))
			continue;
		else if (found.first == NULL)
			found.first = arena_string(db->arena, db_text(&rows, 0));
		else
			found.more++;
	return found;
}

struct inconsistencies inconsistencies_find(struct db *db, bool everything)
{
	enum { CHECKS = sizeof checks / sizeof *checks };
	struct inconsistency *found = arena_array(db->arena, CHECKS, sizeof *found);
	size_t count = 0;

	for (size_t i = 0; i < CHECKS; i++) {
		if (checks[i].grows && !everything)
			continue;
		found[count] = look(db, i);
		count += found[count].first != NULL;
	}
	return (struct inconsistencies){ found, count };
}
