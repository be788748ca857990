/* Tickets. */
#include "model/ticket.h"

#include <string.h>

#include "base/fail.h"
#include "base/pairs.h"
#include "base/text.h"
#include "html/language.h"
#include "model/setting.h"

const char *const ticket_state_words[TICKET_STATES] = {
	[TICKET_NEW] = "new",
	[TICKET_COOKING] = "cooking",
	[TICKET_READY] = "ready",
	[TICKET_HANDED_OVER] = "handed over",
	[TICKET_DISCARDED] = "discarded",
};

const char *const ticket_state_labels[TICKET_STATES] = {
	[TICKET_NEW] = N_("Received"),
	[TICKET_COOKING] = N_("Being cooked"),
	[TICKET_READY] = N_("Ready to be fetched"),
	[TICKET_HANDED_OVER] = N_("Handed over"),
	[TICKET_DISCARDED] = N_("Discarded by the kitchen"),
};

enum { LINES_MOST = 1000, TICKETS_FIRST = 8 };

bool ticket_state_parse(const char *word, enum ticket_state *state)
{
	*state = (enum ticket_state)text_find_word(ticket_state_words, TICKET_STATES, word);
	return *state < TICKET_STATES;
}

bool ticket_state_is_open(enum ticket_state state)
{
	return state < TICKET_HANDED_OVER;
}

/* ---- lines: "DISH=PRICE REQUESTS" ---- */

static const char *lines_text(struct arena *arena, const struct ticket *ticket)
{
	struct pairs pairs = { .arena = arena };
	struct buffer text = { 0 };

	for (size_t i = 0; i < ticket->count; i++)
		pairs_add(&pairs, ticket->line[i].dish, arena_printf(arena, "%jd %s",
			(intmax_t)ticket->line[i].price.minor, ticket->line[i].requests));
	pairs_encode(&pairs, &text);
	return buffer_keep(&text, arena);
}

static void read_lines(struct arena *arena, struct ticket *ticket, const char *text)
{
	struct pairs pairs = { .arena = arena };
	struct ticket_line *lines;

	if (!pairs_decode(&pairs, text, strlen(text), LINES_MOST))
		fail(500, "the lines of ticket %jd cannot be read", (intmax_t)ticket->id);
	lines = arena_array(arena, pairs.count, sizeof *lines);
	for (size_t i = 0; i < pairs.count; i++) {
		const char *value = pairs.pair[i].value;
		size_t digits = strcspn(value, " ");

		lines[i] = (struct ticket_line){ .dish = pairs.pair[i].name,
			.price = { text_number(arena_copy(arena, value, digits), INT64_MAX, 0),
				ticket->total.decimals },
			.requests = value + digits + (value[digits] == ' ') };
	}
	ticket->line = lines;
	ticket->count = pairs.count;
}

/* ---- one is placed, and moved ---- */

int64_t ticket_place(struct db *db, const struct ticket *ticket, const char *token)
{
	return db_number(db, "INSERT INTO ticket (user_id, guest, token, state, lines, total, "
		"placed, changed) VALUES (nullif($1, 0), $2, $3, 'new', $4, $5, $6, $6) "
		"RETURNING id", BIND(ticket->user_id, ticket->guest, token,
		lines_text(db->arena, ticket), ticket->total.minor, date_now().us));
}

int64_t ticket_placed_with(struct db *db, const char *token)
{
	return db_number(db, "SELECT id FROM ticket WHERE token = $1", BIND(token));
}

static bool move(struct db *db, int64_t id, enum ticket_state from, enum ticket_state to)
{
	return ticket_state_is_open(from) && db_run(db,
		"UPDATE ticket SET state = $1, changed = $2 WHERE id = $3 AND state = $4",
		BIND(ticket_state_words[to], date_now().us, id, ticket_state_words[from])) > 0;
}

bool ticket_advance(struct db *db, int64_t id, enum ticket_state from)
{
	return move(db, id, from, from + 1);
}

bool ticket_discard(struct db *db, int64_t id, enum ticket_state from)
{
	return move(db, id, from, TICKET_DISCARDED);
}

/* ---- they are found ---- */

