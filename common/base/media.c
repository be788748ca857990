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

enum { LETTERS = 22 };
static const char SMALL[] = "-small.jpg", UNFINISHED[] = ".new";

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

static void make_folder(const struct config *config, const char *path)
{
	if (mkdir(path, 0700) != 0) {
		if (errno != EEXIST)
			fail_errno(503, "mkdir %s", path);
	} else if (config->media != NULL && chmod(path, 0755) != 0) {
		fail_errno(503, "chmod %s", path);
	}
}

static bool write_file(const struct config *config, const char *path, struct jpeg jpeg)
{
	return file_replace(path, jpeg.bytes, jpeg.length) &&
		(config->media == NULL || chmod(path, 0644) == 0);
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
	make_folder(config, path);
	if (write_file(config, arena_printf(arena, "%s/%s", path, media_thumbnail(arena, name)),
		picture->thumbnail) &&
	    write_file(config, arena_printf(arena, "%s/%s", path, name), picture->page))
		return name;
	cause = errno;
	media_remove(config, arena, name);
	errno = cause;
	fail_errno(503, "a picture in %s", path);
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

struct media_names media_older(const struct config *config, struct arena *arena, int64_t since,
	size_t most)
{
	struct media_names names = { arena_array(arena, most, sizeof *names.name), 0 };
	DIR *directory = opendir(folder(config, arena));
	const struct dirent *entry;

	if (directory == NULL)
		return names;
	while (most-- > 0 && (entry = readdir(directory)) != NULL) {
		const char *picture = picture_of(arena, entry->d_name);
		bool is_rest = picture == NULL && is_unfinished(arena, entry->d_name);

		if ((picture == NULL && !is_rest) ||
		    !is_older(dirfd(directory), entry->d_name, since))
			continue;
		if (is_rest)
			unlinkat(dirfd(directory), entry->d_name, 0);
		else if (strcmp(picture, entry->d_name) == 0 ||
		    !has_page(dirfd(directory), picture))
			names.name[names.count++] = arena_string(arena, picture);
	}
	closedir(directory);
	return names;
}
