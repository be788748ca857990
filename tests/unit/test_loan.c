/* Lending. */
#include "unit.h"

#include "model/loan.h"

static struct db db;
static int64_t siti, budi, tono;

static struct date at(const char *text)
{
	struct date date = { 0 };

	assert_true(date_parse(text, &date));
	return date;
}

static int room_begin(void **state)
{
	static const char *const names[] = { "siti", "budi", "tono" };
	int64_t *const ids[] = { &siti, &budi, &tono };
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	for (size_t i = 0; i < 3; i++) {
		user_insert(&db, names[i], "hash");
		*ids[i] = user_find_by_name(&db, names[i])->id;
	}
	return result;
}

static int room_end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define room(function) cmocka_unit_test_setup_teardown(function, room_begin, room_end)

static const struct book *shelve(const char *title, int64_t copies)
{
	return book_find(&db, book_insert(&db, &(struct book){ .title = title,
		.author = "Anonymous", .year = 1900, .pages = 100, .copies = copies }));
}

/* Somebody asks; the id of what came of it. */
static int64_t ask(const struct book *book, int64_t user_id)
{
	loan_ask(&db, book, user_find(&db, user_id));
	return loan_of_book(&db, book->id, user_id)->id;
}

static int64_t lend(const struct book *book, int64_t user_id, const char *due)
{
	int64_t id = ask(book, user_id);

	assert_true(loan_can_be_lent(loan_find(&db, id)));
	loan_lend(&db, id, date_now(), at(due));
	return id;
}

/* "Emma: siti, budi": the borrowers in a list, each behind the title. */
static const char *shown_loans(struct loan_list list)
{
	const char *text = "";

	for (size_t i = 0; i < list.count; i++)
		text = arena_printf(&arena, "%s%s%s %s", text, i > 0 ? ", " : "",
			list.loan[i].title, list.loan[i].borrower);
	return text;
}

static void test_a_loan_from_its_beginning_to_its_end(void **state)
{
	const struct book *book = shelve("Emma", 1);
	int64_t before = date_now().us, id = ask(book, siti);
	const struct loan *loan = loan_find(&db, id);

	(void)state;
	assert_int_equal(loan->book_id, book->id);
	assert_int_equal(loan->user_id, siti);
	assert_string_equal(loan->title, "Emma");
	assert_string_equal(loan->borrower, "siti");
	assert_in_range(loan->asked.us, before, date_now().us);
	assert_int_equal(loan->lent.us + loan->due.us + loan->returned.us, 0);
	loan_lend(&db, id, date_now(), at("2026-07-09T16:59:59Z"));
	loan = loan_find(&db, id);
	assert_in_range(loan->lent.us, before, date_now().us);
	assert_int_equal(loan->due.us, at("2026-07-09T16:59:59Z").us);
	loan_extend(&db, id, at("2026-07-16T16:59:59Z"));
	assert_int_equal(loan_find(&db, id)->due.us, at("2026-07-16T16:59:59Z").us);
	loan_return(&db, id);
	assert_in_range(loan_find(&db, id)->returned.us, before, date_now().us);
	assert_null(loan_of_book(&db, book->id, siti));
	assert_int_not_equal(ask(book, siti), id);
	assert_null(loan_find(&db, id + 99));
}

static void test_nobody_has_two_places(void **state)
{
	const struct book *book = shelve("Emma", 3), *other = shelve("Persuasion", 1);
	int64_t id = ask(book, siti);

	(void)state;
	assert_int_equal(ask(book, siti), id);
	loan_lend(&db, id, date_now(), date_now());
	assert_int_equal(ask(book, siti), id);
	assert_int_not_equal(ask(other, siti), id);
	assert_int_equal(loans_of_user(&db, siti).count, 2);
}

