/* init, clearsessions. */
#include "warung.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fail.h"
#include "db/create.h"
#include "http/request.h"
#include "model/user.h"
#include "session/session.h"

/* What is half made, as file.h calls it. */
#define NEW ".????????????????.new"

/* What may lie in a data directory, however far its making came; the web server's logs, too. */
static bool is_ours(const char *name)
{
	static const char *const names[] = { ".", "..", "warung.*", "secret.key", "secret.key" NEW,
		"secret.key.restored", "secret.key.restored" NEW, "sessions", "sessions.swept",
		"status", "media", "media.swept", "backup", "password.lock", "picture.lock", "site",
		"site" NEW, "setup.code", "setup.code" NEW, "access.log", "error.log",
		"canary-*.txt" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (fnmatch(names[i], name, 0) == 0)
			return true;
	return false;
}

void place_refuse_strangers(const struct errand *errand)
{
	DIR *folder = opendir(errand->data);
	const struct dirent *entry = NULL;
	bool foreign = false;

	while (folder != NULL && !foreign && (entry = readdir(folder)) != NULL)
		foreign = !is_ours(entry->d_name);
	if (folder != NULL)
		closedir(folder);
	if (foreign)
		fail(400, "%s holds something else than a shop's data", errand->data);
}

int command_init(struct errand *errand)
{
	place_refuse_strangers(errand);
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
