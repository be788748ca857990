/* The owner's command: what its files share. */
#ifndef WARUNG_H
#define WARUNG_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "base/arena.h"
#include "db/db.h"

/* Of what a file can be half made at the same time. */
enum { UNFINISHED_BACKUP, UNFINISHED_DATABASE, UNFINISHED_KEY, UNFINISHED };

/* One call of the command. */
struct errand {
	struct arena *arena;
	struct db db;
	const char *data;           /* the data directory, absolute */
	const char *programs;       /* the folder of the CGI programs, or NULL: it was not found */
	const char *name;           /* the argument, a member's name or a file, as it was given */
	char *const *names;         /* all arguments, and a NULL */
	const char *url;            /* --url, or NULL */
	const char *format;         /* of fixtures: "json", "xml", or NULL */
	bool password_stdin;
	bool recovery;
	bool yes;                   /* nothing is asked */
	bool enters_by_privilege;   /* the owner of the data could not even enter the directory */
	const char *unfinished[UNFINISHED]; /* files that are only half made: deleted in the end */
};

/* The commands; each returns the exit status, or fail()s, which is 1 and one line on stderr. */
int command_init(struct errand *errand);
int command_createsuperuser(struct errand *errand);
int command_changepassword(struct errand *errand);
int command_clearsessions(struct errand *errand);
int command_backup(struct errand *errand);
int command_restore(struct errand *errand);
void restore_remind(const struct errand *errand); /* of one that was killed */
int command_migrate(struct errand *errand);
int command_dumpdata(struct errand *errand);
int command_loaddata(struct errand *errand);
int command_doctor(struct errand *errand);

/* One line, whatever bytes are in the names that it tells of: none of them commands a terminal. */
void print_line(FILE *out, const char *text);

/* ---- where things are, and whose ---- */

/* Learn where the data and the programs are; errand->data may hold what --data said. */
void place_find(struct errand *errand);

/*
 * From here on be the owner of the data directory, so that no file of root's is left in it.  Fails
 * when it is neither ours nor are we root.  A directory that does not exist will be ours.
 */
void place_become_owner(struct errand *errand);

/* Fails when there is no data directory: a mistyped --data must not make another shop. */
void place_require(const struct errand *errand);

/*
 * Fails when the data directory holds things that are not a shop's: a mistyped one stays as it is.
 * One that is not there is fine.
 */
void place_refuse_strangers(const struct errand *errand);

/* ---- new passwords ---- */

/* All of standard input but for one newline at its end; fails on what no form would take. */
const char *prompt_stdin(struct arena *arena);

/* Asked for twice on the terminal, without echo; fails when there is no terminal. */
const char *prompt_terminal(struct arena *arena, const char *whose);

#endif
