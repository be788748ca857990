/*
 * restore: the shop as it was when a backup was made.  Everything is looked at before anything is
 * replaced.  Then the pictures come, whose names are new or mean the same.  At last nobody can
 * write, while what is there is backed up and the database comes in one step: visitors see the old
 * shop or the other one, and no order is in neither.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup.h"
#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/media.h"
#include "db/create.h"
#include "db/inspect.h"
#include "db/snapshot.h"
#include "model/setting.h"
#include "progress.h"

enum { TRIES = 5 };

/* ---- before ---- */

/* SQLite puts nothing into a file that is no database, and a backup of a damaged one is none. */
static void refuse_damage(const struct errand *errand, const char *path)
{
	struct inspection inspection;
	const char *damage = NULL;

	if (!inspect_open(&inspection, errand->arena, errand->data, DB_BUSY_MILLISECONDS) ||
	    inspect_version(&inspection) < 0)
		damage = inspect_error(&inspection);
	if (damage == NULL)
		damage = inspect_damage(&inspection);
	inspect_close(&inspection);
	if (damage != NULL)
		fail(500, "%s is damaged (%.200s): close the shop, move that file and %s-journal "
			"away, and say this again", path, damage, path);
}

static bool is_yes(const char *answer)
{
	static const char *const words[] = { "y\n", "yes\n", "ya\n" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(answer, words[i]) == 0)
			return true;
	return false;
}

/* `there` is what the shop has now, or NULL. */
static void ask(const struct errand *errand, const struct stat *there, struct date made)
{
	const char *then = backup_moment(errand->arena, made);
	char answer[16] = "";

	if (errand->yes)
		return;
	if (!isatty(STDIN_FILENO))
		fail(400, "there is no terminal to ask on: use --yes");
	if (there != NULL)
		printf("This replaces the shop's data of %s with those of %s.\n",
			backup_moment(errand->arena,
				(struct date){ there->st_mtime * DATE_SECOND }), then);
	else
		printf("This makes a shop with the data of %s.\n", then);
	printf("Go on? [y/N] ");
	fflush(stdout);
	if (fgets(answer, sizeof answer, stdin) == NULL || !is_yes(answer))
		fail(400, "nothing was changed");
}

/* ---- pictures ---- */

/* A name stands for one picture for ever. */
static bool is_there(const struct config *config, struct arena *arena, const char *name,
	const char *bytes, size_t length)
{
	size_t there_length;
	const char *there = media_read(config, arena, name, &there_length);

	if (there == NULL && errno != ENOENT)
		fail_errno(500, "the picture %s", name);
	if (there != NULL && (there_length != length || memcmp(there, bytes, length) != 0))
		fail(500, "the picture %s is another one in this shop than in the backup: move it "
			"away, and say this again", name);
	return there != NULL;
}

static void restore_picture(const struct config *config, const struct snapshot *snapshot,
	const char *name)
{
	struct arena arena = { 0 };
	size_t length;
	const char *bytes = snapshot_file(snapshot, &arena, name, &length);

	if (bytes != NULL && !is_there(config, &arena, name, bytes, length))
		media_write(config, &arena, name, bytes, length);
	arena_free(&arena);
}

static void restore_pictures(const struct errand *errand, const struct snapshot *snapshot)
{
	struct config config = backup_config(errand);
	struct snapshot_names files = snapshot_files(snapshot);

	progress_begin("Bringing pictures back", 100);
	for (size_t i = 0; i < files.count; i++) {
		restore_picture(&config, snapshot, files.name[i]);
		backup_step((int64_t)i, (int64_t)files.count);
	}
	progress_end();
}

/* ---- rows ---- */

/* The database alone, of our version.  Its file is unfinished, and deleted in the end. */
static const char *prepare(struct errand *errand, const struct snapshot *snapshot)
{
	const char *path = backup_scratch(errand, "restored");

	progress_begin("Unpacking the database", 100);
	snapshot_extract(snapshot, path, backup_step);
	progress_end();
	if (snapshot_version(snapshot) < DB_SCHEMA_VERSION)
		backup_migrate(errand, path);
	return path;
}