#define SELECT "SELECT id, user_id, guest, state, lines, total, " SETTING_CURRENCY_DECIMALS \
	", placed, changed FROM ticket "

/* By id alone SQLite would rather go through the table than through the index. */
#define OLDEST_FIRST "ORDER BY placed, id"
#define NEWEST_FIRST "ORDER BY placed DESC, id DESC"

static struct ticket read_row(const struct statement *rows)
{
	struct arena *arena = rows->db->arena;
	struct ticket ticket = {
		.id = db_integer(rows, 0),
		.user_id = db_integer(rows, 1),
		.guest = arena_string(arena, db_text(rows, 2)),
		.total = { db_integer(rows, 5), (int)db_integer(rows, 6) },
		.placed = { db_integer(rows, 7) },
		.changed = { db_integer(rows, 8) },
	};

	if (!ticket_state_parse(db_text(rows, 3), &ticket.state))
		fail(500, "a ticket is %s", db_text(rows, 3));
	read_lines(arena, &ticket, db_text(rows, 4));
	return ticket;
}

static struct ticket_list take(struct statement rows)
{
	size_t count = 0, room = TICKETS_FIRST;
	struct ticket *table = arena_array(rows.db->arena, room, sizeof *table), *larger;

	while (db_next(&rows)) {
		if (count == room) {
			larger = arena_array(rows.db->arena, room *= 2, sizeof *table);
			table = memcpy(larger, table, count * sizeof *table);
		}
		table[count++] = read_row(&rows);
	}
	return (struct ticket_list){ table, count };
}

const struct ticket *ticket_find(struct db *db, int64_t id)
{
	struct ticket_list found = take(db_query(db, SELECT "WHERE id = $1", BIND(id)));

	return found.count > 0 ? found.ticket : NULL;
}

struct ticket_list tickets_open(struct db *db, int64_t most)
{
	return take(db_query(db, SELECT "WHERE " TICKET_IS_OPEN " " OLDEST_FIRST " LIMIT $1",
		BIND(most)));
}

int64_t tickets_open_count(struct db *db)
{
	return db_number(db, "SELECT count(*) FROM ticket WHERE " TICKET_IS_OPEN, BIND_NOTHING);
}

struct ticket_list tickets_of_user(struct db *db, int64_t user_id)
{
	return take(db_query(db, SELECT "WHERE user_id = $1 " NEWEST_FIRST, BIND(user_id)));
}

struct ticket_list tickets_open_of_user(struct db *db, int64_t user_id)
{
	return take(db_query(db, SELECT "WHERE " TICKET_IS_OPEN " AND user_id = $1 " NEWEST_FIRST,
		BIND(user_id)));
}

/* ---- all of them ---- */

static bool scale(int64_t *amount, int64_t up, int64_t down)
{
	if (*amount > INT64_MAX / up || *amount % down != 0)
		return false;
	*amount = *amount * up / down;
	return true;
}

static bool scale_one(struct arena *arena, struct ticket *ticket, int64_t up, int64_t down)
{
	struct ticket_line *lines = arena_array(arena, ticket->count, sizeof *lines);

	for (size_t i = 0; i < ticket->count; i++) {
		lines[i] = ticket->line[i];
		if (!scale(&lines[i].price.minor, up, down))
			return false;
	}
	ticket->line = lines;
	return scale(&ticket->total.minor, up, down);
}

bool tickets_scale(struct db *db, int64_t up, int64_t down)
{
	struct ticket_list all = take(db_query(db, SELECT "ORDER BY id", BIND_NOTHING));
	struct ticket *scaled = arena_array(db->arena, all.count, sizeof *scaled);

	for (size_t i = 0; i < all.count; i++) {
		scaled[i] = all.ticket[i];
		if (!scale_one(db->arena, &scaled[i], up, down))
			return false;
	}
	for (size_t i = 0; i < all.count; i++)
		db_run(db, "UPDATE ticket SET lines = $1, total = $2 WHERE id = $3",
			BIND(lines_text(db->arena, &scaled[i]), scaled[i].total.minor,
			scaled[i].id));
	return true;
}
