/* What a shop is before it has an owner. */
#include "model/founding.h"

#include "model/user.h"

bool shop_is_empty(struct db *db)
{
	return db_number(db, "SELECT EXISTS (SELECT 1 FROM user) OR EXISTS (SELECT 1 FROM product) "
		"OR EXISTS (SELECT 1 FROM dish) OR EXISTS (SELECT 1 FROM book)", BIND_NOTHING) == 0;
}

bool shop_has_superuser(struct db *db)
{
	return db_number(db, "SELECT count(*) FROM user WHERE " USER_CAN_DO_ALL, BIND_NOTHING) > 0;
}

void user_set_permissions(struct db *db, int64_t id, const char *codenames)
{
	db_run(db, "UPDATE user SET permissions = $1 WHERE id = $2", BIND(codenames, id));
}