/* As many as there are copies may fetch one, in whichever order they come. */
static void test_queue(void **state)
{
	const struct book *book = shelve("Emma", 2);
	int64_t first = ask(book, siti), second = ask(book, budi), third = ask(book, tono);

	(void)state;
	assert_true(loan_can_be_lent(loan_find(&db, first)));
	assert_true(loan_can_be_lent(loan_find(&db, second)));
	assert_false(loan_can_be_lent(loan_find(&db, third)));
	assert_int_equal(loan_find(&db, third)->waiting, 2);
	loan_lend(&db, second, date_now(), date_now());
	assert_false(loan_can_be_lent(loan_find(&db, second)));
	assert_true(loan_can_be_lent(loan_find(&db, first)));
	assert_false(loan_can_be_lent(loan_find(&db, third)));
	assert_int_equal(loan_find(&db, third)->waiting, 1);
	loan_give_up(&db, first);
	assert_null(loan_find(&db, first));
	assert_true(loan_can_be_lent(loan_find(&db, third)));
	loan_lend(&db, third, date_now(), date_now());
	assert_int_equal(loan_find(&db, third)->on_shelf, 0);
	assert_false(loan_can_be_lent(loan_find(&db, ask(book, siti))));
	loan_return(&db, second);
	assert_true(loan_can_be_lent(loan_of_book(&db, book->id, siti)));
}

/* Of what is lent, all who wait count, even one who asked earlier and did not come. */
static void test_who_waits_for_what_is_lent(void **state)
{
	const struct book *book = shelve("Emma", 2);
	int64_t first = ask(book, siti), second = ask(book, budi);

	(void)state;
	loan_lend(&db, second, date_now(), date_now());
	assert_int_equal(loan_find(&db, second)->waiting, 1);
	ask(book, tono);
	ask(shelve("Persuasion", 1), tono);
	assert_int_equal(loan_find(&db, second)->waiting, 2);
	assert_int_equal(loan_find(&db, first)->waiting, 0);
}

static void close_account(int64_t user_id, bool closed)
{
	db_run(&db, "UPDATE user SET is_active = $1 WHERE id = $2", BIND(!closed, user_id));
}

/* Whose account is closed has a place that counts for nobody, until it is opened again. */
static void test_closed_accounts_do_not_wait(void **state)
{
	const struct book *book = shelve("Emma", 1);
	int64_t first = ask(book, siti), second = ask(book, budi);

	(void)state;
	close_account(siti, true);
	assert_true(loan_find(&db, first)->is_closed);
	assert_false(loan_find(&db, second)->is_closed);
	assert_false(loan_can_be_lent(loan_find(&db, first)));
	assert_true(loan_can_be_lent(loan_find(&db, second)));
	assert_int_equal(loan_shelf(&db, book).waiting, 1);
	assert_int_equal(loans_open(&db).loan[1].waiting, 0);
	loan_lend(&db, second, date_now(), date_now());
	assert_int_equal(loan_find(&db, second)->waiting, 0);
	assert_int_equal(loans_open(&db).loan[0].waiting, 0);
	loan_return(&db, second);
	close_account(siti, false);
	assert_true(loan_can_be_lent(loan_find(&db, first)));
	loan_lend(&db, first, date_now(), date_now());
	close_account(siti, true);
	assert_int_equal(loan_find(&db, ask(book, budi))->on_shelf, 0);
}

/* The list of all says the same of each as it says by itself. */
static void test_the_list_knows_the_queues(void **state)
{
	static const int64_t copies[] = { 0, 1, 2, 9 };
	struct loan_list list;

	(void)state;
	for (int i = 0; i < 20; i++)
		user_insert(&db, arena_printf(&arena, "reader%02d", i), "hash");
	for (size_t i = 0; i < sizeof copies / sizeof *copies; i++)
		shelve(i % 2 == 0 ? "Emma" : arena_printf(&arena, "%zu", i), copies[i]);
	db_run(&db, "INSERT INTO loan (book_id, user_id, borrower, asked, lent, due, returned) "
		"SELECT book.id, user.id, username, 1, "
		"CASE WHEN (user.id * 7 + book.id) % 5 < 2 THEN 1 END, "
		"CASE WHEN (user.id * 7 + book.id) % 5 < 2 THEN 2 END, "
		"CASE WHEN (user.id * 7 + book.id) % 5 = 0 THEN 3 END FROM user, book",
		BIND_NOTHING);
	db_run(&db, "UPDATE user SET is_active = 0 WHERE id % 4 = 0", BIND_NOTHING);
	list = loans_open(&db);
	assert_int_equal(list.count, db_number(&db,
		"SELECT count(*) FROM loan WHERE returned IS NULL", BIND_NOTHING));
	for (size_t i = 0; i < list.count; i++) {
		const struct loan *loan = loan_find(&db, list.loan[i].id);

		assert_int_equal(list.loan[i].on_shelf, loan->on_shelf);
		assert_int_equal(list.loan[i].waiting, loan->waiting);
		assert_int_equal(list.loan[i].is_closed, loan->is_closed);
	}
}

