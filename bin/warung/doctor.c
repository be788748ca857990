/* doctor: look at everything that is known to go wrong with a shop, and say it in plain words. */
#include "doctor.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* In this order: what is said first explains what comes behind it. */
static const struct {
	void (*look)(struct doctor *doctor);
	enum { NOTHING, PROGRAMS, URL } needs; /* besides a data directory */
} checks[] = {
	{ doctor_data_owners, NOTHING },
	{ doctor_data_modes, NOTHING },
	{ doctor_data_place, NOTHING },
	{ doctor_disk_space, NOTHING },
	{ doctor_file_system, NOTHING },
	{ doctor_clock, NOTHING },
	{ doctor_secret_key, NOTHING },
	{ doctor_journals, NOTHING },
	{ doctor_database, NOTHING },
	{ doctor_dead_sessions, NOTHING },
	{ doctor_programs_folder, PROGRAMS },
	{ doctor_programs_files, PROGRAMS },
	{ doctor_programs_conf, PROGRAMS },
	{ doctor_media, NOTHING },
	{ doctor_programs_answer, PROGRAMS },
	{ doctor_url, URL },
};

static void __attribute__((format(printf, 1, 0))) say(const char *format, va_list arguments)
{
	char *text;

	if (vasprintf(&text, format, arguments) < 0)
		fail(503, "out of memory");
	print_line(stdout, text);
	free(text);
}

void doctor_problem(struct doctor *doctor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	doctor->problems++;
}

void doctor_hint(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
}

const char *doctor_path(const struct doctor *doctor, const char *name)
{
	return arena_printf(doctor->arena, "%s/%s", doctor->errand->data, name);
}

const struct stat *doctor_look(const struct doctor *doctor, const char *path)
{
	struct stat *is = arena_alloc(doctor->arena, sizeof *is);

	return lstat(path, is) == 0 ? is : NULL;
}

/* Without it there is nothing else to look at. */
static bool find_data(struct doctor *doctor)
{
	const char *data = doctor->errand->data;

	if (stat(data, &doctor->data) != 0)
		doctor_problem(doctor, "There is no data directory %s (%s): make it with "
			"`warung init`, or name another with --data.", data, strerror(errno));
	else if (!S_ISDIR(doctor->data.st_mode))
		doctor_problem(doctor, "%s is not a directory: move it away, then say `warung "
			"init`.", data);
	return doctor->problems == 0;
}

static bool is_possible(const struct errand *errand, int needs)
{
	return needs == NOTHING || (needs == PROGRAMS && errand->programs != NULL) ||
		(needs == URL && errand->url != NULL);
}

/* What the library cannot bear is one more problem, and the other checks still have their turn. */
static void run_check(struct doctor *doctor, void (*look)(struct doctor *doctor))
{
	struct failure failure;

	fail_catch(&failure);
	if (setjmp(failure.at) == 0)
		look(doctor);
	else
		doctor_problem(doctor, "A check could not be finished: %s.", failure.reason);
	fail_catch(NULL);
}

int command_doctor(struct errand *errand)
{
	struct doctor doctor = { .arena = errand->arena, .errand = errand };
	bool has_data = find_data(&doctor);

	for (size_t i = 0; has_data && i < sizeof checks / sizeof *checks; i++)
		if (is_possible(errand, checks[i].needs))
			run_check(&doctor, checks[i].look);
	if (doctor.problems == 0)
		puts("Everything is well.");
	return doctor.problems > 0;
}
