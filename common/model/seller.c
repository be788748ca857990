/* How a seller is reached and paid. */
#include "model/seller.h"

struct seller seller_find(struct db *db, int64_t user_id)
{
	struct statement rows = db_query(db,
		"SELECT phone, bank_account, qris FROM user WHERE id = $1", BIND(user_id));
	struct seller seller = { "", "", "" };

	if (db_next(&rows))
		seller = (struct seller){
			.phone = arena_string(db->arena, db_text(&rows, 0)),
			.bank_account = arena_string(db->arena, db_text(&rows, 1)),
			.qris = arena_string(db->arena, db_text(&rows, 2)),
		};
	db_finish(&rows);
	return seller;
}

void seller_update(struct db *db, int64_t user_id, const struct seller *seller)
{
	db_run(db, "UPDATE user SET phone = $1, bank_account = $2, qris = coalesce($3, qris) "
		"WHERE id = $4",
		BIND(seller->phone, seller->bank_account, seller->qris, user_id));
}
