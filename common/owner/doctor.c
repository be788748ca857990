/* The doctor: in which order he looks, and how he says what he found. */
#include "owner/doctor.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/fail.h"

enum { FINDINGS_MOST = 400, FINDING_LONGEST = 8192 /* bytes */ };

/* In this order: what is said first explains what comes behind it. */
static const struct {
	void (*look)(struct doctor *doctor);
	enum { ALWAYS, WITH_TIME, WITH_PROGRAMS } when;
} checks[] = {
	{ doctor_data_owners, ALWAYS },
	{ doctor_data_modes, ALWAYS },
	{ doctor_data_place, ALWAYS },
	{ doctor_disk_space, ALWAYS },
	{ doctor_file_system, ALWAYS },
	{ doctor_clock, ALWAYS },
	{ doctor_secret_key, ALWAYS },
	{ doctor_journals, ALWAYS },
	{ doctor_database, ALWAYS },
	{ doctor_rows, ALWAYS },
	{ doctor_people, ALWAYS },
	{ doctor_settings, ALWAYS },
	{ doctor_site, ALWAYS },
	{ doctor_dead_sessions, WITH_TIME },
	{ doctor_programs_folder, WITH_PROGRAMS },
	{ doctor_programs_files, WITH_PROGRAMS },
	{ doctor_programs_conf, WITH_PROGRAMS },
	{ doctor_media, ALWAYS },
};

/* More than a page of them helps nobody. */
static void __attribute__((format(printf, 3, 0))) find(struct doctor *doctor, bool is_problem,
	const char *format, va_list arguments)
{
	char text[FINDING_LONGEST];

	doctor->problems += is_problem;
	doctor->last = NULL;
	if (doctor->finding == NULL)
		doctor->finding = arena_array(doctor->arena, FINDINGS_MOST,
			sizeof *doctor->finding);
	if (doctor->count == FINDINGS_MOST)
		return;
	vsnprintf(text, sizeof text, translate(doctor->language, format), arguments);
	doctor->last = &doctor->finding[doctor->count++];
	*doctor->last = (struct finding){ .is_problem = is_problem,
		.text = arena_string(doctor->arena, text) };
}

void doctor_problem(struct doctor *doctor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	find(doctor, true, format, arguments);
	va_end(arguments);
}

void doctor_hint(struct doctor *doctor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	find(doctor, false, format, arguments);
	va_end(arguments);
}

void doctor_mended_by(struct doctor *doctor, const char *setting)
{
	if (doctor->last != NULL)
		doctor->last->setting = setting;
}

const char *doctor_path(const struct doctor *doctor, const char *name)
{
	return arena_printf(doctor->arena, "%s/%s", doctor->data, name);
}

const struct stat *doctor_look(const struct doctor *doctor, const char *path)
{
	struct stat *is = arena_alloc(doctor->arena, sizeof *is);

	return lstat(path, is) == 0 ? is : NULL;
}

bool doctor_is_local(const char *host)
{
	static const char *const hosts[] = { "localhost", "127.", "[::1]" };

	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		size_t length = strlen(hosts[i]);

		if (strncasecmp(host, hosts[i], length) == 0 &&
		    (hosts[i][length - 1] == '.' || strchr(":/", host[length]) != NULL))
			return true;
	}
	return false;
}

/* Without it there is nothing else to look at. */
static void find_data(struct doctor *doctor)
{
	if (stat(doctor->data, &doctor->is) != 0)
		doctor_problem(doctor, N_("There is no data directory %s (%s): make it with "
			"`warung init`, or name another with --data."), doctor->data,
			strerror(errno));
	else if (!S_ISDIR(doctor->is.st_mode))
		doctor_problem(doctor, N_("%s is not a directory: move it away, then say "
			"`warung init`."), doctor->data);
	doctor->has_data = doctor->problems == 0;
}

void doctor_run(struct doctor *doctor, void (*look)(struct doctor *doctor))
{
	struct failure failure, *before = fail_catch(&failure);

	if (setjmp(failure.at) == 0)
		look(doctor);
	else
		doctor_problem(doctor, N_("A check could not be finished: %s."), failure.reason);
	fail_catch(before);
}

void doctor_examine(struct doctor *doctor)
{
	find_data(doctor);
	for (size_t i = 0; doctor->has_data && i < sizeof checks / sizeof *checks; i++)
		if (checks[i].when == ALWAYS ||
		    (checks[i].when == WITH_TIME && doctor->req == NULL) ||
		    (checks[i].when == WITH_PROGRAMS && doctor->programs != NULL))
			doctor_run(doctor, checks[i].look);
}

/* The folder that the running program is in; NULL: nobody knows. */
static const char *own_folder(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

	if (length < 0)
		return NULL;
	path[length] = '\0';
	*strrchr(path, '/') = '\0';
	return arena_string(arena, path);
}

struct doctor doctor_of_request(struct request *req)
{
	return (struct doctor){ .arena = req->arena, .language = req->language, .req = req,
		.data = req->config.data, .db = req->db, .programs = own_folder(req->arena) };
}
