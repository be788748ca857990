/* The folder with the pictures. */
#include "base/media.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/random.h"

enum { LETTERS = 22, FILE_LONGEST = 64 * 1024 * 1024 /* bytes */ };
static const char SMALL[] = "-small.jpg", UNFINISHED[] = ".new";

/*
 * Whatever a file is called and whatever is in it: Apache hands it out as a picture, which is not
 * run and has no power.  A section of files stands behind all that a host says of its endings.
 */
static const char HTACCESS[] =
	"# Pictures of the shop: nothing that lies here is run, or is anything else.\n"
	"<IfModule mod_mime.c>\n"
	"\t<FilesMatch \".\">\n"
	"\t\tSetHandler default-handler\n"
	"\t\tForceType image/jpeg\n"
	"\t</FilesMatch>\n"
	"</IfModule>\n"
	"<IfModule mod_headers.c>\n"
	"\tHeader always set X-Content-Type-Options nosniff\n"
	"\tHeader always set Content-Security-Policy \"default-src 'none'; sandbox\"\n"
	"\tHeader always set Cross-Origin-Resource-Policy same-origin\n"
	"\tHeader set Cache-Control \"public, max-age=31536000, immutable\"\n"
	"</IfModule>\n";

/* A folder that the owner chose is one that the web server reads as another user. */
static const char *folder(const struct config *config, struct arena *arena)
{
	return config->media != NULL ? config->media :
		arena_printf(arena, "%s/media", config->data);
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text);

	return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

/* ---- names ---- */

struct picture_size media_size(const char *name)
{
	struct picture_size size = { 0, 0 };
	int end = 0;

	if (strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
	    != LETTERS || name[LETTERS] != '-' || strspn(name + LETTERS + 1, "0123456789x.jpg")
	    != strlen(name + LETTERS + 1))
		return size;
	if (sscanf(name + LETTERS, "-%4dx%4d.jpg%n", &size.width, &size.height, &end) != 2 ||
	    end == 0 || name[LETTERS + end] != '\0' || size.width < 1 || size.height < 1)
		return (struct picture_size){ 0, 0 };
	return size;
}

const char *media_thumbnail(struct arena *arena, const char *name)
{
	int stem = (int)strlen(name) - (int)strlen(".jpg");

	return arena_printf(arena, "%.*s%s", stem > 0 ? stem : 0, name, SMALL);
}

/* The picture that a file belongs to, or NULL: the file is not ours. */
static const char *picture_of(struct arena *arena, const char *file)
{
	const char *name = file;

	if (ends_with(file, SMALL))
		name = arena_printf(arena, "%.*s.jpg", (int)(strlen(file) - strlen(SMALL)), file);
	return media_size(name).width > 0 ? name : NULL;
}

/* ---- storing ---- */

/* Whoever may read the folder may read what lies there from the moment when it does. */
static bool write_file(const struct config *config, const char *path, const char *bytes,
	size_t length)
{
	char name[FILE_NAME];
	int cause;

	if (config->media == NULL)
		return file_replace(path, bytes, length);
	if (!file_write_beside(path, name, bytes, length))
		return false;
	if (chmod(name, 0644) == 0 && rename(name, path) == 0)
		return true;
	cause = errno;
	unlink(name);
	errno = cause;
	return false;
}

/* A configuration of ours says the same of media/; here the server's may say anything. */
static void write_htaccess(const struct config *config, struct arena *arena)
{
	const char *path = arena_printf(arena, "%s/.htaccess", config->media);

	if (access(path, F_OK) != 0 && !write_file(config, path, HTACCESS, strlen(HTACCESS)))
		fail_errno(503, "%s", path);
}

static void make_folder(const struct config *config, struct arena *arena, const char *path)
{
	if (mkdir(path, 0700) != 0) {
		if (errno != EEXIST)
			fail_errno(503, "mkdir %s", path);
	} else if (config->media != NULL && chmod(path, 0755) != 0) {
		fail_errno(503, "chmod %s", path);
	}
	if (config->media != NULL)
		write_htaccess(config, arena);
}

