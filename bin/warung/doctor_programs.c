/*
 * The doctor on the CGI programs.  Under suEXEC, as shared hosts have it, Apache refuses what could
 * be anybody's program, with a number in its suexec.log.
 */
#include "doctor.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "child.h"

enum {
	SUEXEC_LEAST_USER = 100,  /* in Debian's: for users below it, it never runs anything */
	LOG_TAIL = 1024,          /* bytes */
};

/*
 * A web server's own user is not suEXEC's business, and programs that root installed for it are
 * safer still, as nobody can change them.
 */
static bool is_right_owner(const struct doctor *doctor, uid_t owner)
{
	return owner == doctor->data.st_uid ||
		(owner == 0 && doctor->data.st_uid < SUEXEC_LEAST_USER);
}

void doctor_programs_folder(struct doctor *doctor)
{
	const char *folder = doctor->errand->programs;
	const struct stat *is = doctor_look(doctor, folder);
	const char *owner = place_user(doctor->arena, doctor->data.st_uid);

	if (is == NULL) {
		doctor_problem(doctor, "The folder of the programs, %s, cannot be entered by "
			"%s: open the directories above it with `chmod o+x`.", folder, owner);
		return;
	}
	if ((is->st_mode & 022) != 0)
		doctor_problem(doctor, "Others than its owner may put programs into %s, and "
			"suEXEC refuses that (116): say `chmod go-w %s`.", folder, folder);
	if (!is_right_owner(doctor, is->st_uid))
		doctor_problem(doctor, "The programs in %s belong to %s, the data to %s, and "
			"suEXEC refuses that (120): give both to one user with chown.", folder,
			place_user(doctor->arena, is->st_uid), owner);
}

static void check_program(struct doctor *doctor, const struct stat *folder, const char *path)
{
	const struct stat *is = doctor_look(doctor, path);

	if (is == NULL)
		return;
	if (S_ISLNK(is->st_mode)) {
		doctor_problem(doctor, "%s is a link, and suEXEC refuses links (117): copy the "
			"program itself to that place.", path);
		return;
	}
	if ((is->st_mode & 022) != 0)
		doctor_problem(doctor, "Others than its owner may change %s, and suEXEC "
			"refuses that (118): say `chmod go-w %s`.", path, path);
	if ((is->st_mode & (S_ISUID | S_ISGID)) != 0)
		doctor_problem(doctor, "%s is setuid or setgid, and suEXEC refuses that (119): "
			"say `chmod ug-s %s`.", path, path);
	if (is->st_uid != folder->st_uid || is->st_gid != folder->st_gid)
		doctor_problem(doctor, "%s belongs to another user or group than the folder "
			"that it is in, and suEXEC refuses that (120): say `chown "
			"--reference=%s %s` as root.", path, doctor->errand->programs, path);
	if ((is->st_mode & S_IXUSR) == 0)
		doctor_problem(doctor, "%s is not executable, and no server can start it "
			"(suEXEC says 121): say `chmod 755 %s`.", path, path);
}

/* A program's name is its address, without a dot. */
void doctor_programs_files(struct doctor *doctor)
{
	const char *path = doctor->errand->programs;
	const struct stat *folder = doctor_look(doctor, path);
	DIR *directory = opendir(path);
	const struct dirent *entry;
	size_t count = 0;

	while (directory != NULL && (entry = readdir(directory)) != NULL)
		if (strchr(entry->d_name, '.') == NULL) {
			check_program(doctor, folder, arena_printf(doctor->arena, "%s/%s", path,
				entry->d_name));
			count++;
		}
	if (directory != NULL)
		closedir(directory);
	if (count == 0)
		doctor_problem(doctor, "There are no programs in %s, or %s may not look: copy "
			"them there, and say `chmod 755 %s`.", path,
			place_user(doctor->arena, doctor->data.st_uid), path);
}

/* Where warung.conf says that the data are, if not here; else NULL. */
static const char *configured_elsewhere(struct doctor *doctor)
{
	const char *data = place_configured(doctor->arena, doctor->errand->programs);
	struct stat is;

	return data == NULL || (stat(data, &is) == 0 && is.st_dev == doctor->data.st_dev &&
		is.st_ino == doctor->data.st_ino) ? NULL : data;
}

