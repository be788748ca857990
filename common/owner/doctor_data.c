/* The doctor on the data directory and what it stands on. */
#include "owner/doctor.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/config.h"
#include "base/file.h"
#include "base/instant.h"
#include "db/create.h"
#include "owner/disk.h"
#include "owner/passwd.h"
#include "session/store.h"

enum {
	DEAD_SESSIONS = 1000,        /* are many */
	SESSION_HEAD = 40,           /* bytes in which a session tells when it dies */
};

static const int64_t DAY = 86400;      /* seconds */

/* What nobody but the owner may read.  media/ and status/ are the web server's to show. */
static const char *const private_names[] = {
	"warung.db", "warung.db-journal", "warung.db-wal", "warung.db-shm", "secret.key",
	"secret.key.restored", "sessions", "sessions.swept", "password.lock", "warung.log",
	"warung.log.1", "backup", CONFIG_SITE, "setup.code",
};
enum { PRIVATE_NAMES = sizeof private_names / sizeof *private_names };

void doctor_data_owners(struct doctor *doctor)
{
	const char *owner = passwd_name(doctor->arena, doctor->is.st_uid);

	if (doctor->is.st_uid == 0)
		doctor_problem(doctor, N_("%s belongs to root, and no web server should run "
			"programs as root: give it to the user who runs them with `chown -R "
			"USER %s`."), doctor->data, doctor->data);
	if (doctor->enters_by_privilege)
		doctor_problem(doctor, N_("%s cannot enter %s, because a directory above it is "
			"closed: open that with `chmod o+x`, or move the data."), owner,
			doctor->data);
	for (size_t i = 0; i < PRIVATE_NAMES; i++) {
		const char *path = doctor_path(doctor, private_names[i]);
		const struct stat *is = doctor_look(doctor, path);

		if (is != NULL && is->st_uid != doctor->is.st_uid)
			doctor_problem(doctor, N_("%s belongs to %s, so that the programs cannot "
				"use it: say `chown %s %s` as root."), path,
				passwd_name(doctor->arena, is->st_uid), owner, path);
	}
}

void doctor_data_modes(struct doctor *doctor)
{
	mode_t mode = doctor->is.st_mode & 0777;

	if (mode != 0700)
		doctor_problem(doctor, N_("%s has mode %04o, but it is for its owner alone: say "
			"`chmod 700 %s`."), doctor->data, mode, doctor->data);
	for (size_t i = 0; i < PRIVATE_NAMES; i++) {
		const char *path = doctor_path(doctor, private_names[i]);
		const struct stat *is = doctor_look(doctor, path);

		if (is != NULL && !S_ISLNK(is->st_mode) && (is->st_mode & 077) != 0)
			doctor_problem(doctor, N_("%s has mode %04o, so that others may open it: "
				"say `chmod go= %s`."), path, is->st_mode & 0777, path);
	}
}

/* Is that the name of one of the directories of the path? */
static bool lies_below(const char *path, const char *name)
{
	size_t length = strlen(name);

	while ((path = strchr(path, '/')) != NULL) {
		path++;
		if (strncmp(path, name, length) == 0 &&
		    (path[length] == '/' || path[length] == '\0'))
			return true;
	}
	return false;
}

