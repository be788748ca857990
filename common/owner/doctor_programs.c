/*
 * The doctor on the CGI programs.  Under suEXEC, as shared hosts have it, Apache refuses what could
 * be anybody's program, with a number in its suexec.log.
 */
#include "owner/doctor.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/file.h"
#include "owner/passwd.h"

/* In Debian's: for users below it, it never runs anything. */
enum { SUEXEC_LEAST_USER = 100 };

/*
 * A web server's own user is not suEXEC's business, and programs that root installed for it are
 * safer still, as nobody can change them.
 */
static bool is_right_owner(const struct doctor *doctor, uid_t owner)
{
	return owner == doctor->is.st_uid ||
		(owner == 0 && doctor->is.st_uid < SUEXEC_LEAST_USER);
}

void doctor_programs_folder(struct doctor *doctor)
{
	const char *folder = doctor->programs;
	const struct stat *is = doctor_look(doctor, folder);
	const char *owner = passwd_name(doctor->arena, doctor->is.st_uid);

	if (is == NULL) {
		doctor_problem(doctor, N_("The folder of the programs, %s, cannot be entered by "
			"%s: open the directories above it with `chmod o+x`."), folder, owner);
		return;
	}
	if ((is->st_mode & 022) != 0)
		doctor_problem(doctor, N_("Others than its owner may put programs into %s, and "
			"suEXEC refuses that (116): say `chmod go-w %s`."), folder, folder);
	if (!is_right_owner(doctor, is->st_uid))
		doctor_problem(doctor, N_("The programs in %s belong to %s, the data to %s, and "
			"suEXEC refuses that (120): give both to one user with chown."), folder,
			passwd_name(doctor->arena, is->st_uid), owner);
}

static void check_program(struct doctor *doctor, const struct stat *folder, const char *path)
{
	const struct stat *is = doctor_look(doctor, path);

	if (is == NULL)
		return;
	if (S_ISLNK(is->st_mode)) {
		doctor_problem(doctor, N_("%s is a link, and suEXEC refuses links (117): copy the "
			"program itself to that place."), path);
		return;
	}
	if ((is->st_mode & 022) != 0)
		doctor_problem(doctor, N_("Others than its owner may change %s, and suEXEC "
			"refuses that (118): say `chmod go-w %s`."), path, path);
	if ((is->st_mode & (S_ISUID | S_ISGID)) != 0)
		doctor_problem(doctor, N_("%s is setuid or setgid, and suEXEC refuses that (119): "
			"say `chmod ug-s %s`."), path, path);
	if (is->st_uid != folder->st_uid || is->st_gid != folder->st_gid)
		doctor_problem(doctor, N_("%s belongs to another user or group than the folder "
			"that it is in, and suEXEC refuses that (120): say `chown "
			"--reference=%s %s` as root."), path, doctor->programs, path);
	if ((is->st_mode & S_IXUSR) == 0)
		doctor_problem(doctor, N_("%s is not executable, and no server can start it "
			"(suEXEC says 121): say `chmod 755 %s`."), path, path);
}

/* A program's name is its address, without a dot. */
void doctor_programs_files(struct doctor *doctor)
{
	const char *path = doctor->programs;
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
		doctor_problem(doctor, N_("There are no programs in %s, or %s may not look: copy "
			"them there, and say `chmod 755 %s`."), path,
			passwd_name(doctor->arena, doctor->is.st_uid), path);
}

/* Where warung.conf says that the data are, if not here; else NULL. */
static const char *configured_elsewhere(struct doctor *doctor)
{
	struct config config;
	struct stat is;

	config_read(&config, doctor->arena,
		arena_printf(doctor->arena, "%s/warung.conf", doctor->programs));
	return config.data == NULL || (stat(config.data, &is) == 0 &&
		is.st_dev == doctor->is.st_dev && is.st_ino == doctor->is.st_ino) ?
		NULL : config.data;
}

void doctor_programs_conf(struct doctor *doctor)
{
	const char *path = arena_printf(doctor->arena, "%s/warung.conf", doctor->programs);
	const struct stat *is = doctor_look(doctor, path);
	const char *data;
	int fd;

	doctor->conf_is_ours = is == NULL;
	if (is == NULL)
		return;
	fd = file_open(path);
	if (fd < 0) {
		doctor_problem(doctor, N_("%s cannot read %s (%s): it must be a file, no link, of "
			"mode 0644."), passwd_name(doctor->arena, doctor->is.st_uid), path,
			strerror(errno));
		return;
	}
	close(fd);
	if ((is->st_mode & 022) != 0)
		doctor_problem(doctor, N_("Others than its owner may change %s, and with it which "
			"data the programs use: say `chmod go-w %s`."), path, path);
	data = configured_elsewhere(doctor);
	doctor->conf_is_ours = data == NULL;
	if (data != NULL)
		doctor_problem(doctor, N_("%s says that the data are in %s, but these here are in "
			"%s: correct it, or say `warung --data %s doctor`."), path, data,
			doctor->data, data);
}
