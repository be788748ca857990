/*
 * The doctor: looks at everything that is known to go wrong with a shop, and says it in plain
 * words.  The owner's command asks him for everything; the admin for what is known at once, in the
 * language of whoever asks.
 */
#ifndef OWNER_DOCTOR_H
#define OWNER_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "db/db.h"
#include "html/language.h"
#include "http/request.h"

struct finding {
	bool is_problem;      /* else a hint: nothing is wrong yet */
	const char *text;     /* what is wrong, and what to do; in the doctor's language */
	const char *setting;  /* the name of the one that mends it; NULL: none does */
};

struct doctor {
	struct arena *arena;
	const struct language *language;
	const char *data;            /* the data directory, absolute */
	const char *programs;        /* the folder of the CGI programs, or NULL: it was not found */
	const char *url;             /* where it is seen from outside; NULL: nobody said */
	bool enters_by_privilege;    /* the owner of the data could not even enter the directory */
	const struct request *req;   /* the admin's, who waits; NULL: there is time */
	struct db *db;               /* to read in */

	struct finding *finding;     /* what was found */
	size_t count, problems;
	struct finding *last;        /* of them; NULL: there was no room for it */

	/* What the checks tell each other. */
	bool has_data;               /* there is a data directory */
	struct stat is;              /* of the data directory */
	bool conf_is_ours;           /* warung.conf is understood, and means these data */
	bool has_shop;               /* the database can be read, and has our schema */
};

/* Find out everything; all but what is ours to know is set by the caller. */
void doctor_examine(struct doctor *doctor);

/* The doctor of a visitor who may see what he finds. */
struct doctor doctor_of_request(struct request *req);

/* One check more: what the library cannot bear is one more problem. */
void doctor_run(struct doctor *doctor, void (*look)(struct doctor *doctor));

/* A finding for the owner, by its N_() text: what is wrong, and what to do. */
void doctor_problem(struct doctor *doctor, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void doctor_hint(struct doctor *doctor, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The setting that mends what was found last. */
void doctor_mended_by(struct doctor *doctor, const char *setting);

/* DATA/name, and what lies there (lstat); NULL: nothing that can be looked at. */
const char *doctor_path(const struct doctor *doctor, const char *name);
const struct stat *doctor_look(const struct doctor *doctor, const char *path);

/* Is that host, with or without a port, this machine? */
bool doctor_is_local(const char *host);

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
void doctor_rows(struct doctor *doctor);

void doctor_programs_folder(struct doctor *doctor);
void doctor_programs_files(struct doctor *doctor);
void doctor_programs_conf(struct doctor *doctor);

void doctor_media(struct doctor *doctor);

void doctor_people(struct doctor *doctor);
void doctor_site(struct doctor *doctor);
void doctor_settings(struct doctor *doctor);

#endif