void doctor_programs_conf(struct doctor *doctor)
{
	const char *path = arena_printf(doctor->arena, "%s/warung.conf", doctor->errand->programs);
	const struct stat *is = doctor_look(doctor, path);
	const char *data;
	int fd;

	doctor->conf_is_ours = is == NULL;
	if (is == NULL)
		return;
	fd = file_open(path);
	if (fd < 0) {
		doctor_problem(doctor, "%s cannot read %s (%s): it must be a file, no link, of "
			"mode 0644.", place_user(doctor->arena, doctor->data.st_uid), path,
			strerror(errno));
		return;
	}
	close(fd);
	if ((is->st_mode & 022) != 0)
		doctor_problem(doctor, "Others than its owner may change %s, and with it which "
			"data the programs use: say `chmod go-w %s`.", path, path);
	data = configured_elsewhere(doctor);
	doctor->conf_is_ours = data == NULL;
	if (data != NULL)
		doctor_problem(doctor, "%s says that the data are in %s, but these here are in "
			"%s: correct it, or say `warung --data %s doctor`.", path, data,
			doctor->errand->data, data);
}

/* ---- do they start? ---- */

/* The end of the last line of the log, which says why a program just failed. */
static const char *last_logged(struct doctor *doctor)
{
	char tail[LOG_TAIL + 1], *line;
	int fd = file_open(doctor_path(doctor, "warung.log"));
	ssize_t got;

	if (fd < 0)
		return "";
	if (lseek(fd, -LOG_TAIL, SEEK_END) < 0)
		lseek(fd, 0, SEEK_SET);
	got = read(fd, tail, LOG_TAIL);
	close(fd);
	while (got > 0 && tail[got - 1] == '\n')
		got--;
	tail[got > 0 ? got : 0] = '\0';
	line = strrchr(tail, '\n');
	return arena_string(doctor->arena, line != NULL ? line + 1 : tail);
}

static void ask_program(struct doctor *doctor, const char *name, const char *path_info)
{
	static const char good[] = "Status: 200";
	struct arena *arena = doctor->arena;
	char *program = arena_printf(arena, "%s/%s", doctor->errand->programs, name);
	char *argv[] = { program, NULL };
	char *env[] = {
		arena_string(arena, "GATEWAY_INTERFACE=CGI/1.1"),
		arena_string(arena, "REQUEST_METHOD=HEAD"),
		arena_string(arena, "SERVER_PROTOCOL=HTTP/1.1"),
		arena_string(arena, "REMOTE_ADDR=127.0.0.1"),
		arena_printf(arena, "SCRIPT_NAME=/%s", name),
		arena_printf(arena, "PATH_INFO=%s", path_info),
		arena_printf(arena, "WARUNG_DATA=%s", doctor->errand->data),
		NULL,
	};
	struct child child = { 0 };

	if (!child_run(&child, arena, argv, env))
		doctor_problem(doctor, "%s does not start (%s): copy the program there again.",
			program, strerror(errno));
	else if (child.length == 0)
		doctor_problem(doctor, "%s starts but does not answer (%s): it was built for "
			"another machine, or a library is not installed.", program, child.err);
	else if (strncmp(child.out, good, sizeof good - 1) != 0)
		doctor_problem(doctor, "%s answers \"%.*s\" because of: %s", program,
			(int)strcspn(child.out, "\r\n"), child.out,
			*child.err != '\0' ? child.err : last_logged(doctor));
}

/* As a web server would, so that they read warung.conf and open the data: but only a shop's. */
void doctor_programs_answer(struct doctor *doctor)
{
	static const char nothing[] = "/00000000-0000-4000-8000-000000000000";

	if (doctor_look(doctor, doctor_path(doctor, "warung.db")) == NULL || !doctor->conf_is_ours)
		return;
	ask_program(doctor, "shop", "");
	ask_program(doctor, "json", nothing);
	ask_program(doctor, "xml", nothing);
}