static void test_nobody_asks_for_the_whole_shelf(void **state)
{
	int64_t first = 0;

	(void)state;
	for (int i = 0; i < LOANS_OF_MEMBER_MOST; i++) {
		assert_true(loan_may_ask(&db, siti));
		ask(shelve("Emma", 1), siti);
	}
	assert_false(loan_may_ask(&db, siti));
	assert_true(loan_may_ask(&db, budi));
	first = loans_open_of_user(&db, siti).loan[0].id;
	loan_lend(&db, first, date_now(), date_now());
	assert_false(loan_may_ask(&db, siti));
	loan_return(&db, first);
	assert_true(loan_may_ask(&db, siti));
}

static void test_shelf(void **state)
{
	const struct book *book = shelve("Emma", 2);
	struct shelf shelf = loan_shelf(&db, book);

	(void)state;
	assert_int_equal(shelf.on_shelf, 2);
	assert_int_equal(shelf.waiting, 0);
	assert_int_equal(shelf.next_due.us, 0);
	lend(book, siti, "2026-07-16T16:59:59Z");
	lend(book, budi, "2026-07-09T16:59:59Z");
	ask(book, tono);
	lend(shelve("Persuasion", 1), tono, "2026-01-01T00:00:00Z");
	shelf = loan_shelf(&db, book);
	assert_int_equal(shelf.on_shelf, 0);
	assert_int_equal(shelf.waiting, 1);
	assert_int_equal(shelf.next_due.us, at("2026-07-09T16:59:59Z").us);
	loan_return(&db, loan_of_book(&db, book->id, budi)->id);
	shelf = loan_shelf(&db, book);
	assert_int_equal(shelf.on_shelf, 1);
	assert_int_equal(shelf.next_due.us, at("2026-07-16T16:59:59Z").us);
}

static void test_lists(void **state)
{
	const struct book *emma = shelve("emma", 1), *persuasion = shelve("Persuasion", 2);
	struct date before = date_after(date_now(), -1);
	int64_t lent;

	(void)state;
	ask(persuasion, tono);
	lend(persuasion, siti, "2026-07-16T16:59:59Z");
	lent = lend(emma, budi, "2026-07-09T16:59:59Z");
	ask(emma, siti);
	ask(emma, tono);
	assert_string_equal(shown_loans(loans_open(&db)),
		"emma budi, Persuasion siti, emma siti, emma tono, Persuasion tono");
	assert_string_equal(shown_loans(loans_returned(&db, before)), "");
	loan_return(&db, lent);
	loan_return(&db, loan_of_book(&db, persuasion->id, siti)->id);
	assert_string_equal(shown_loans(loans_open(&db)),
		"emma siti, emma tono, Persuasion tono");
	assert_string_equal(shown_loans(loans_returned(&db, before)),
		"Persuasion siti, emma budi");
	assert_string_equal(shown_loans(loans_returned(&db, date_now())), "");
	assert_string_equal(shown_loans(loans_of_user(&db, siti)), "Persuasion siti, emma siti");
	assert_string_equal(shown_loans(loans_of_user(&db, siti + 99)), "");
}