static bool is_inside(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

void doctor_data_place(struct doctor *doctor)
{
	static const char *const roots[] = {
		"public_html", "htdocs", "httpdocs", "www", "cgi-bin" };
	const char *data = doctor->data, *programs = doctor->programs;
	const char *root = doctor->req != NULL ? request_variable("DOCUMENT_ROOT") : NULL;

	if (root != NULL && *root == '/' && root[1] != '\0' && is_inside(data, root)) {
		doctor_problem(doctor, N_("%s lies in %s, which the web server shows to "
			"everybody: move it out of there, and say where it is in "
			"warung.conf."), data, root);
		return;
	}
	if (programs != NULL && is_inside(data, programs)) {
		doctor_problem(doctor, N_("%s lies in the folder of the programs, where a web "
			"server starts or shows what it finds: move it out of %s."), data,
			programs);
		return;
	}
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (lies_below(data, roots[i])) {
			doctor_problem(doctor, N_("%s lies below %s, which web servers show to "
				"everybody: move it out of there, and say where it is in "
				"warung.conf."), data, roots[i]);
			return;
		}
}

void doctor_disk_space(struct doctor *doctor)
{
	struct disk disk;

	if (!disk_look(doctor->data, &disk)) {
		doctor_problem(doctor, N_("The disk of %s cannot be asked how full it is: %s."),
			doctor->data, strerror(errno));
		return;
	}
	if (disk.is_full)
		doctor_problem(doctor, N_("Only %ju MB are left on the disk of %s: delete "
			"something, or the shop will soon refuse orders."), disk.megabytes,
			doctor->data);
	if (disk.is_crowded)
		doctor_problem(doctor, N_("Only %ju more files fit on the disk of %s: delete "
			"some, or nobody will be able to sign in."), disk.files, doctor->data);
}

void doctor_file_system(struct doctor *doctor)
{
	/* statfs(2); the locks of these depend on another machine, or on somebody's program. */
	static const struct {
		uint32_t type;
		const char *name;
	} unsafe[] = {
		{ 0x6969, "NFS" }, { 0x517B, "SMB" }, { 0xFF534D42, "CIFS" }, { 0xFE534D42, "SMB" },
		{ 0x65735546, "FUSE" }, { 0x01021997, "9P" }, { 0x00C36400, "Ceph" },
		{ 0x5346414F, "AFS" }, { 0x0BD00BD0, "Lustre" },
	};
	struct statfs disk;

	if (statfs(doctor->data, &disk) != 0)
		return; /* the check before this one said so */
	for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
		if ((uint32_t)disk.f_type == unsafe[i].type)
			doctor_problem(doctor, N_("%s is on %s, where locks may not hold and a "
				"database may break: move it to a local disk."),
				doctor->data, unsafe[i].name);
}

/* A clock that lags behind the files is as wrong as one from before this program was written. */
void doctor_clock(struct doctor *doctor)
{
	const struct stat *database = doctor_look(doctor, doctor_path(doctor, "warung.db"));
	struct date now = date_now();
	struct buffer text = { 0 };

	if (date_civil(now).year >= 2024 && (database == NULL ||
	    date_unix(now) + DAY >= (int64_t)database->st_mtime))
		return;
	date_json(&text, now);
	doctor_problem(doctor, N_("The clock of this machine says %s, which cannot be: set it, or "
		"sessions and cookies will end too early or never."),
		buffer_keep(&text, doctor->arena));
}

void doctor_secret_key(struct doctor *doctor)
{
	const char *path = doctor_path(doctor, "secret.key");
	const char *secret = file_read(doctor->arena, path, DB_SECRET_LONGEST, NULL);

	if (secret == NULL && errno == ENOENT)
		doctor_problem(doctor, N_("There is no %s: bring it back from a backup, or let "
			"`warung init` make a new one, which signs everybody out."), path);
	else if (secret == NULL)
		doctor_problem(doctor, N_("%s cannot be read (%s): it must be a file of the "
			"owner's, mode 0600, and no link."), path, strerror(errno));
	else if (strlen(secret) < DB_SECRET_LETTERS)
		doctor_problem(doctor, N_("%s has only %zu letters, so that signatures could be "
			"forged: delete it and say `warung init`, which signs everybody out."),
			path, strlen(secret));
}

/* When it died more than a day ago, visitors should have swept it away. */
static bool is_long_dead(const char *path, struct date now)
{
	char head[SESSION_HEAD + 1];
	int fd = file_open(path);
	struct date expires;
	ssize_t got;

	if (fd < 0)
		return false;
	got = read(fd, head, SESSION_HEAD);
	close(fd);
	head[got > 0 ? got : 0] = '\0';
	return session_text_expires(head, &expires) && expires.us < date_after(now, -DAY).us;
}

void doctor_dead_sessions(struct doctor *doctor)
{
	const char *path = doctor_path(doctor, "sessions");
	DIR *folder = opendir(path);
	const struct dirent *entry;
	struct date now = date_now();
	size_t dead = 0;

	if (folder == NULL) {
		doctor_problem(doctor, N_("%s cannot be opened (%s): say `warung init`."), path,
			strerror(errno));
		return;
	}
	while ((entry = readdir(folder)) != NULL)
		dead += is_long_dead(arena_printf(doctor->arena, "%s/%s", path, entry->d_name),
			now);
	closedir(folder);
	if (dead >= DEAD_SESSIONS)
		doctor_problem(doctor, N_("%zu sessions that nobody can use any more fill %s: say "
			"`warung clearsessions`, best every night from cron."), dead, path);
}
