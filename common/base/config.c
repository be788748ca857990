/* Where this installation keeps its things, and what its owner decided about the site. */
#include "base/config.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/pairs.h"
#include "base/text.h"

#ifndef WARUNG_DATADIR
#define WARUNG_DATADIR "/var/lib/warung"
#endif

enum { LARGEST = 64 * 1024 /* bytes */, PAIRS_MOST = 100 };

const char *const config_stores[CONFIG_STORES] = { "file", "database", "cookie" };

static const struct config defaults = { .session_store = "file", .site_name = "Warung" };

static const char *beside_program(struct arena *arena, const char *name)
{
	char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

	if (length < 0)
		fail_errno(500, "/proc/self/exe");
	path[length] = '\0';
	*(strrchr(path, '/') + 1) = '\0';
	return arena_printf(arena, "%s%s", path, name);
}

static bool read_text(void *member, const char *value)
{
	*(const char **)member = value;
	return true;
}

static bool read_seconds(void *member, const char *value)
{
	uint64_t seconds;

	if (!text_to_unsigned(value, INT32_MAX, &seconds))
		return false;
	*(int64_t *)member = (int64_t)seconds;
	return true;
}

/* In warung.conf one may know what one does.  Here nobody could sign in to set it right. */
static bool read_lasting_seconds(void *member, const char *value)
{
	int64_t seconds;

	return read_seconds(&seconds, value) &&
		(seconds == 0 || seconds >= CONFIG_SESSION_SHORTEST) && read_seconds(member, value);
}

static bool read_yes_or_no(void *member, const char *value)
{
	bool yes = strcmp(value, "yes") == 0;

	if (!yes && strcmp(value, "no") != 0)
		return false;
	*(bool *)member = yes;
	return true;
}

static bool read_some_text(void *member, const char *value)
{
	return *value != '\0' && read_text(member, value);
}

static bool read_store(void *member, const char *value)
{
	return text_find_word(config_stores, CONFIG_STORES, value) < CONFIG_STORES &&
		read_text(member, value);
}

static bool read_minutes(void *member, const char *value)
{
	bool west = *value == '-';
	uint64_t minutes;

	if (!text_to_unsigned(value + west, CONFIG_OFFSET_HIGHEST, &minutes))
		return false;
	*(int64_t *)member = west ? -(int64_t)minutes : (int64_t)minutes;
	return true;
}

struct item {
	const char *name;
	size_t offset;
	bool (*read)(void *member, const char *value); /* false: it is no such thing */
	const char *is;                                /* what it is, for who wrote another thing */
};

#define ITEM(member, how, what) { #member, offsetof(struct config, member), how, what }
static const struct item in_file[] = {
	ITEM(data, read_text, NULL),
	ITEM(media, read_text, NULL),
	ITEM(session_store, read_text, NULL), /* those who know the stores judge it */
	ITEM(session_idle, read_seconds, "a number of seconds"),
	ITEM(session_absolute, read_seconds, "a number of seconds"),
	ITEM(session_save_every_request, read_yes_or_no, "yes or no"),
	{ .name = NULL },
}, in_site[] = {
	ITEM(site_name, read_some_text, NULL),
	ITEM(language, read_text, NULL),
	ITEM(currency, read_some_text, NULL),
	ITEM(utc_offset, read_minutes, NULL),
	ITEM(session_store, read_store, NULL),
	ITEM(session_idle, read_lasting_seconds, NULL),
	ITEM(session_absolute, read_lasting_seconds, NULL),
	ITEM(session_save_every_request, read_yes_or_no, NULL),
	{ .name = NULL },
};

/* That of the name; the last one, which has none, if there is no such thing. */
static const struct item *find(const struct item *item, const char *name)
{
	while (item->name != NULL && strcmp(item->name, name) != 0)
		item++;
	return item;
}

static void read_setting(struct config *config, const char *name, const char *value)
{
	const struct item *item = find(in_file, name);

	if (item->name == NULL)
		fail(500, "warung.conf: unknown setting \"%s\"", name);
	if (!item->read((char *)config + item->offset, value))
		fail(500, "warung.conf: %s is %s, not \"%s\"", name, item->is, value);
}

static void read_line(struct config *config, struct arena *arena, char *line)
{
	char *comment = strchr(line, '#'), *equals;

	if (comment != NULL)
		*comment = '\0';
	equals = strchr(line, '=');
	if (equals == NULL) {
		if (*text_strip(arena, line) != '\0')
			fail(500, "warung.conf: no \"=\" in \"%s\"", line);
		return;
	}
	*equals = '\0';
	read_setting(config, text_strip(arena, line), text_strip(arena, equals + 1));
}

void config_read(struct config *config, struct arena *arena, const char *path)
{
	char *rest = file_read(arena, path, LARGEST, NULL), *line;

	*config = defaults;
	if (rest == NULL && errno != ENOENT)
		fail_errno(500, "warung.conf");
	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL)
		read_line(config, arena, line);
}

/*
 * Whatever is wrong with that file: a shop that opens with its defaults is better than none.  But
 * what passes is waited out: in another store nobody would be signed in.
 */
static void read_site(struct config *config, struct arena *arena)
{
	struct pairs pairs = { .arena = arena };
	size_t length;
	const char *path = arena_printf(arena, "%s/" CONFIG_SITE, config->data);
	const char *text = file_read(arena, path, LARGEST, &length);

	if (text == NULL && (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == EIO))
		fail_errno(503, "%s", path);
	if (text == NULL || !pairs_decode(&pairs, text, length, PAIRS_MOST))
		return;
	for (size_t i = 0; i < pairs.count; i++) {
		const struct item *item = find(in_site, pairs.pair[i].name);

		if (item->name != NULL)
			item->read((char *)config + item->offset, pairs.pair[i].value);
	}
}

void config_load(struct config *config, struct arena *arena)
{
	*config = defaults;
	config_read(config, arena, beside_program(arena, "warung.conf"));
	if (config->data == NULL)
		config->data = getenv("WARUNG_DATA");
	if (config->data == NULL || *config->data == '\0')
		config->data = WARUNG_DATADIR;
	if (*config->data != '/')
		fail(500, "the data directory must be an absolute path: %s", config->data);
	if (config->media != NULL && *config->media != '/')
		fail(500, "the folder of pictures must be an absolute path: %s", config->media);
	read_site(config, arena);
}