static void test_what_a_member_waits_for_and_has(void **state)
{
	const struct book *emma = shelve("Emma", 2), *persuasion = shelve("Persuasion", 1);

	(void)state;
	assert_string_equal(shown_loans(loans_open_of_user(&db, siti)), "");
	ask(persuasion, budi);
	ask(persuasion, siti);
	lend(emma, budi, "2026-07-01T16:59:59Z");
	loan_return(&db, lend(emma, siti, "2026-07-16T16:59:59Z"));
	lend(emma, siti, "2026-07-16T16:59:59Z");
	lend(shelve("Sanditon", 1), siti, "2026-07-09T16:59:59Z");
	assert_string_equal(shown_loans(loans_open_of_user(&db, siti)),
		"Sanditon siti, Emma siti, Persuasion siti");
	assert_int_equal(loans_open_of_user(&db, siti).loan[2].waiting, 1);
	assert_string_equal(shown_loans(loans_open_of_user(&db, tono)), "");
}

/* Whoever waits goes; what is lent stays. */
static void test_a_member_is_forgotten(void **state)
{
	const struct book *emma = shelve("Emma", 2);

	(void)state;
	loan_return(&db, lend(emma, siti, "2026-07-09T16:59:59Z"));
	loan_return(&db, lend(emma, budi, "2026-07-09T16:59:59Z"));
	lend(emma, siti, "2026-07-09T16:59:59Z");
	ask(shelve("Persuasion", 1), siti);
	loans_forget(&db, siti);
	assert_string_equal(shown_loans(loans_of_user(&db, siti)), "Emma siti, Persuasion siti");
	assert_string_equal(shown_loans(loans_of_user(&db, budi)), "Emma budi");
}

static void put_returned(const struct book *book, int64_t days_ago)
{
	int64_t id = lend(book, siti, "2026-07-09T16:59:59Z");

	loan_return(&db, id);
	db_run(&db, "UPDATE loan SET returned = returned - $1 WHERE id = $2",
		BIND(days_ago * 86400 * DATE_SECOND, id));
}

/* The librarian sees no more of it, and nobody else needs it. */
static void test_what_was_returned_long_ago_is_forgotten(void **state)
{
	const struct book *emma = shelve("Emma", 1), *persuasion = shelve("Persuasion", 1);

	(void)state;
	put_returned(persuasion, LOAN_HISTORY_DAYS - 1);
	put_returned(emma, LOAN_HISTORY_DAYS + 1);
	ask(shelve("Sanditon", 1), siti);
	assert_int_equal(loans_of_user(&db, siti).count, 3);
	loan_return(&db, lend(emma, budi, "2026-07-09T16:59:59Z"));
	assert_string_equal(shown_loans(loans_of_user(&db, siti)),
		"Persuasion siti, Sanditon siti");
	assert_string_equal(shown_loans(loans_of_user(&db, budi)), "Emma budi");
}

/* A list that ends says so. */
static void test_there_are_more(void **state)
{
	const struct book *emma = shelve("Emma", LOANS_MOST + 1);

	(void)state;
	db_run(&db, "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < $1) "
		"INSERT INTO loan (book_id, borrower, asked) SELECT $2, 'x', n FROM n",
		BIND((int64_t)LOANS_MOST, emma->id));
	assert_int_equal(loans_open(&db).count, LOANS_MOST);
	assert_false(loans_open(&db).more);
	ask(emma, siti);
	assert_int_equal(loans_open(&db).count, LOANS_MOST);
	assert_true(loans_open(&db).more);
	assert_false(loans_of_user(&db, siti).more);
}

