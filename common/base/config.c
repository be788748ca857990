/* Where this installation keeps its things. */
#include "base/config.h"

#include <errno.h>
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
	if (strcmp(text_strip(arena, line), "data") != 0)
		fail(500, "warung.conf: unknown setting \"%s\"", line);
	config->data = text_strip(arena, equals + 1);
}

static void read_file(struct config *config, struct arena *arena)
{
	char *text = file_read(arena, beside_program(arena, "warung.conf"), LARGEST, NULL);
	char *rest, *line;

	if (text == NULL && errno != ENOENT)
		fail_errno(500, "warung.conf");
	for (rest = text; rest != NULL && (line = strsep(&rest, "\n")) != NULL;)
		read_line(config, arena, line);
}

void config_load(struct config *config, struct arena *arena)
{
	*config = (struct config){ 0 };
	read_file(config, arena);
	if (config->data == NULL)
		config->data = getenv("WARUNG_DATA");
	if (config->data == NULL || *config->data == '\0')
		config->data = WARUNG_DATADIR;
	if (*config->data != '/')
		fail(500, "the data directory must be an absolute path: %s", config->data);
}
