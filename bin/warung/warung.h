/* The owner's command: what its files share. */
#ifndef WARUNG_H
#define WARUNG_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "base/arena.h"
#include "db/db.h"

/* One call of the command. */
struct errand {
	struct arena *arena;
	struct db db;
	const char *data;           /* the data directory, absolute */
	const char *programs;       /* the folder of the CGI programs, or NULL: it was not found */
	const char *name;           /* the argument: a member's name as it was given */
	const char *url;            /* --url, or NULL */
	bool password_stdin;
	bool recovery;
	bool enters_by_privilege;   /* the owner of the data could not even enter the directory */
};

/* The commands; each returns the exit status, or fail()s, which is 1 and one line on stderr. */
int command_init(struct errand *errand);
int command_createsuperuser(struct errand *errand);
int command_changepassword(struct errand *errand);
int command_clearsessions(struct errand *errand);
int command_doctor(struct errand *errand);

/* One line, whatever bytes are in the names that it tells of: none of them commands a terminal. */
void print_line(FILE *out, const char *text);

/* ---- where things are, and whose ---- */

/* Learn where the data and the programs are; errand->data may hold what --data said. */
void place_find(struct errand *errand);

/* `data` of the warung.conf in that folder; NULL: it does not say, or there is none. */
const char *place_configured(struct arena *arena, const char *programs);

/*
 * From here on be the owner of the data directory, so that no file of root's is left in it.  Fails
 * when it is neither ours nor are we root.  A directory that does not exist will be ours.
 */
void place_become_owner(struct errand *errand);

/* Fails when there is no data directory: a mistyped --data must not make another shop. */
void place_require(const struct errand *errand);

/* The name of a user, for people; its number when /etc/passwd has none. */
const char *place_user(struct arena *arena, uid_t user);

/* ---- new passwords ---- */

/* All of standard input but for one newline at its end; fails on what no form would take. */
const char *prompt_stdin(struct arena *arena);

/* Asked for twice on the terminal, without echo; fails when there is no terminal. */
const char *prompt_terminal(struct arena *arena, const char *whose);

#endif
