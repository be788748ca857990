/* The doctor on the database, and on what is in it. */
#include "owner/doctor.h"

#include <errno.h>
#include <string.h>

#include "base/instant.h"
#include "db/inspect.h"
#include "model/consistency.h"

enum { STALE_SECONDS = 60 /* no program of ours lives so long */ };

/* Somebody died while he wrote, and nobody has come since who could clean up behind him. */
void doctor_journals(struct doctor *doctor)
{
	const char *path = doctor_path(doctor, "warung.db-journal");
	const struct stat *is = doctor_look(doctor, path);
	int64_t seconds = is == NULL ? 0 : date_unix(date_now()) - (int64_t)is->st_mtime;

	if (seconds > STALE_SECONDS)
		doctor_problem(doctor, N_("%s was left %jd minutes ago by a program that died "
			"while it wrote.  The next visit should undo that; never delete it by "
			"hand.  If this line comes again, see who owns the files and whether "
			"the disk is full."), path, (intmax_t)seconds / 60);
}

static void check_version(struct doctor *doctor, struct inspection *database)
{
	int found = inspect_version(database);

	doctor->has_shop = found == DB_SCHEMA_VERSION;
	if (found == 0)
		doctor_problem(doctor, N_("warung.db holds no shop yet: say `warung init`, or "
			"bring back a backup."));
	else if (found < DB_SCHEMA_VERSION)
		doctor_problem(doctor, N_("warung.db has version %d of the schema, but this is "
			"for version %d: say `warung migrate`."), found, DB_SCHEMA_VERSION);
	else if (!doctor->has_shop)
		doctor_problem(doctor, N_("warung.db has version %d of the schema, but this is "
			"for version %d: take programs that suit the data."), found,
			DB_SCHEMA_VERSION);
}

static void check_consistency(struct doctor *doctor, struct inspection *database)
{
	const char *damage = inspect_damage(database), *orphans;

	if (damage != NULL) {
		doctor->has_shop = false;
		doctor_problem(doctor, N_("warung.db is damaged (%.200s): close the shop and "
			"bring back a backup."), damage);
		return;
	}
	orphans = inspect_orphans(database);
	if (orphans != NULL)
		doctor_problem(doctor, N_("In warung.db rows of the table %s belong to "
			"something that is gone: bring back a backup, or ask who changed the "
			"database by hand."), orphans);
}

static void check_journal_mode(struct doctor *doctor, struct inspection *database)
{
	const char *sqlite = inspect_unsafe_wal(database);

	if (sqlite != NULL)
		doctor_problem(doctor, N_("warung.db is in WAL mode, in which SQLite %s can lose "
			"what was written: say `sqlite3 %s 'PRAGMA journal_mode = DELETE'`."),
			sqlite, doctor_path(doctor, "warung.db"));
}

static void check_all(struct doctor *doctor, struct inspection *database)
{
	if (inspect_version(database) < 0) {
		doctor_problem(doctor, N_("warung.db cannot be read (%s): if it is damaged, "
			"close the shop and bring back a backup."), inspect_error(database));
		return;
	}
	if (inspect_is_read_only(database))
		doctor_problem(doctor, N_("warung.db cannot be written: say `chmod u+rw %s`."),
			doctor_path(doctor, "warung.db"));
	check_version(doctor, database);
	if (doctor->req == NULL)
		check_consistency(doctor, database);
	check_journal_mode(doctor, database);
}

void doctor_database(struct doctor *doctor)
{
	const char *path = doctor_path(doctor, "warung.db");
	const struct stat *is = doctor_look(doctor, path);
	struct inspection database;

	if (is == NULL || !S_ISREG(is->st_mode)) {
		doctor_problem(doctor, N_("There is no database %s: say `warung init`, or bring "
			"back a backup."), path);
		return;
	}
	if (inspect_open(&database, doctor->arena, doctor->data, DB_BUSY_MILLISECONDS))
		check_all(doctor, &database);
	else
		doctor_problem(doctor, N_("warung.db cannot be opened (%s): it must be a file of "
			"the owner's, mode 0600."), inspect_error(&database));
	inspect_close(&database);
}

static const char *which(const struct doctor *doctor, const struct inconsistency *found)
{
	if (found->more == 0)
		return found->first;
	return arena_printf(doctor->arena, translate(doctor->language, N_("%s and %zu more")),
		found->first, found->more);
}

/* Only somebody who wrote by another way than the shop's can have brought these about. */
void doctor_rows(struct doctor *doctor)
{
	struct inconsistencies found;

	if (!doctor->has_shop)
		return;
	found = inconsistencies_find(doctor->db, doctor->req == NULL);
	for (size_t i = 0; i < found.count; i++)
		doctor_problem(doctor, N_("In warung.db %s %s: bring back a backup, or ask who "
			"changed the database by hand."),
			translate(doctor->language, found.found[i].what),
			which(doctor, &found.found[i]));
}
