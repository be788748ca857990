/* Tickets: placed once, moved step by step, and found by whom they concern. */
#include "unit.h"

#include <sqlite3.h>

#include "model/ticket.h"
#include "model/user.h"

static struct db db;
static const struct user *siti;

static const struct ticket_line two[] = {
	{ "Soto & \"ayam\"", { 20000, 0 }, "tanpa seledri = 100%, pedas+" },
	{ "Es cendol", { 0, 0 }, "" },
};

static int shop_begin(void **state)
{
	int result = unit_begin(state);

	db = (struct db){ .directory = folder, .arena = &arena, .mode = DB_WRITE };
	user_insert(&db, "siti", "hash");
	siti = user_find_by_name(&db, "siti");
	db_commit(&db);
	return result;
}

static int shop_end(void **state)
{
	db_close(&db);
	return unit_end(state);
}

#define shop(function) cmocka_unit_test_setup_teardown(function, shop_begin, shop_end)

static int64_t place(const char *token, int64_t user_id)
{
	return ticket_place(&db, &(struct ticket){ .user_id = user_id, .guest = "Meja 4",
		.line = two, .count = 2, .total = { 20000, 0 } }, token);
}

/* "3 1": their ids. */
static const char *ids(struct ticket_list list)
{
	struct buffer text = { 0 };

	buffer_text(&text, "");
	for (size_t i = 0; i < list.count; i++)
		buffer_printf(&text, "%s%jd", i > 0 ? " " : "", (intmax_t)list.ticket[i].id);
	return taken(&text);
}

static void test_what_is_placed_is_found(void **state)
{
	int64_t id = place("t", siti->id), before = date_now().us;
	const struct ticket *ticket = ticket_find(&db, id);

	(void)state;
	assert_int_equal(ticket->user_id, siti->id);
	assert_string_equal(ticket->guest, "Meja 4");
	assert_int_equal(ticket->state, TICKET_NEW);
	assert_int_equal(ticket->count, 2);
	assert_string_equal(ticket->line[0].dish, two[0].dish);
	assert_string_equal(ticket->line[0].requests, two[0].requests);
	assert_int_equal(ticket->line[0].price.minor, 20000);
	assert_string_equal(ticket->line[1].requests, "");
	assert_int_equal(ticket->total.minor, 20000);
	assert_true(ticket->placed.us <= before && ticket->placed.us > before - 10 * DATE_SECOND);
	assert_int_equal(ticket->changed.us, ticket->placed.us);
	assert_int_equal(ticket_placed_with(&db, "t"), id);
	assert_int_equal(ticket_placed_with(&db, ""), 0);
	assert_null(ticket_find(&db, id + 1));
}

static void test_a_token_is_good_for_one(void **state)
{
	(void)state;
	place("t", 0);
	assert_fails(500, place("t", 0));
	assert_int_equal(db_number(&db, "SELECT count(*) FROM ticket", BIND_NOTHING), 1);
}

static void test_it_goes_step_by_step(void **state)
{
	int64_t id = place("t", 0);

	(void)state;
	assert_false(ticket_advance(&db, id, TICKET_COOKING));
	assert_true(ticket_advance(&db, id, TICKET_NEW));
	assert_false(ticket_advance(&db, id, TICKET_NEW));
	assert_int_equal(ticket_find(&db, id)->state, TICKET_COOKING);
	assert_true(ticket_find(&db, id)->changed.us > ticket_find(&db, id)->placed.us);
	assert_true(ticket_advance(&db, id, TICKET_COOKING));
	assert_true(ticket_advance(&db, id, TICKET_READY));
	assert_false(ticket_advance(&db, id, TICKET_HANDED_OVER));
	assert_int_equal(ticket_find(&db, id)->state, TICKET_HANDED_OVER);
	assert_false(ticket_advance(&db, id + 1, TICKET_NEW));
}