static void test_due_is_the_end_of_a_day_of_the_shop(void **state)
{
	static const struct {
		int64_t minutes;
		const char *from, *due;
	} cases[] = {
		{ 420, "2026-06-25T03:00:00Z", "2026-07-09T16:59:59Z" },
		{ 420, "2026-06-25T16:59:59Z", "2026-07-09T16:59:59Z" },
		{ 420, "2026-06-25T17:00:00Z", "2026-07-10T16:59:59Z" },
		{ 0, "2026-12-25T23:59:59Z", "2027-01-08T23:59:59Z" },
		{ -300, "2026-06-25T04:59:59Z", "2026-07-09T04:59:59Z" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(loan_due((struct clock){ cases[i].minutes * 60 * DATE_SECOND },
			at(cases[i].from), LOAN_DAYS).us, at(cases[i].due).us);
}

static void test_when_an_account_is_deleted(void **state)
{
	const struct book *book = shelve("Emma", 2);
	int64_t back = lend(book, siti, "2026-07-09T16:59:59Z"), out, waits, budis;

	(void)state;
	loan_return(&db, back);
	out = lend(book, siti, "2026-07-09T16:59:59Z");
	waits = ask(shelve("Persuasion", 1), siti);
	budis = ask(book, budi);
	user_delete(&db, siti);
	assert_null(loan_find(&db, back));
	assert_null(loan_find(&db, waits));
	assert_string_equal(loan_find(&db, out)->borrower, "siti");
	assert_int_equal(loan_find(&db, out)->user_id, 0);
	assert_int_equal(loan_find(&db, out)->on_shelf, 1);
	assert_non_null(loan_find(&db, budis));
	loan_return(&db, out);
	assert_int_equal(loan_find(&db, budis)->on_shelf, 2);
}

/* Each asks and fetches if there is a copy, as the librarian would see it. */
static int64_t raced_book, raced_user;

static void ask_and_fetch(void *number)
{
	struct arena own = { 0 };
	struct db mine = { .directory = folder, .arena = &own, .mode = DB_WRITE };
	const struct user *user = user_find(&mine, raced_user + *(int *)number);
	const struct book *book = book_find(&mine, raced_book);
	const struct loan *loan;

	loan_ask(&mine, book, user);
	db_commit(&mine);
	loan = loan_of_book(&mine, raced_book, user->id);
	insist(loan != NULL);
	if (loan_can_be_lent(loan))
		loan_lend(&mine, loan->id, date_now(), date_now());
	db_commit(&mine);
	db_close(&mine);
	arena_free(&own);
}

static void test_ten_want_the_last_copy(void **state)
{
	raced_book = shelve("Emma", 1)->id;
	for (int i = 0; i < 10; i++)
		user_insert(&db, arena_printf(&arena, "reader%d", i), "hash");
	raced_user = user_find_by_name(&db, "reader0")->id;
	(void)state;
	db_commit(&db);
	db_close(&db);
	start_many(10, ask_and_fetch);
	assert_int_equal(db_number(&db, "SELECT count(*) FROM loan", BIND_NOTHING), 10);
	assert_int_equal(db_number(&db, "SELECT count(*) FROM loan WHERE lent IS NOT NULL "
		"AND id = (SELECT min(id) FROM loan)", BIND_NOTHING), 1);
	assert_int_equal(db_number(&db, "SELECT count(*) FROM loan WHERE lent IS NOT NULL",
		BIND_NOTHING), 1);
}

static void ask_ten_times(void *number)
{
	struct arena own = { 0 };
	struct db mine = { .directory = folder, .arena = &own, .mode = DB_WRITE };
	const struct book *book = book_find(&mine, raced_book);

	(void)number;
	for (int i = 0; i < 10; i++) {
		loan_ask(&mine, book, user_find(&mine, raced_user));
		db_commit(&mine);
	}
	db_close(&mine);
	arena_free(&own);
}

static void test_many_clicks_at_once_are_one(void **state)
{
	(void)state;
	raced_book = shelve("Emma", 3)->id;
	raced_user = siti;
	db_commit(&db);
	db_close(&db);
	start_many(4, ask_ten_times);
	assert_int_equal(db_number(&db, "SELECT count(*) FROM loan", BIND_NOTHING), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		room(test_a_loan_from_its_beginning_to_its_end),
		room(test_nobody_has_two_places),
		room(test_queue),
		room(test_who_waits_for_what_is_lent),
		room(test_closed_accounts_do_not_wait),
		room(test_the_list_knows_the_queues),
		room(test_nobody_asks_for_the_whole_shelf),
		room(test_shelf),
		room(test_lists),
		room(test_what_a_member_waits_for_and_has),
		room(test_a_member_is_forgotten),
		room(test_what_was_returned_long_ago_is_forgotten),
		room(test_there_are_more),
		room(test_due_is_the_end_of_a_day_of_the_shop),
		room(test_when_an_account_is_deleted),
		room(test_ten_want_the_last_copy),
		room(test_many_clicks_at_once_are_one),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
