/* migrate: data of an older version fit these programs. */
#include "backup.h"
#include "base/fail.h"
#include "db/migrate.h"
#include "model/setting.h"

int command_migrate(struct errand *errand)
{
	const char *path = arena_printf(errand->arena, "%s/warung.db", errand->data), *before;
	int version;

	place_require(errand);
	version = migrate_version(path);
	if (version < 1)
		fail(400, "there is no shop in %s: say `warung init`", path);
	if (version > DB_SCHEMA_VERSION)
		fail(400, "%s has schema %d, but these programs know %d: take newer programs",
			path, version, DB_SCHEMA_VERSION);
	if (version == DB_SCHEMA_VERSION) {
		puts("There is nothing to do: these data fit these programs.");
		return 0;
	}
	before = backup_path(errand, arena_printf(errand->arena, "before-migrate-%d", version));
	backup_write(errand, before);
	backup_migrate(errand, path);
	settings_publish(&errand->db);
	printf("The data fit these programs now.  As they were before, they are in\n%s\n", before);
	return 0;
}