static bool write_jpeg(const struct config *config, const char *path, struct jpeg jpeg)
{
	return write_file(config, path, jpeg.bytes, jpeg.length);
}

const char *media_store(const struct config *config, struct arena *arena,
	const struct picture *picture)
{
	const char *path = folder(config, arena), *name;
	char letters[LETTERS + 1];
	int cause;

	random_letters(letters, LETTERS);
	name = arena_printf(arena, "%s-%dx%d.jpg", letters, picture->size.width,
		picture->size.height);
	make_folder(config, arena, path);
	if (write_jpeg(config, arena_printf(arena, "%s/%s", path, media_thumbnail(arena, name)),
		picture->thumbnail) &&
	    write_jpeg(config, arena_printf(arena, "%s/%s", path, name), picture->page))
		return name;
	cause = errno;
	media_remove(config, arena, name);
	errno = cause;
	fail_errno(503, "a picture in %s", path);
}

char *media_read(const struct config *config, struct arena *arena, const char *file,
	size_t *length)
{
	return file_read(arena, arena_printf(arena, "%s/%s", folder(config, arena), file),
		FILE_LONGEST, length);
}

void media_write(const struct config *config, struct arena *arena, const char *file,
	const char *bytes, size_t length)
{
	const char *path = folder(config, arena);

	make_folder(config, arena, path);
	path = arena_printf(arena, "%s/%s", path, file);
	if (!write_file(config, path, bytes, length))
		fail_errno(503, "%s", path);
}

void media_remove(const struct config *config, struct arena *arena, const char *name)
{
	const char *path = folder(config, arena);

	if (media_size(name).width == 0)
		return;
	unlink(arena_printf(arena, "%s/%s", path, name));
	unlink(arena_printf(arena, "%s/%s", path, media_thumbnail(arena, name)));
}

/* ---- what lies there ---- */

static bool is_older(int directory, const char *file, int64_t since)
{
	struct stat is;

	return fstatat(directory, file, &is, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(is.st_mode) &&
		is.st_mtime < since;
}

static bool has_page(int directory, const char *picture)
{
	return faccessat(directory, picture, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* What a process that was killed was writing: "NAME-WIDTHxHEIGHT.jpg.LETTERS.new". */
static bool is_unfinished(struct arena *arena, const char *file)
{
	const char *end = strstr(file, ".jpg.");

	return end != NULL && ends_with(file, UNFINISHED) &&
		picture_of(arena, arena_copy(arena, file, (size_t)(end - file) + 4)) != NULL;
}

/* What of a file there is to do: finish its deletion, or look whether a row names it. */
static void take(struct media_names *names, struct arena *arena, int directory, const char *file,
	int64_t since)
{
	const char *picture = picture_of(arena, file);
	bool is_rest = picture == NULL && is_unfinished(arena, file);

	if ((picture == NULL && !is_rest) || !is_older(directory, file, since))
		return;
	if (is_rest)
		unlinkat(directory, file, 0);
	else if (strcmp(picture, file) == 0 || !has_page(directory, picture))
		names->name[names->count++] = arena_string(arena, picture);
}

static size_t count_entries(DIR *directory)
{
	size_t count = 0;

	while (readdir(directory) != NULL)
		count++;
	rewinddir(directory);
	return count;
}

/* So many in a row, from anywhere on: where there are too many, each comes another time. */
struct media_names media_older(const struct config *config, struct arena *arena, int64_t since,
	size_t most)
{
	DIR *directory = opendir(folder(config, arena));
	size_t count = directory != NULL ? count_entries(directory) : 0, start = 0;
	struct media_names names = { arena_array(arena, most < count ? most : count,
		sizeof *names.name), 0 };
	const struct dirent *entry;

	if (count > most) {
		random_bytes(&start, sizeof start);
		start %= count;
	}
	for (size_t i = 0; i < count && (entry = readdir(directory)) != NULL; i++)
		if ((i + count - start) % count < most)
			take(&names, arena, dirfd(directory), entry->d_name, since);
	if (directory != NULL)
		closedir(directory);
	return names;
}
