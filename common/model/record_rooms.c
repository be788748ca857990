/* The records of the kitchen and the reading room: tickets, dishes, books. */
#include "base/text.h"
#include "model/book.h"
#include "model/dish.h"
#include "model/loan.h"
#include "model/reading.h"
#include "model/record_descriptor.h"
#include "model/ticket.h"

/* ---- tickets ---- */

enum { STATE_OF_TICKET = 2, TICKET_LINES_LONGEST = 1000000, TICKET_TOKEN_LONGEST = 100 };

static const struct record_field ticket_fields[] = {
	{ .name = "user", .label = N_("Account"), .kind = RECORD_REFERENCE,
	  .flags = RECORD_NULL | RECORD_FIXED | RECORD_LISTED, .of = &record_user,
	  .column = "user_id" },
	{ .name = "guest", .label = N_("Whom to call"), .kind = RECORD_TEXT,
	  .flags = RECORD_FIXED | RECORD_LISTED | RECORD_SEARCHED,
	  .longest = TICKET_GUEST_LONGEST },
	[STATE_OF_TICKET] = { .name = "state", .label = N_("State"), .kind = RECORD_CHOICE,
	  .flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_FILTERED | RECORD_KEPT,
	  WORDS(ticket_state_words, TICKET_STATES), .labels = ticket_state_labels },
	{ .name = "total", .label = N_("Total"), .kind = RECORD_MONEY,
	  .flags = RECORD_REQUIRED | RECORD_FIXED | RECORD_LISTED, .highest = INT64_MAX / 100 },
	{ .name = "placed", .label = N_("Placed on"), .kind = RECORD_DATE,
	  .flags = RECORD_REQUIRED | RECORD_FIXED | RECORD_LISTED },
	{ .name = "changed", .label = N_("Changed on"), .kind = RECORD_DATE,
	  .flags = RECORD_REQUIRED | RECORD_FIXED },
	{ .name = "lines", .kind = RECORD_LONG_TEXT, .flags = RECORD_HIDDEN,
	  .longest = TICKET_LINES_LONGEST },
	{ .name = "token", .kind = RECORD_TEXT, .flags = RECORD_REQUIRED | RECORD_HIDDEN,
	  .longest = TICKET_TOKEN_LONGEST },
};

static enum ticket_state ticket_state_of(const struct record *record)
{
	enum ticket_state state;

	ticket_state_parse(record->value[STATE_OF_TICKET], &state);
	return state;
}

static bool has_new_state(const struct record *was, const struct record *now)
{
	return was != NULL && now != NULL && ticket_state_of(was) != ticket_state_of(now);
}

static const char *ticket_problem(struct db *db, const struct record *was,
	const struct record *now, size_t *field)
{
	enum ticket_state next;

	(void)db;
	*field = STATE_OF_TICKET;
	if (!has_new_state(was, now))
		return NULL;
	next = ticket_state_of(now);
	return ticket_state_is_open(ticket_state_of(was)) &&
		(next == TICKET_DISCARDED || next == ticket_state_of(was) + 1) ? NULL :
		N_("A kitchen order moves on one step at a time.");
}

static void ticket_changed(struct db *db, const struct record *was, const struct record *now,
	const char *made_by)
{
	(void)made_by;
	if (!has_new_state(was, now))
		return;
	if (ticket_state_of(now) == TICKET_DISCARDED)
		ticket_discard(db, text_number(now->key, INT64_MAX, 0), ticket_state_of(was));
	else
		ticket_advance(db, text_number(now->key, INT64_MAX, 0), ticket_state_of(was));
}

static struct record_lines ticket_lines(struct db *db, const struct record *record)
{
	const struct ticket *ticket = ticket_find(db, text_number(record->key, INT64_MAX, 0));
	struct record_line *table = arena_array(db->arena, ticket->count, sizeof *table);

	for (size_t i = 0; i < ticket->count; i++)
		table[i] = (struct record_line){ .name = ticket->line[i].dish,
			.requests = ticket->line[i].requests, .quantity = 1,
			.price = ticket->line[i].price };
	return (struct record_lines){ table, ticket->count };
}

const struct record_type record_ticket = {
	.name = "ticket", .fixture = "warung.ticket", .label = N_("kitchen order"),
	.plural = N_("kitchen orders"), .permission = "order",
	.may = RECORD_CHANGE | RECORD_DELETE,
	.table = "ticket", .key = "id", .conflict = "id", .order = "id",
	.title = COUNT(ticket_fields), FIELDS(ticket_fields),
	.problem = ticket_problem, .lines = ticket_lines, .changed = ticket_changed,
};

/* ---- dishes ---- */

enum { DISH_CONTAINS = 4, DISH_SUITS };

