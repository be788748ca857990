/* The browsers in which members are signed in. */
#include "model/device.h"

#define COLUMNS "id, signed_in, last_seen, expires, address, last_address, user_agent"

static bool next(struct statement *rows, struct device *device)
{
	struct arena *arena = rows->db->arena;

	if (!db_next(rows))
		return false;
	*device = (struct device){
		.id = db_integer(rows, 0),
		.signed_in = { db_integer(rows, 1) },
		.last_seen = { db_integer(rows, 2) },
		.expires = { db_integer(rows, 3) },
		.address = arena_string(arena, db_text(rows, 4)),
		.last_address = arena_string(arena, db_text(rows, 5)),
		.user_agent = arena_string(arena, db_text(rows, 6)),
	};
	return true;
}

const struct devices *devices_of(struct db *db, int64_t user_id)
{
	struct devices *all = arena_alloc(db->arena, sizeof *all);
	struct statement rows = db_query(db, "SELECT " COLUMNS " FROM device "
		"WHERE user_id = $1 AND expires > $2 ORDER BY last_seen DESC LIMIT $3",
		BIND(user_id, date_now().us, DEVICES_MOST));

	while (all->count < DEVICES_MOST && next(&rows, &all->device[all->count]))
		all->count++;
	db_finish(&rows);
	return all;
}

const struct user *device_find_user(struct db *db, int64_t user_id, int64_t id,
	struct device *device)
{
	struct statement rows = db_query(db, "SELECT last_seen, address, last_address FROM device "
		"WHERE id = $1 AND user_id = $2", BIND(id, user_id));
	bool found = db_next(&rows);

	if (found)
		*device = (struct device){
			.id = id,
			.last_seen = { db_integer(&rows, 0) },
			.address = arena_string(db->arena, db_text(&rows, 1)),
			.last_address = arena_string(db->arena, db_text(&rows, 2)),
		};
	db_finish(&rows);
	return found ? user_find(db, user_id) : NULL;
}

/* Ids are random, so every row follows a new one some time. */
static void delete_some_dead(struct db *db, int64_t id, struct date now)
{
	db_run(db, "DELETE FROM device WHERE id IN "
		"(SELECT id FROM device WHERE id > $1 ORDER BY id LIMIT 20) AND expires < $2",
		BIND(id, now.us));
}

void device_insert(struct db *db, int64_t user_id, const struct device *device)
{
	delete_some_dead(db, device->id, device->signed_in);
	db_run(db, "INSERT INTO device (user_id, " COLUMNS ") "
		"VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		BIND(user_id, device->id, device->signed_in.us, device->last_seen.us,
			device->expires.us, device->address, device->last_address,
			device->user_agent));
}

void device_seen(struct db *db, const struct device *device)
{
	db_run(db, "UPDATE device SET last_seen = $1, expires = $2, last_address = $3 "
		"WHERE id = $4",
		BIND(device->last_seen.us, device->expires.us, device->last_address, device->id));
}

bool device_delete(struct db *db, int64_t user_id, int64_t id)
{
	return db_run(db, "DELETE FROM device WHERE id = $1 AND user_id = $2",
		BIND(id, user_id)) > 0;
}

void device_delete_others(struct db *db, int64_t user_id, int64_t kept_id)
{
	db_run(db, "DELETE FROM device WHERE user_id = $1 AND id <> $2", BIND(user_id, kept_id));
}
