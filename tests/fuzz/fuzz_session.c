/*
 * The file of a session: whatever stands in it, its browser has a session or is a stranger, and can
 * go on from there.  An input is the file.
 */
#include "fuzz.h"

#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/instant.h"
#include "session/session.h"

enum {
	LONG = 20 * 365 * 86400, /* seconds: a session of 2020 goes on, one of 2001 is over */
	LASTING = 60,            /* seconds: a session that dies sooner may be gone already */
};

struct visit {
	struct request req;
	struct response res;
};

static char folder[4096];
static struct config config;
static const char *known_id;
static char *known_path;

static void come(struct visit *visit, enum method method, const char *id)
{
	*visit = (struct visit){ .res.spilled = -1 };
	visit->req = (struct request){ .arena = &arena, .config = config, .method = method,
		.writes = method == METHOD_POST,
		.base = "/", .cookies.arena = &arena };
	if (id != NULL)
		pairs_add(&visit->req.cookies, "sessionid", id);
	response_begin(&visit->res, &visit->req);
}

/* The id that the answer gives, or NULL. */
static const char *leave(struct visit *visit)
{
	static const char line[] = "Set-Cookie: sessionid=";
	const char *id;

	session_prepare(&visit->req, &visit->res);
	session_save(&visit->req);
	session_close(&visit->req);
	id = visit->res.headers.data != NULL ? strstr(visit->res.headers.data, line) : NULL;
	if (id != NULL)
		id = arena_copy(&arena, id + strlen(line), strcspn(id + strlen(line), ";"));
	response_begin(&visit->res, &visit->req); /* frees what it held */
	return id;
}

static void read_file(struct pairs *entries)
{
	const char *text = file_read(&arena, known_path, SIZE_MAX / 2, NULL);

	must(text != NULL);
	*entries = (struct pairs){ .arena = &arena };
	if (!pairs_decode(entries, text, strlen(text), SIZE_MAX))
		entries->count = 0;
}

/* Without the names that are the library's own. */
static void take_away_own(struct pairs *entries)
{
	size_t kept = 0;

	for (size_t i = 0; i < entries->count; i++)
		if (*entries->pair[i].name != '_')
			entries->pair[kept++] = entries->pair[i];
	entries->count = kept;
}

static void list_entries(struct request *req, struct pairs *entries)
{
	const struct pair *entry;

	*entries = (struct pairs){ .arena = &arena };
	for (size_t at = 0; (entry = session_each(req, &at)) != NULL;)
		pairs_add(entries, entry->name, entry->value);
}

/* It begins with the time of its end, in microseconds. */
static void assert_not_over(const struct pairs *in_file, struct date now)
{
	must(in_file->count > 0);
	must(strcmp(in_file->pair[0].name, "_expires") == 0);
	must(strtoll(in_file->pair[0].value, NULL, 10) > now.us);
}

/* All that the file says, or nothing of it: then the browser is told to forget its id. */
static bool is_known(struct pairs *entries)
{
	struct date now = date_now();
	struct pairs in_file;
	struct visit visit;
	const char *id;

	read_file(&in_file);
	come(&visit, METHOD_GET, known_id);
	list_entries(&visit.req, entries);
	id = leave(&visit);
	if (id != NULL && strcmp(id, known_id) != 0) {
		must(entries->count == 0);
		return false;
	}
	assert_not_over(&in_file, now);
	take_away_own(&in_file);
	take_away_own(entries);
	must(fuzz_same_pairs(entries, &in_file));
	return true;
}

/* The id that leads to it from now on; NULL: what the file says of its end came true at once. */
static const char *remember(const char *name, const char *value)
{
	struct visit visit;
	const char *id;
	bool lasts;

	come(&visit, METHOD_POST, known_id);
	session_open(&visit.req);
	session_set(&visit.req, name, value);
	lasts = session_expiry_age(&visit.req) > LASTING;
	id = leave(&visit);
	must(id != NULL);
	return lasts ? id : NULL;
}

static void assert_remembered(const char *id, const struct pairs *entries, const char *name)
{
	struct pairs remembered;
	struct visit visit;

	come(&visit, METHOD_GET, id);
	must(session_get(&visit.req, name) != NULL);
	list_entries(&visit.req, &remembered);
	leave(&visit);
	take_away_own(&remembered);
	must(fuzz_same_pairs(&remembered, entries));
}

static void forget(const char *id)
{
	struct visit visit;
	size_t at = 0;

	come(&visit, METHOD_POST, id);
	session_flush(&visit.req);
	leave(&visit);
	come(&visit, METHOD_GET, id);
	must(session_each(&visit.req, &at) == NULL);
	leave(&visit);
}

static int remove_one(const char *path, const struct stat *is, int type, struct FTW *where)
{
	(void)is;
	(void)type;
	(void)where;
	return remove(path);
}

static void remove_folder(void)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The library makes a session, so it is found where the library looks for one. */
static void begin(void)
{
	static struct arena kept;
	const char *place = getenv("TMPDIR");
	struct visit visit;
	glob_t files;

	snprintf(folder, sizeof folder, "%s/warung-fuzz-XXXXXX", place != NULL ? place : "/tmp");
	must(mkdtemp(folder) != NULL && atexit(remove_folder) == 0);
	must(setenv("WARUNG_DATA", folder, 1) == 0);
	config_load(&config, &kept);
	config.session_idle = config.session_absolute = LONG;
	must(mkdir(arena_printf(&arena, "%s/sessions", folder), 0700) == 0);
	come(&visit, METHOD_POST, NULL);
	session_set(&visit.req, "a", "1");
	known_id = arena_string(&kept, leave(&visit));
	must(glob(arena_printf(&arena, "%s/sessions/*", folder), 0, NULL, &files) == 0);
	must(files.gl_pathc == 1);
	known_path = arena_string(&kept, files.gl_pathv[0]);
	globfree(&files);
}

static void put_file(const uint8_t *bytes, size_t size)
{
	int fd = open(known_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	must(fd >= 0 && file_write_all(fd, (const char *)bytes, size));
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct pairs entries;
	const char *id;
	bool known;

	if (known_id == NULL)
		begin();
	put_file(bytes, size);
	known = is_known(&entries);
	id = remember("name", "é & = \n;%\x01");
	if (id != NULL) {
		must((strcmp(id, known_id) == 0) == known);
		pairs_set(&entries, "name", "é & = \n;%\x01");
		assert_remembered(id, &entries, "name");
		forget(id);
	}
	arena_free(&arena);
	return 0;
}
