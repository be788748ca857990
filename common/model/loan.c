/* Lending. */
#include "model/loan.h"

/* An account that is closed keeps its place, but nobody waits there. */
#define IS_CLOSED(user) "coalesce(" user ".is_active, 1) = 0"

#define COLUMNS "SELECT loan.id, book_id, user_id, title, borrower, asked, lent, due, returned, " \
	IS_CLOSED("user")
#define TABLES " FROM loan JOIN book ON book.id = book_id LEFT JOIN user ON user.id = user_id "

/* Of one loan, or of a member's few: the others of the same book are counted for each. */
#define OF_SAME_BOOK "FROM loan o LEFT JOIN user u ON u.id = o.user_id " \
	"WHERE o.book_id = loan.book_id AND o.returned IS NULL"
#define LOAN_SELECT COLUMNS ", copies - (SELECT count(o.lent) " OF_SAME_BOOK "), " \
	"(SELECT count(*) " OF_SAME_BOOK " AND o.lent IS NULL AND NOT " IS_CLOSED("u") \
		" AND (loan.lent IS NOT NULL OR o.id < loan.id))" TABLES

/* Of all that are open: the same, in one go, so that a long queue does not cost its square. */
#define OPEN_SELECT COLUMNS ", copies - count(lent) OVER (PARTITION BY book_id), " \
	"count(CASE WHEN lent IS NULL AND NOT " IS_CLOSED("user") " THEN 1 END) " \
	"OVER (PARTITION BY book_id ORDER BY lent IS NOT NULL, loan.id " \
		"ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)" TABLES

/* Of what is back or of no matter: nothing of the queue. */
#define PLAIN_SELECT COLUMNS ", 0, 0" TABLES

static struct loan read_loan(const struct statement *rows)
{
	struct arena *arena = rows->db->arena;

	return (struct loan){
		.id = db_integer(rows, 0),
		.book_id = db_integer(rows, 1),
		.user_id = db_integer(rows, 2),
		.title = arena_string(arena, db_text(rows, 3)),
		.borrower = arena_string(arena, db_text(rows, 4)),
		.asked = { db_integer(rows, 5) },
		.lent = { db_integer(rows, 6) },
		.due = { db_integer(rows, 7) },
		.returned = { db_integer(rows, 8) },
		.is_closed = db_integer(rows, 9) != 0,
		.on_shelf = db_integer(rows, 10),
		.waiting = db_integer(rows, 11),
	};
}

static struct loan_list take(struct statement rows, size_t most)
{
	struct loan *table = arena_array(rows.db->arena, most, sizeof *table);
	struct loan_list list = { .loan = table };

	while (list.count < most && db_next(&rows))
		table[list.count++] = read_loan(&rows);
	list.more = list.count == most && db_next(&rows);
	db_finish(&rows);
	return list;
}

static const struct loan *take_one(struct statement rows)
{
	struct loan_list list = take(rows, 1);

	return list.count > 0 ? list.loan : NULL;
}

struct shelf loan_shelf(struct db *db, const struct book *book)
{
	struct statement rows = db_query(db, "SELECT count(lent), count(CASE WHEN lent IS NULL "
		"AND NOT " IS_CLOSED("user") " THEN 1 END), min(due) "
		"FROM loan LEFT JOIN user ON user.id = user_id "
		"WHERE book_id = $1 AND returned IS NULL", BIND(book->id));
	struct shelf shelf = { 0 };

	if (db_next(&rows))
		shelf = (struct shelf){ book->copies - db_integer(&rows, 0),
			db_integer(&rows, 1), { db_integer(&rows, 2) } };
	db_finish(&rows);
	return shelf;
}

const struct loan *loan_find(struct db *db, int64_t id)
{
	return take_one(db_query(db, LOAN_SELECT "WHERE loan.id = $1", BIND(id)));
}

const struct loan *loan_of_book(struct db *db, int64_t book_id, int64_t user_id)
{
	return take_one(db_query(db, LOAN_SELECT
		"WHERE book_id = $1 AND user_id = $2 AND returned IS NULL",
		BIND(book_id, user_id)));
}

struct loan_list loans_open(struct db *db)
{
	return take(db_query(db, OPEN_SELECT "WHERE returned IS NULL "
		"ORDER BY lent IS NULL, due, search, loan.id", BIND_NOTHING), LOANS_MOST);
}

struct loan_list loans_returned(struct db *db, struct date after)
{
	return take(db_query(db, PLAIN_SELECT "WHERE returned > $1 "
		"ORDER BY returned DESC, loan.id DESC", BIND(after.us)), LOANS_MOST);
}

struct loan_list loans_of_user(struct db *db, int64_t user_id)
{
	int64_t count = db_number(db, "SELECT count(*) FROM loan WHERE user_id = $1",
		BIND(user_id));

	return take(db_query(db, PLAIN_SELECT "WHERE user_id = $1 ORDER BY loan.id",
		BIND(user_id)), (size_t)count);
}

static int64_t count_open_of_user(struct db *db, int64_t user_id)
{
	return db_number(db, "SELECT count(*) FROM loan "
		"WHERE user_id = $1 AND returned IS NULL", BIND(user_id));
}

struct loan_list loans_open_of_user(struct db *db, int64_t user_id)
{
	int64_t count = count_open_of_user(db, user_id);

	if (count == 0) /* as a rule; what follows costs more */
		return (struct loan_list){ 0 };
	return take(db_query(db, LOAN_SELECT "WHERE user_id = $1 AND returned IS NULL "
		"ORDER BY lent IS NULL, due, loan.id", BIND(user_id)), (size_t)count);
}

bool loan_may_ask(struct db *db, int64_t user_id)
{
	return count_open_of_user(db, user_id) < LOANS_OF_MEMBER_MOST;
}

void loan_ask(struct db *db, const struct book *book, const struct user *user)
{
	db_run_constrained(db, "INSERT INTO loan (book_id, user_id, borrower, asked) "
		"VALUES ($1, $2, $3, $4)",
		BIND(book->id, user->id, user->username, date_now().us));
}

bool loan_can_be_lent(const struct loan *loan)
{
	return loan->lent.us == 0 && !loan->is_closed && loan->waiting < loan->on_shelf;
}

struct date loan_due(struct clock clock, struct date from, int64_t days)
{
	return date_after(clock_day_begins(clock, clock_day(clock, from) + days + 1), -1);
}

void loan_give_up(struct db *db, int64_t id)
{
	db_run(db, "DELETE FROM loan WHERE id = $1", BIND(id));
}

void loan_lend(struct db *db, int64_t id, struct date lent, struct date due)
{
	db_run(db, "UPDATE loan SET lent = $1, due = $2 WHERE id = $3",
		BIND(lent.us, due.us, id));
}

void loan_extend(struct db *db, int64_t id, struct date due)
{
	db_run(db, "UPDATE loan SET due = $1 WHERE id = $2", BIND(due.us, id));
}

void loan_return(struct db *db, int64_t id)
{
	struct date now = date_now();

	db_run(db, "UPDATE loan SET returned = $1 WHERE id = $2", BIND(now.us, id));
	db_run(db, "DELETE FROM loan WHERE returned < $1",
		BIND(date_after(now, -LOAN_HISTORY_DAYS * 86400).us));
}

void loans_forget(struct db *db, int64_t user_id)
{
	db_run(db, "DELETE FROM loan WHERE user_id = $1 AND returned IS NOT NULL", BIND(user_id));
}

void loans_give_up(struct db *db, int64_t user_id)
{
	db_run(db, "DELETE FROM loan WHERE user_id = $1 AND lent IS NULL", BIND(user_id));
}
