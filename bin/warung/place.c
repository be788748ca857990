/* Where this shop's things are, and whose they are. */
#include "warung.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/config.h"
#include "base/fail.h"
#include "owner/passwd.h"

/* ---- where ---- */

/* The real path of what lies there as seen from the folder of this command; NULL: nothing does. */
static const char *beside_command(struct arena *arena, const char *relative)
{
	char own[PATH_MAX], found[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);

	if (length < 0)
		fail_errno(500, "/proc/self/exe");
	own[length] = '\0';
	*(strrchr(own, '/') + 1) = '\0';
	return realpath(arena_printf(arena, "%s%s", own, relative), found) != NULL ?
		arena_string(arena, found) : NULL;
}

/* Installed, and in a checkout. */
static const char *find_programs(struct arena *arena)
{
	const char *installed = beside_command(arena, "../lib/warung/cgi-bin");

	return installed != NULL ? installed : beside_command(arena, "../cgi-bin");
}

static const char *configured(struct arena *arena, const char *programs)
{
	struct config config = { 0 };

	if (programs != NULL)
		config_read(&config, arena, arena_printf(arena, "%s/warung.conf", programs));
	return config.data;
}

/* What was typed may be relative to where it was typed. */
static const char *absolute(struct arena *arena, const char *path)
{
	char here[PATH_MAX];

	if (*path == '/')
		return path;
	if (getcwd(here, sizeof here) == NULL)
		fail_errno(500, "the current directory");
	return arena_printf(arena, "%s/%s", here, path);
}

static bool is_given(const char *text)
{
	return text != NULL && *text != '\0';
}

/* "/a/b/" is "/a/b"; a directory that is there is called by its real name. */
static const char *tidy(struct arena *arena, const char *path)
{
	char real[PATH_MAX];
	char *copy = arena_string(arena, path);

	if (realpath(path, real) != NULL)
		return arena_string(arena, real);
	for (size_t length = strlen(copy); length > 1 && copy[length - 1] == '/';)
		copy[--length] = '\0';
	return copy;
}

void place_find(struct errand *errand)
{
	struct arena *arena = errand->arena;
	const char *data = errand->data;

	errand->programs = find_programs(arena);
	if (data != NULL)
		data = absolute(arena, data);
	if (!is_given(data))
		data = getenv("WARUNG_DATA");
	if (!is_given(data))
		data = configured(arena, errand->programs);
	if (!is_given(data))
		data = WARUNG_DATADIR;
	if (*data != '/')
		fail(500, "the data directory must be an absolute path: %s", data);
	errand->data = tidy(arena, data);
}

/* ---- whose ---- */

/* Of root's privileges these, and no others. */
static void keep_privileges(unsigned kept)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct sets[2] = { { .effective = kept, .permitted = kept } };

	if (syscall(SYS_capset, &header, sets) != 0)
		fail_errno(500, "root's privileges");
}

/*
 * A checkout below /root is no place for a shop, but people try one there.  bin/run then leaves the
 * programs root's right to enter any directory, so this command must have it, too.
 */
static void become(struct errand *errand, const struct stat *data)
{
	struct passwd found;
	gid_t group = passwd_find(data->st_uid, &found) ? found.pw_gid : data->st_gid;
	struct stat is;

	prctl(PR_SET_KEEPCAPS, 1);
	if (setgroups(0, NULL) != 0 || setgid(group) != 0 || setuid(data->st_uid) != 0)
		fail_errno(500, "cannot become %s", passwd_name(errand->arena, data->st_uid));
	errand->enters_by_privilege = stat(errand->data, &is) != 0;
	keep_privileges(errand->enters_by_privilege ? 1u << CAP_DAC_READ_SEARCH : 0);
}

void place_become_owner(struct errand *errand)
{
	struct stat is;

	if (stat(errand->data, &is) != 0) {
		if (errno == ENOENT)
			return;
		fail_errno(500, "%s", errand->data);
	}
	if (is.st_uid == geteuid())
		return;
	if (geteuid() != 0)
		fail(500, "%s belongs to %s: only that user and root may do this", errand->data,
			passwd_name(errand->arena, is.st_uid));
	become(errand, &is);
}

void place_require(const struct errand *errand)
{
	struct stat is;

	if (stat(errand->data, &is) != 0)
		fail_errno(500, "no shop's data in %s (`warung init` makes a new shop)",
			errand->data);
}
