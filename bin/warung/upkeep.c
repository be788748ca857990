/* init, clearsessions. */
#include "warung.h"

#include <stdio.h>
#include <unistd.h>

#include "db/create.h"
#include "http/request.h"
#include "model/user.h"
#include "session/session.h"

int command_init(struct errand *errand)
{
	db_create(errand->data, errand->arena);
	user_find(&errand->db, 0); /* what was there already must be a shop's, of our version */
	printf("The shop's data are in %s.\n", errand->data);
	if (geteuid() == 0)
		printf("They belong to root.  Give them to the user who runs the programs: "
			"chown -R USER %s\n", errand->data);
	return 0;
}

/* In both places where sessions can lie: an owner who chose another store left some behind. */
static int64_t delete_dead(struct errand *errand, const char *store)
{
	struct request req = {
		.arena = errand->arena, .db = &errand->db,
		.config = { .data = errand->data, .session_store = store },
	};

	return session_delete_dead(&req);
}

int command_clearsessions(struct errand *errand)
{
	int64_t deleted;

	place_require(errand);
	deleted = delete_dead(errand, "file") + delete_dead(errand, "database");
	printf("%jd dead session%s deleted.\n", (intmax_t)deleted, deleted == 1 ? "" : "s");
	return 0;
}
