/* Where this installation keeps its things. */
#include "base/config.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

#ifndef WARUNG_DATADIR
#define WARUNG_DATADIR "/var/lib/warung"
#endif

enum { LARGEST = 64 * 1024 };

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

static void read_text(void *member, const char *name, const char *value)
{
	(void)name;
	*(const char **)member = value;
}

static void read_seconds(void *member, const char *name, const char *value)
{
	uint64_t seconds;

	if (!text_to_unsigned(value, INT32_MAX, &seconds))
		fail(500, "warung.conf: %s is a number of seconds, not \"%s\"", name, value);
	*(int64_t *)member = (int64_t)seconds;
}

static void read_yes_or_no(void *member, const char *name, const char *value)
{
	*(bool *)member = strcmp(value, "yes") == 0;
	if (!*(bool *)member && strcmp(value, "no") != 0)
		fail(500, "warung.conf: %s is yes or no, not \"%s\"", name, value);
}

#define SETTING(member, read) { #member, offsetof(struct config, member), read }
static const struct {
	const char *name;
	size_t offset;
	void (*read)(void *member, const char *name, const char *value);
} settings[] = {
	SETTING(data, read_text),
	SETTING(media, read_text),
	SETTING(session_store, read_text),
	SETTING(session_idle, read_seconds),
	SETTING(session_absolute, read_seconds),
	SETTING(session_save_every_request, read_yes_or_no),
};

static void read_setting(struct config *config, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		if (strcmp(name, settings[i].name) == 0) {
			settings[i].read((char *)config + settings[i].offset, name, value);
			return;
		}
	fail(500, "warung.conf: unknown setting \"%s\"", name);
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

	*config = (struct config){ .session_store = "file" };
	if (rest == NULL && errno != ENOENT)
		fail_errno(500, "warung.conf");
	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL)
		read_line(config, arena, line);
}

void config_load(struct config *config, struct arena *arena)
{
	config_read(config, arena, beside_program(arena, "warung.conf"));
	if (config->data == NULL)
		config->data = getenv("WARUNG_DATA");
	if (config->data == NULL || *config->data == '\0')
		config->data = WARUNG_DATADIR;
	if (*config->data != '/')
		fail(500, "the data directory must be an absolute path: %s", config->data);
	if (config->media != NULL && *config->media != '/')
		fail(500, "the folder of pictures must be an absolute path: %s", config->media);
}