static void test_what_is_open_can_be_discarded(void **state)
{
	int64_t id = place("t", 0);

	(void)state;
	for (enum ticket_state from = TICKET_NEW; from < TICKET_HANDED_OVER; from++) {
		assert_true(ticket_state_is_open(from));
		assert_false(ticket_discard(&db, id, from + 1));
		db_run(&db, "UPDATE ticket SET state = $1", BIND(ticket_state_words[from]));
		assert_true(ticket_discard(&db, id, from));
		assert_int_equal(ticket_find(&db, id)->state, TICKET_DISCARDED);
		assert_false(ticket_discard(&db, id, from));
		assert_false(ticket_discard(&db, id, TICKET_DISCARDED));
		assert_false(ticket_advance(&db, id, TICKET_DISCARDED));
		db_run(&db, "UPDATE ticket SET state = $1", BIND(ticket_state_words[from + 1]));
	}
	assert_false(ticket_state_is_open(TICKET_HANDED_OVER));
	assert_false(ticket_state_is_open(TICKET_DISCARDED));
	assert_false(ticket_discard(&db, id, TICKET_HANDED_OVER));
	assert_int_equal(ticket_find(&db, id)->state, TICKET_HANDED_OVER);
}

static void test_lists(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++)
		place(arena_printf(&arena, "t%d", i), i % 4 == 0 ? siti->id : 0);
	for (int64_t id = 3; id <= 18; id++)
		for (enum ticket_state from = 0; from < TICKET_HANDED_OVER; from++)
			ticket_advance(&db, id, from);
	ticket_advance(&db, 20, TICKET_NEW);
	assert_string_equal(ids(tickets_open(&db, 100)), "1 2 19 20");
	assert_string_equal(ids(tickets_open(&db, 3)), "1 2 19");
	assert_int_equal(tickets_open_count(&db), 4);
	assert_true(ticket_discard(&db, 2, TICKET_NEW));
	assert_string_equal(ids(tickets_open(&db, 100)), "1 19 20");
	assert_int_equal(tickets_open_count(&db), 3);
	assert_string_equal(ids(tickets_of_user(&db, siti->id)), "17 13 9 5 1");
	assert_string_equal(ids(tickets_open_of_user(&db, siti->id)), "1");
	assert_string_equal(ids(tickets_of_user(&db, siti->id + 1)), "");
}

static void test_the_guest_stays_when_the_account_goes(void **state)
{
	int64_t id = place("t", siti->id);

	(void)state;
	user_delete(&db, siti->id);
	assert_int_equal(ticket_find(&db, id)->user_id, 0);
	assert_string_equal(ticket_find(&db, id)->guest, "Meja 4");
}

static int count_step(void *steps)
{
	++*(int *)steps;
	return 0;
}

/* What SQLite has to do to find the open tickets, and those of one member. */
static int steps_to_find(void)
{
	int steps = 0;

	db_commit(&db);
	sqlite3_progress_handler(db.handle, 1, count_step, &steps);
	assert_int_equal(tickets_open(&db, 50).count, 1);
	assert_int_equal(tickets_open_count(&db), 1);
	assert_int_equal(tickets_open_of_user(&db, siti->id).count, 1);
	sqlite3_progress_handler(db.handle, 0, NULL, NULL);
	return steps;
}

static void test_what_is_not_open_is_not_even_looked_at(void **state)
{
	int steps;

	(void)state;
	place("t", siti->id);
	steps = steps_to_find();
	db_run(&db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) "
		"INSERT INTO ticket (guest, token, state, lines, total, placed, changed) "
		"SELECT '', i, iif(i % 2, 'handed over', 'discarded'), '', 0, 0, 0 FROM n",
		BIND_NOTHING);
	assert_true(steps > 50);
	assert_true(steps_to_find() <= steps + 10);
}

static void test_rubbish_is_no_ticket(void **state)
{
	enum ticket_state from;

	(void)state;
	place("t", 0);
	assert_false(ticket_state_parse("burnt", &from));
	assert_false(ticket_state_parse("", &from));
	db_run(&db, "UPDATE ticket SET state = 'burnt'", BIND_NOTHING);
	assert_fails(500, ticket_find(&db, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		shop(test_what_is_placed_is_found),
		shop(test_a_token_is_good_for_one),
		shop(test_it_goes_step_by_step),
		shop(test_what_is_open_can_be_discarded),
		shop(test_lists),
		shop(test_the_guest_stays_when_the_account_goes),
		shop(test_what_is_not_open_is_not_even_looked_at),
		shop(test_rubbish_is_no_ticket),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
