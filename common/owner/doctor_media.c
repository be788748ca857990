/* The doctor on the pictures: the folder that they lie in, and whether all are there. */
#include "owner/doctor.h"


#include "base/config.h"
#include "base/instant.h"
#include "base/media.h"
#include "model/picture.h"
#include "owner/passwd.h"

enum { FILES_MOST = 100000 };          /* that are looked at */

static const int64_t DAY = 86400;      /* seconds */

/* Where the programs keep them.  False: what they are told cannot be understood. */
static bool read_config(struct doctor *doctor, struct config *config)
{
	const char *programs = doctor->programs;

	*config = (struct config){ 0 };
	if (programs != NULL && !doctor->conf_is_ours)
		return false; /* the check of warung.conf said so */
	if (programs != NULL)
		config_read(config, doctor->arena,
			arena_printf(doctor->arena, "%s/warung.conf", programs));
	config->data = doctor->data;
	return true;
}

/* A folder that the owner named is read by a web server that is another user. */
static void check_folder(struct doctor *doctor, const char *folder, mode_t wanted)
{
	const struct stat *is = doctor_look(doctor, folder);
	const char *owner = passwd_name(doctor->arena, doctor->is.st_uid);

	if (is == NULL)
		return; /* nobody sent a picture yet; or some are missing, and that is said below */
	if (!S_ISDIR(is->st_mode))
		doctor_problem(doctor, N_("%s is not a directory, and pictures go there: move it "
			"away."), folder);
	else if (is->st_uid != doctor->is.st_uid)
		doctor_problem(doctor, N_("%s belongs to %s, so that the programs cannot put "
			"pictures there: say `chown -R %s %s` as root."), folder,
			passwd_name(doctor->arena, is->st_uid), owner, folder);
	else if ((is->st_mode & 0777) != wanted)
		doctor_problem(doctor, N_("%s has mode %04o, but a folder of pictures there needs "
			"%04o: say `chmod %o %s`."), folder, is->st_mode & 0777, wanted, wanted,
			folder);
}

/* Without it a server may run what lies there, if ever somebody puts a program in. */
static void check_htaccess(struct doctor *doctor, const char *folder)
{
	if (doctor_look(doctor, folder) != NULL &&
	    doctor_look(doctor, arena_printf(doctor->arena, "%s/.htaccess", folder)) == NULL)
		doctor_problem(doctor, N_("There is no file .htaccess in %s, which tells Apache to "
			"run nothing there: send a picture in the shop, and it makes one."),
			folder);
}

static bool is_there(struct doctor *doctor, const char *folder, const char *name)
{
	const char *small = media_thumbnail(doctor->arena, name);

	return doctor_look(doctor, arena_printf(doctor->arena, "%s/%s", folder, name)) != NULL &&
		doctor_look(doctor, arena_printf(doctor->arena, "%s/%s", folder, small)) != NULL;
}

static void check_missing(struct doctor *doctor, const char *folder, struct media_names shown)
{
	const char *first = NULL;
	size_t missing = 0;

	for (size_t i = 0; i < shown.count; i++)
		if (!is_there(doctor, folder, shown.name[i]) && missing++ == 0)
			first = shown.name[i];
	if (missing > 0)
		doctor_problem(doctor, N_("Pictures that the shop shows are missing in %s, %zu in "
			"all, the first %s: bring that folder back from a backup, or send them "
			"anew."), folder, missing, first);
}

/* Visitors sweep them away, so that is no problem. */
static void hint_at_unused(struct doctor *doctor, const struct config *config, const char *folder)
{
	struct media_names old = media_older(config, doctor->arena,
		date_unix(date_now()) - DAY, FILES_MOST);
	size_t unused = picture_unused(doctor->db, old).count;

	if (unused > 0)
		doctor_hint(doctor, N_("By the way: %s holds pictures that are shown nowhere, %zu "
			"in all; the shop deletes them by and by."), folder, unused);
}

void doctor_media(struct doctor *doctor)
{
	struct config config;
	const char *folder;

	if (!read_config(doctor, &config) || !doctor->has_shop)
		return;
	folder = config.media != NULL ? config.media : doctor_path(doctor, "media");
	check_folder(doctor, folder, config.media != NULL ? 0755 : 0700);
	if (config.media != NULL)
		check_htaccess(doctor, folder);
	if (doctor->req != NULL)
		return; /* a look at every file takes long */
	check_missing(doctor, folder, pictures_used(doctor->db));
	hint_at_unused(doctor, &config, folder);
}
