/* The demo shop, all of it. */
#include "owner/demo_parts.h"

#include "model/founding.h"
#include "model/setting.h"
#include "model/user.h"

void demo_fill(struct db *db, const char *password_hash)
{
	demo_sellers(db, password_hash);
	user_set_permissions(db, user_find_by_name(db, DEMO_KEEPER)->id,
		"add_dish change_dish change_book");
	setting_set(db, "utc_offset", "420"); /* the clock shows the time of Jakarta */
	demo_market(db);
	demo_dishes(db);
	demo_books(db);
	demo_readers(db);
}
