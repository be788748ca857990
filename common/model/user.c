/* The people who have an account. */
#include "model/user.h"

#include "base/text.h"
#include "model/loan.h"
#include "model/ticket.h"

const struct user *user_next(struct statement *rows)
{
	struct arena *arena = rows->db->arena;
	struct user *user;

	if (!db_next(rows))
		return NULL;
	user = arena_alloc(arena, sizeof *user);
	*user = (struct user){
		.id = db_integer(rows, 0),
		.username = arena_string(arena, db_text(rows, 1)),
		.password = arena_string(arena, db_text(rows, 2)),
		.is_active = db_integer(rows, 3) != 0,
		.is_staff = db_integer(rows, 4) != 0,
		.is_superuser = db_integer(rows, 5) != 0,
		.memory = arena_string(arena, db_text(rows, 6)),
	};
	return user;
}

static const struct user *read_one(struct statement rows)
{
	const struct user *user = user_next(&rows);

	db_finish(&rows);
	return user;
}

const struct user *user_find(struct db *db, int64_t id)
{
	return read_one(db_query(db, "SELECT " USER_COLUMNS " FROM user WHERE id = $1",
		BIND(id)));
}

const struct user *user_find_by_name(struct db *db, const char *username)
{
	const char *key = text_fold(db->arena, username);

	return read_one(db_query(db, "SELECT " USER_COLUMNS " FROM user "
		"WHERE username_key = $1 AND username = $2", BIND(key, username)));
}

bool user_name_is_valid(const char *username)
{
	return *username != '\0' && text_points(username) <= USERNAME_LONGEST &&
		text_is_word(username, "@.+-");
}

bool user_name_is_taken(struct db *db, const char *username)
{
	const char *key = text_fold(db->arena, username);
	struct statement rows = db_query(db, "SELECT 1 FROM user WHERE username_key = $1",
		BIND(key));
	bool taken = db_next(&rows);

	db_finish(&rows);
	return taken;
}

bool user_insert(struct db *db, const char *username, const char *password_hash)
{
	const char *key = text_fold(db->arena, username);

	return db_run_constrained(db,
		"INSERT INTO user (username, username_key, password, date_joined) "
		"VALUES ($1, $2, $3, $4)",
		BIND(username, key, password_hash, date_now().us));
}

struct user_dates user_dates(struct db *db, int64_t id)
{
	struct statement rows = db_query(db, "SELECT date_joined, last_login FROM user "
		"WHERE id = $1", BIND(id));
	struct user_dates dates = { 0 };

	if (db_next(&rows))
		dates = (struct user_dates){ { db_integer(&rows, 0) }, { db_integer(&rows, 1) } };
	db_finish(&rows);
	return dates;
}

void user_signed_in(struct db *db, int64_t id, struct date when)
{
	db_run(db, "UPDATE user SET last_login = $1 WHERE id = $2", BIND(when.us, id));
}

void user_set_password(struct db *db, int64_t id, const char *password_hash)
{
	db_run(db, "UPDATE user SET password = $1 WHERE id = $2", BIND(password_hash, id));
}

void user_make_superuser(struct db *db, int64_t id)
{
	db_run(db, "UPDATE user SET is_staff = 1, is_superuser = 1 WHERE id = $1", BIND(id));
}

void user_set_memory(struct db *db, int64_t id, const char *memory)
{
	db_run(db, "UPDATE user SET memory = $1 WHERE id = $2", BIND(memory, id));
}

const char *user_recovery_codes(struct db *db, int64_t id)
{
	struct statement rows = db_query(db, "SELECT recovery_codes FROM user WHERE id = $1",
		BIND(id));
	const char *hashes = db_next(&rows) ? arena_string(db->arena, db_text(&rows, 0)) : "";

	db_finish(&rows);
	return hashes;
}

void user_set_recovery_codes(struct db *db, int64_t id, const char *hashes)
{
	db_run(db, "UPDATE user SET recovery_codes = $1 WHERE id = $2", BIND(hashes, id));
}

bool user_is_last_superuser(struct db *db, const struct user *user)
{
	struct statement rows;
	bool is_last;

	if (!user->is_superuser || !user->is_staff || !user->is_active)
		return false;
	rows = db_query(db, "SELECT 1 FROM user WHERE " USER_CAN_DO_ALL " AND id <> $1 LIMIT 1",
		BIND(user->id));
	is_last = !db_next(&rows);
	db_finish(&rows);
	return is_last;
}

/* What somebody asks of a dish may tell of an illness: it goes when the kitchen is done with it. */
static void forget_tickets(struct db *db, int64_t id)
{
	db_run(db, "DELETE FROM ticket WHERE user_id = $1 AND state IN ($2, $3)", BIND(id,
		ticket_state_words[TICKET_HANDED_OVER], ticket_state_words[TICKET_DISCARDED]));
}

/* Of what they borrowed stays what is not back yet, with their name. */
void user_delete(struct db *db, int64_t id)
{
	loans_forget(db, id);
	loans_give_up(db, id);
	forget_tickets(db, id);
	db_run(db, "DELETE FROM user WHERE id = $1", BIND(id));
}
