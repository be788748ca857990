/* What the doctor looks at, and how a check says what it found. */
#ifndef DOCTOR_H
#define DOCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "warung.h"

struct doctor {
	struct arena *arena;
	const struct errand *errand;
	struct stat data;    /* of the data directory, once it is known to be one */
	size_t problems;
	bool conf_is_ours;   /* the programs' warung.conf is understood, and means these data */
	const char *pictures; /* the names of all that are shown, sorted, between spaces, or NULL */
};

/* A line for the owner: what is wrong, and what to do. */
void doctor_problem(struct doctor *doctor, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A line that is no problem. */
void doctor_hint(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* DATA/name, and what lies there (lstat); NULL: nothing that can be looked at. */
const char *doctor_path(const struct doctor *doctor, const char *name);
const struct stat *doctor_look(const struct doctor *doctor, const char *path);

/* ---- the checks ---- */

void doctor_data_modes(struct doctor *doctor);
void doctor_data_owners(struct doctor *doctor);
void doctor_data_place(struct doctor *doctor);
void doctor_disk_space(struct doctor *doctor);
void doctor_file_system(struct doctor *doctor);
void doctor_secret_key(struct doctor *doctor);
void doctor_dead_sessions(struct doctor *doctor);
void doctor_clock(struct doctor *doctor);

void doctor_journals(struct doctor *doctor);
void doctor_database(struct doctor *doctor);

void doctor_programs_folder(struct doctor *doctor);
void doctor_programs_files(struct doctor *doctor);
void doctor_programs_conf(struct doctor *doctor);
void doctor_programs_answer(struct doctor *doctor);

void doctor_media(struct doctor *doctor);

void doctor_url(struct doctor *doctor);

#endif
