/* Is the shop alive? */
#include "owner/health.h"

#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "db/inspect.h"
#include "owner/disk.h"

enum { BUSY_MILLISECONDS = 1000 /* no monitor waits as long as a visitor */ };

static const char *judge(struct inspection *database)
{
	int version = inspect_version(database);

	if (version >= 0 && version != DB_SCHEMA_VERSION)
		return "other version";
	if (version >= 0 && inspect_answers(database))
		return "ok";
	return inspect_is_busy(database) ? "locked" : "unreadable";
}

static const char *look_at_database(struct arena *arena, const char *data)
{
	struct inspection database;
	const char *state = "unreadable";

	if (access(arena_printf(arena, "%s/warung.db", data), F_OK) != 0)
		return "missing";
	if (inspect_open(&database, arena, data, BUSY_MILLISECONDS))
		state = judge(&database);
	inspect_close(&database);
	return state;
}

static const char *look_at_disk(const char *data)
{
	struct disk disk;

	if (!disk_look(data, &disk))
		return "unknown";
	return disk.is_full || disk.is_crowded ? "low" : "ok";
}

struct health health_look(struct arena *arena, const char *data)
{
	struct health health = { .database = look_at_database(arena, data),
		.disk = look_at_disk(data) };

	health.is_well = strcmp(health.database, "ok") == 0 && strcmp(health.disk, "ok") == 0;
	return health;
}