/* Make the shop what was prepared.  The backup of what was there before; NULL: nothing was. */
static const char *replace_rows(struct errand *errand, const char *prepared, const char *path,
	bool is_shop)
{
	const char *before = NULL;
	bool done = false;

	for (int i = 0; i < TRIES && !done; i++) {
		struct snapshot_hold hold = snapshot_hold(path);

		if (before != NULL)
			unlink(before); /* somebody wrote since: it lacks that */
		if (is_shop)
			backup_write(errand, before = backup_path(errand, "before-restore"));
		progress_begin("Bringing the database back", 100);
		done = snapshot_replace(&hold, prepared, path, backup_step);
		progress_end();
	}
	if (!done)
		fail(503, "too many visitors write: close the shop for a minute, and say this "
			"again");
	return before;
}

/* ---- the key ---- */

/*
 * What is signed, and the recovery codes in the rows, are worth nothing with another key.  It is on
 * the disk before the rows change, and then only takes its name.  Whoever is killed in between
 * leaves it beside the other one, to be reminded.
 */
static const char *key_beside(const struct errand *errand)
{
	return arena_printf(errand->arena, "%s/secret.key.restored", errand->data);
}

static void prepare_key(struct errand *errand, const struct snapshot *snapshot)
{
	const char *path = key_beside(errand), *key;
	size_t length;

	key = snapshot_file(snapshot, errand->arena, "secret.key", &length);
	errand->unfinished[UNFINISHED_KEY] = path;
	if (!file_replace(path, key, length))
		fail_errno(503, "%s", path);
}

static void take_key(struct errand *errand)
{
	const char *path = arena_printf(errand->arena, "%s/secret.key", errand->data);

	errand->unfinished[UNFINISHED_KEY] = NULL;
	if (rename(key_beside(errand), path) != 0)
		fail_errno(503, "%s", path);
}

void restore_remind(const struct errand *errand)
{
	if (access(key_beside(errand), F_OK) == 0)
		fputs("warung: a restore was interrupted, and not all is as it was: say it "
			"again\n", stderr);
}

/* ---- all of it ---- */

/* Whatever somebody has put beside the shop's own tables: it may be missed. */
static void tell_foreign(const struct snapshot *snapshot)
{
	struct snapshot_names foreign = snapshot_foreign(snapshot);
	struct buffer line = { 0 };

	for (size_t i = 0; i < foreign.count; i++)
		buffer_printf(&line, "%s%.100s", i > 0 ? ", " :
			"warung: left out, for it is none of the shop's own tables: ",
			foreign.name[i]);
	if (line.length > 0)
		print_line(stderr, line.data);
	buffer_free(&line);
}

static const char *replace(struct errand *errand, const struct snapshot *snapshot,
	const char *path, bool is_shop)
{
	const char *prepared, *before;

	db_create(errand->data, errand->arena);
	prepared = prepare(errand, snapshot);
	restore_pictures(errand, snapshot);
	prepare_key(errand, snapshot);
	before = replace_rows(errand, prepared, path, is_shop);
	take_key(errand);
	restore_pictures(errand, snapshot); /* a visitor may have taken one away with its old row */
	settings_publish(&errand->db);
	return before;
}

static void look_at(struct snapshot *snapshot, const struct errand *errand)
{
	progress_begin("Looking at the backup", 100);
	snapshot_open(snapshot, errand->arena, errand->name, backup_step);
	progress_end();
	progress_begin("Looking at its rows", 0);
	snapshot_check(snapshot, errand->name, backup_step);
	progress_end();
}

int command_restore(struct errand *errand)
{
	const char *path = arena_printf(errand->arena, "%s/warung.db", errand->data), *before;
	struct snapshot snapshot;
	struct stat there;
	bool is_shop;

	place_refuse_strangers(errand);
	look_at(&snapshot, errand);
	is_shop = stat(path, &there) == 0;
	if (is_shop)
		refuse_damage(errand, path);
	ask(errand, is_shop ? &there : NULL, snapshot.made);
	before = replace(errand, &snapshot, path, is_shop);
	tell_foreign(&snapshot);
	printf("The shop is as it was on %s.\n", backup_moment(errand->arena, snapshot.made));
	if (before != NULL)
		printf("What was there before is in\n%s\n", before);
	snapshot_close(&snapshot);
	return 0;
}
