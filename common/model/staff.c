/* Who may do what in the shop. */
#include "model/staff.h"

static const struct staff *read_all(struct statement rows)
{
	struct staff *staff = arena_alloc(rows.db->arena, sizeof *staff);
	const struct user *user;

	while (staff->count < STAFF_MOST && (user = user_next(&rows)) != NULL)
		staff->user[staff->count++] = user;
	db_finish(&rows);
	return staff;
}

const struct staff *staff_superusers(struct db *db)
{
	return read_all(db_query(db, "SELECT " USER_COLUMNS " FROM user "
		"WHERE " USER_CAN_DO_ALL " ORDER BY id", BIND_NOTHING));
}

const struct staff *staff_never_seen(struct db *db, struct date joined_before)
{
	return read_all(db_query(db, "SELECT " USER_COLUMNS " FROM user WHERE is_staff = 1 "
		"AND is_active = 1 AND last_login IS NULL AND date_joined < $1 ORDER BY id",
		BIND(joined_before.us)));
}

int64_t staff_count_others(struct db *db)
{
	return db_number(db, "SELECT count(*) FROM user WHERE NOT (" USER_CAN_DO_ALL ")",
		BIND_NOTHING);
}

struct statement staff_with_password(struct db *db)
{
	return db_query(db, "SELECT " USER_COLUMNS " FROM user "
		"WHERE password <> '' AND password NOT LIKE '!%' ORDER BY id", BIND_NOTHING);
}
