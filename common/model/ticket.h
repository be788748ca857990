/* Tickets: what was ordered of the kitchen at once, with the names and prices of its day. */
#ifndef MODEL_TICKET_H
#define MODEL_TICKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/money.h"
#include "db/db.h"

enum { TICKET_GUEST_LONGEST = 100 /* code points */ };

enum { TICKETS_OPEN_MOST = 200 /* more than any kitchen can cook */ };

/* Each step leads to the next one, up to TICKET_HANDED_OVER; the two last ones are not open. */
enum ticket_state {
	TICKET_NEW, TICKET_COOKING, TICKET_READY, TICKET_HANDED_OVER, TICKET_DISCARDED,
	TICKET_STATES
};

/* The words in the database and in forms: "new", "cooking", "ready", "handed over", "discarded". */
extern const char *const ticket_state_words[TICKET_STATES];

/* What people call it: N_() texts. */
extern const char *const ticket_state_labels[TICKET_STATES];

/* False: it is none of them. */
bool ticket_state_parse(const char *word, enum ticket_state *state);

bool ticket_state_is_open(enum ticket_state state);

/* The same as SQL, in the words of the index. */
#define TICKET_IS_OPEN "(state <> 'handed over' AND state <> 'discarded')"

struct ticket_line {
	const char *dish;       /* its name */
	struct money price;
	const char *requests;   /* "": none */
};

struct ticket {
	int64_t id;
	int64_t user_id;        /* 0: a guest, or an account that was deleted */
	const char *guest;      /* whom to call; "": nobody said */
	enum ticket_state state;
	const struct ticket_line *line;
	size_t count;
	struct money total;
	struct date placed, changed;
};

/* They live in the db's arena. */
struct ticket_list {
	const struct ticket *ticket;
	size_t count;
};

/*
 * Place it: user_id, guest, lines and total are as the caller gives them, the rest comes by itself.
 * `token` makes it once: it must not have been used.  Returns the new id.
 */
int64_t ticket_place(struct db *db, const struct ticket *ticket, const char *token);

/* The id of what was placed with that token; 0: nothing. */
int64_t ticket_placed_with(struct db *db, const char *token);

/* NULL: there is none.  Whose it is, the caller knows. */
const struct ticket *ticket_find(struct db *db, int64_t id);

/* What the kitchen has to do: the oldest `most`, oldest first; and how many there are. */
struct ticket_list tickets_open(struct db *db, int64_t most);
int64_t tickets_open_count(struct db *db);

/* A member's, newest first: all, or those that are open. */
struct ticket_list tickets_of_user(struct db *db, int64_t user_id);
struct ticket_list tickets_open_of_user(struct db *db, int64_t user_id);

/*
 * Multiply all amounts of all tickets, and then divide them.  False: one of them would be too
 * large, or not whole, and no ticket was changed.
 */
bool tickets_scale(struct db *db, int64_t up, int64_t down);

/* Bring it a step on from that state, or out of the kitchen; false: it is not in that state. */
bool ticket_advance(struct db *db, int64_t id, enum ticket_state from);
bool ticket_discard(struct db *db, int64_t id, enum ticket_state from);

#endif
