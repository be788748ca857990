/*
 * backup: the whole shop in one file.  First the database, as it is at one moment; then what its
 * copy names, so that rows and pictures fit together although the shop is open.
 */
#include "backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/media.h"
#include "base/random.h"
#include "db/create.h"
#include "db/migrate.h"
#include "db/snapshot.h"
#include "progress.h"

enum { TRIES = 5, DAY = 86400 /* seconds */ };

/* A warung.conf that means other data does not tell where the pictures of these are. */
struct config backup_config(const struct errand *errand)
{
	struct config config = { 0 };

	if (errand->programs != NULL)
		config_read(&config, errand->arena,
			arena_printf(errand->arena, "%s/warung.conf", errand->programs));
	if (config.data != NULL && strcmp(config.data, errand->data) != 0)
		config.media = NULL;
	config.data = errand->data;
	return config;
}

void backup_step(int64_t done, int64_t total)
{
	progress_step(total > 0 ? done * 100 / total : done);
}

void backup_migrate(const struct errand *errand, const char *path)
{
	progress_begin("Making the tables anew", 100);
	migrate_database(path, errand->arena, backup_step);
	progress_end();
}

/* ---- names ---- */

const char *backup_moment(struct arena *arena, struct date date)
{
	struct civil civil = date_civil(date);

	return arena_printf(arena, "%04d-%02d-%02d %02d:%02d UTC", civil.year, civil.month,
		civil.day, civil.hour, civil.minute);
}

/* What somebody was making who was killed, and the journal that SQLite kept of it. */
static void remove_leftovers(const char *folder, const char *pattern)
{
	DIR *directory = opendir(folder);
	const struct dirent *entry;
	struct stat is;

	while (directory != NULL && (entry = readdir(directory)) != NULL)
		if (fnmatch(pattern, entry->d_name, 0) == 0 &&
		    fstatat(dirfd(directory), entry->d_name, &is, AT_SYMLINK_NOFOLLOW) == 0 &&
		    date_unix(date_now()) - is.st_mtime > DAY)
			unlinkat(dirfd(directory), entry->d_name, 0);
	if (directory != NULL)
		closedir(directory);
}

/* Two in one second have two names. */
const char *backup_path(const struct errand *errand, const char *what)
{
	const char *folder = arena_printf(errand->arena, "%s/backup", errand->data), *path;
	struct civil now = date_civil(date_now());
	int number = 1;

	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		fail_errno(503, "%s", folder);
	remove_leftovers(folder, "*.backup.*.new");
	remove_leftovers(errand->data, "*.????????????????.new");
	remove_leftovers(errand->data, "*.????????????????.new-journal");
	do
		path = arena_printf(errand->arena, "%s/%s-%04d-%02d-%02d-%02d%02d%02d%s.backup",
			folder, what, now.year, now.month, now.day, now.hour, now.minute,
			now.second, number == 1 ? "" : arena_printf(errand->arena, "-%d", number));
	while (access(path, F_OK) == 0 && number++ < INT_MAX);
	return path;
}

const char *backup_scratch(struct errand *errand, const char *what)
{
	char letters[17];

	random_letters(letters, sizeof letters - 1);
	return errand->unfinished[UNFINISHED_DATABASE] = arena_printf(errand->arena,
		"%s/warung.%s.%s.new", errand->data, what, letters);
}

/* ---- what is in it ---- */

/* Put the pictures in.  The names of those that were not to be had, in lines. */
static const char *put_pictures(struct snapshot *snapshot, const struct config *config)
{
	struct snapshot_names files = snapshot_files(snapshot);
	struct buffer missing = { 0 };

	for (size_t i = 0; i < files.count; i++) {
		struct arena arena = { 0 };
		size_t length = 0;
		const char *bytes = media_read(config, &arena, files.name[i], &length);

		if (bytes == NULL && errno != ENOENT)
			fail_errno(500, "the picture %s", files.name[i]);
		if (bytes == NULL)
			buffer_printf(&missing, "%s\n", files.name[i]);
		snapshot_put(snapshot, files.name[i], bytes, length);
		arena_free(&arena);
		backup_step((int64_t)i, (int64_t)files.count);
	}
	return buffer_keep(&missing, snapshot->arena);
}

static const char *write_once(struct errand *errand, struct snapshot *snapshot, const char *path)
{
	struct config config = backup_config(errand);
	const char *key = db_secret(errand->data, errand->arena), *missing;

	progress_begin("Copying the database", 100);
	snapshot_copy(arena_printf(errand->arena, "%s/warung.db", errand->data), path,
		backup_step);
	progress_end();
	snapshot_begin(snapshot, errand->arena, path);
	snapshot_put(snapshot, "secret.key", key, strlen(key));
	progress_begin("Copying pictures", 100);
	missing = put_pictures(snapshot, &config);
	progress_end();
	return missing;
}

/* A picture whose row went away meanwhile is missing once; what is missing twice is not there. */
static void write_until_it_fits(struct errand *errand, struct snapshot *snapshot, const char *path)
{
	const char *missing = "", *before;
	int tries = 0;

	do {
		snapshot_close(snapshot);
		unlink(path);
		before = missing;
		missing = write_once(errand, snapshot, path);
	} while (strcmp(missing, before) != 0 && ++tries < TRIES);
	if (*missing != '\0')
		fprintf(stderr, "warung: pictures are missing, and so they are in the backup:\n%s",
			missing);
}

/* ---- the file ---- */

/* Nothing is ever overwritten.  Not every file system can rename so. */
static void take_name(const char *unfinished, const char *path)
{
	if (renameat2(AT_FDCWD, unfinished, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return;
	if (errno != EINVAL || access(path, F_OK) == 0 || rename(unfinished, path) != 0)
		fail_errno(503, "%s", path);
}

static void sync_folder(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *folder = slash == NULL ? "." :
		arena_copy(arena, path, slash == path ? 1 : (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL) || close(fd) != 0)
		fail_errno(503, "%s", folder);
}

void backup_write(struct errand *errand, const char *path)
{
	struct snapshot snapshot = { 0 };
	char letters[17];
	const char *file;

	if (access(path, F_OK) == 0)
		fail(400, "%s is there already: nothing is overwritten", path);
	random_letters(letters, sizeof letters - 1);
	file = arena_printf(errand->arena, "%s.%s.new", path, letters);
	errand->unfinished[UNFINISHED_BACKUP] = file;
	write_until_it_fits(errand, &snapshot, file);
	progress_begin("Writing it to the disk", 100);
	snapshot_seal(&snapshot, file, backup_step);
	progress_end();
	take_name(file, path);
	errand->unfinished[UNFINISHED_BACKUP] = NULL;
	sync_folder(errand->arena, path);
}

int command_backup(struct errand *errand)
{
	const char *path = errand->name;

	place_require(errand);
	if (path == NULL)
		path = backup_path(errand, "warung");
	backup_write(errand, path);
	print_line(stdout, path);
	return 0;
}