static const struct record_field dish_fields[] = {
	{ .name = "name", .label = N_("Name"), .kind = RECORD_TEXT,
	  .flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_SEARCHED,
	  .longest = DISH_NAME_LONGEST },
	{ .name = "description", .label = N_("Description"), .kind = RECORD_LONG_TEXT,
	  .flags = RECORD_SEARCHED, .longest = DISH_DESCRIPTION_LONGEST },
	{ .name = "price", .label = N_("Price"), .kind = RECORD_MONEY,
	  .flags = RECORD_REQUIRED | RECORD_LISTED, .highest = DISH_PRICE_HIGHEST },
	{ .name = "spice", .label = N_("How hot it is"), .kind = RECORD_CODE,
	  .flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_FILTERED,
	  WORDS(spice_words, SPICES) },
	[DISH_CONTAINS] = { .name = "contains", .label = N_("What it contains"),
	  .kind = RECORD_FACTS, WORDS(allergen_words, ALLERGENS) },
	[DISH_SUITS] = { .name = "suits", .label = N_("What it suits"), .kind = RECORD_FACTS,
	  .flags = RECORD_FILTERED, WORDS(diet_words, DIETS) },
	{ .name = "available", .label = N_("On the menu"), .kind = RECORD_BOOLEAN,
	  .flags = RECORD_LISTED | RECORD_FILTERED, .initial = "1" },
	{ .name = "sold_out", .kind = RECORD_INTEGER, .flags = RECORD_HIDDEN,
	  .lowest = INT32_MIN, .highest = INT32_MAX },
};

/* What is declared must not speak against itself. */
static const char *dish_problem(struct db *db, const struct record *was, const struct record *now,
	size_t *field)
{
	struct dish dish = { 0 };

	(void)db;
	(void)was;
	*field = DISH_SUITS;
	dish_read_facts(&dish, record_text(now, DISH_CONTAINS), record_text(now, DISH_SUITS));
	for (enum diet d = 0; d < DIETS; d++)
		for (enum allergen a = 0; a < ALLERGENS; a++)
			if (dish_contradicts(&dish, d, a))
				return dish.suits[d] == NO ?
					N_("What does not contain gluten is gluten-free.") :
					N_("That cannot be: it does not go with what the dish "
					   "contains.");
	return dish_is_vegan_only(&dish) ? N_("What is vegan is vegetarian, too.") : NULL;
}

const struct record_type record_dish = {
	.name = "dish", .fixture = "warung.dish", .label = N_("dish"), .plural = N_("dishes"),
	.permission = "dish", .may = RECORD_ALL,
	.table = "dish", .key = "id", .conflict = "id", .order = "id", FIELDS(dish_fields),
	.problem = dish_problem,
};

/* ---- books ---- */

enum { BOOK_TITLE, BOOK_AUTHOR, BOOK_YEAR, BOOK_PAGES, BOOK_GENRES, BOOK_COPIES };
enum { BOOK_TEXT_LONGEST = 255, BOOK_YEAR_FIRST = -3000, BOOK_YEAR_LAST = 9999,
	BOOK_COPIES_HIGHEST = 10000 };

static const struct record_field book_fields[] = {
	[BOOK_TITLE] = { .name = "title", .label = N_("Title"), .kind = RECORD_TEXT,
		.flags = RECORD_REQUIRED | RECORD_LISTED | RECORD_SEARCHED,
		.longest = BOOK_TEXT_LONGEST, .sorted = "search" },
	[BOOK_AUTHOR] = { .name = "author", .label = N_("Author"), .kind = RECORD_TEXT,
		.flags = RECORD_LISTED | RECORD_SEARCHED, .longest = BOOK_TEXT_LONGEST },
	[BOOK_YEAR] = { .name = "year", .label = N_("Year"), .kind = RECORD_INTEGER,
		.help = N_("When it was first published. Before our era: with a minus, like -400."),
		.flags = RECORD_REQUIRED | RECORD_LISTED, .lowest = BOOK_YEAR_FIRST,
		.highest = BOOK_YEAR_LAST },
	[BOOK_PAGES] = { .name = "pages", .label = N_("Pages"), .kind = RECORD_INTEGER,
		.flags = RECORD_REQUIRED, .lowest = 1, .highest = READING_PAGES_HIGHEST },
	[BOOK_GENRES] = { .name = "genres", .label = N_("Genres"), .kind = RECORD_WORDS,
		.flags = RECORD_LISTED | RECORD_FILTERED, WORDS(genre_words, GENRES) },
	[BOOK_COPIES] = { .name = "copies", .label = N_("Copies"), .kind = RECORD_INTEGER,
		.help = N_("How many the reading room has to lend."),
		.flags = RECORD_REQUIRED | RECORD_LISTED, .highest = BOOK_COPIES_HIGHEST },
};

static size_t derive_book(struct db *db, const struct record *record, const char *column[],
	const char *value[])
{
	column[0] = "search";
	value[0] = book_search_text(db->arena, record_text(record, BOOK_TITLE),
		record_text(record, BOOK_AUTHOR));
	return 1;
}

static const char *book_keeps(struct db *db, const struct record *record)
{
	return db_number(db, "SELECT count(*) FROM loan WHERE book_id = $1 "
		"AND lent IS NOT NULL AND returned IS NULL",
		BIND(text_number(record->key, INT64_MAX, 0))) == 0 ? NULL :
		N_("A copy of this book is on loan. Delete the book when it is back.");
}

static const struct record_part book_parts[] = {
	{ .label = N_("loans"), .table = "loan", .column = "book_id" },
	{ .label = N_("readers’ places in it"), .table = "reading", .column = "book_id" },
};

const struct record_type record_book = {
	.name = "book", .fixture = "warung.book", .label = N_("book"), .plural = N_("books"),
	.permission = "book", .may = RECORD_ALL,
	.table = "book", .key = "id", .conflict = "id", .order = "id", .search = "search",
	FIELDS(book_fields), PARTS(book_parts),
	.keeps = book_keeps, .derive = derive_book,
};
