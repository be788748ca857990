/*
 * warung [--data DIR] COMMAND: what only the owner of a shop may do, from a terminal.
 * It lies outside the folder of the CGI programs, and refuses to run for a web server.
 */
#include "warung.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "progress.h"

enum { USAGE = 2 /* exit status */ };

/* Options. */
enum { DATA = 1, PASSWORD_STDIN = 2, RECOVERY = 4, URL = 8, HELP = 16, YES = 32, FORMAT = 64 };

static const struct command {
	const char *name, *arguments, *does;
	int (*run)(struct errand *errand);
	enum { ALONE, WITH_NAME, PERHAPS_WITH_NAME, WITH_NAMES } takes; /* besides its own name */
	unsigned options; /* which it takes besides --data */
} commands[] = {
	{ "init", "", "make the data directory and the database in it",
	  command_init, ALONE, 0 },
	{ "createsuperuser", " NAME [--password-stdin]", "a new member who may do everything",
	  command_createsuperuser, WITH_NAME, PASSWORD_STDIN },
	{ "changepassword", " NAME [--password-stdin | --recovery]",
	  "a new password, or new recovery codes to hand to the member",
	  command_changepassword, WITH_NAME, PASSWORD_STDIN | RECOVERY },
	{ "clearsessions", "", "delete the sessions that nobody can use any more",
	  command_clearsessions, ALONE, 0 },
	{ "backup", " [FILE]",
	  "the whole shop as it is now, in one new file that only you may read:\n"
	  "      database (with the hashes of passwords), pictures and secret.key, but not\n"
	  "      the sessions; keep it like cash",
	  command_backup, PERHAPS_WITH_NAME, 0 },
	{ "restore", " FILE [--yes]",
	  "the shop as it was when that backup was made; what is there now\n"
	  "      is backed up first",
	  command_restore, WITH_NAME, YES },
	{ "migrate", "", "make data of an older version fit these programs; backs them up first",
	  command_migrate, ALONE, 0 },
	{ "dumpdata", " [--format json|xml] [MODEL ...]",
	  "print the data as Django's dumpdata does: all, or main.product, auth ...;\n"
	  "      Django itself reads `dumpdata auth main`",
	  command_dumpdata, WITH_NAMES, FORMAT },
	{ "loaddata", " FILE", "put such data into the shop: all that is in the file, or nothing",
	  command_loaddata, WITH_NAME, 0 },
	{ "doctor", " [--url URL]", "say what is wrong, a line each; with --url from outside, too",
	  command_doctor, ALONE, URL },
};

static void print_usage(FILE *out)
{
	fputs("usage: warung [--data DIR] COMMAND\n\n", out);
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		fprintf(out, "  %s%s\n      %s\n",
			commands[i].name, commands[i].arguments, commands[i].does);
	fputs("\nThe data directory is DIR, else WARUNG_DATA, else what warung.conf beside the\n"
		"programs says, else " WARUNG_DATADIR ".\n", out);
}

static _Noreturn void misused(void)
{
	print_usage(stderr);
	exit(USAGE);
}

void print_line(FILE *out, const char *text)
{
	for (; *text != '\0'; text++)
		fputc(iscntrl((unsigned char)*text) ? '?' : *text, out);
	fputc('\n', out);
}

static int complain(const char *reason)
{
	progress_end();
	fputs("warung: ", stderr);
	print_line(stderr, reason);
	return EXIT_FAILURE;
}

/* Take the options out of argv; which there were. */
static unsigned read_options(struct errand *errand, int argc, char **argv)
{
	static const struct option options[] = {
		{ "data", required_argument, NULL, DATA },
		{ "password-stdin", no_argument, NULL, PASSWORD_STDIN },
		{ "recovery", no_argument, NULL, RECOVERY },
		{ "url", required_argument, NULL, URL },
		{ "yes", no_argument, NULL, YES },
		{ "format", required_argument, NULL, FORMAT },
		{ "help", no_argument, NULL, HELP },
		{ NULL, 0, NULL, 0 },
	};
	unsigned given = 0;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == '?')
			misused();
		if (option == DATA)
			errand->data = optarg;
		if (option == URL)
			errand->url = optarg;
		if (option == FORMAT)
			errand->format = optarg;
		given |= (unsigned)option;
	}
	errand->password_stdin = given & PASSWORD_STDIN;
	errand->recovery = given & RECOVERY;
	errand->yes = given & YES;
	return given;
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (name != NULL && strcmp(name, commands[i].name) == 0)
			return &commands[i];
	misused();
}

static bool suits(const struct command *command, int arguments)
{
	static const struct {
		int least, most;
	} takes[] = {
		[ALONE] = { 0, 0 }, [WITH_NAME] = { 1, 1 }, [PERHAPS_WITH_NAME] = { 0, 1 },
		[WITH_NAMES] = { 0, INT_MAX },
	};

	return arguments >= takes[command->takes].least && arguments <= takes[command->takes].most;
}

static bool is_web_address(const char *url)
{
	return strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
}

/* Do the options go together, and mean anything? */
static bool are_sensible(const struct errand *errand)
{
	return !(errand->password_stdin && errand->recovery) &&
		(errand->url == NULL || is_web_address(errand->url)) &&
		(errand->format == NULL || strcmp(errand->format, "json") == 0 ||
			strcmp(errand->format, "xml") == 0) &&
		(errand->data == NULL || *errand->data != '\0');
}

static const struct command *read_command_line(struct errand *errand, int argc, char **argv)
{
	unsigned given = read_options(errand, argc, argv);
	const struct command *command;

	if (given & HELP) {
		print_usage(stdout);
		exit(fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
	}
	command = find_command(argv[optind]);
	if (!suits(command, argc - optind - 1) || !are_sensible(errand) ||
	    (given & ~(DATA | command->options)) != 0)
		misused();
	errand->name = argv[optind + 1];
	errand->names = argv + optind + 1;
	return command;
}

static int carry_out(const struct command *command, struct errand *errand)
{
	int status;

	place_find(errand);
	place_become_owner(errand);
	if (command->run != command_restore)
		restore_remind(errand);
	errand->db = (struct db){ .directory = errand->data, .arena = errand->arena };
	status = command->run(errand);
	if (fflush(stdout) != 0)
		fail_errno(500, "standard output");
	return status;
}

int main(int argc, char **argv)
{
	static struct arena arena;
	static struct errand errand = { .arena = &arena };
	static struct failure failure;
	const struct command *command;
	int status;

	umask(077);
	if (getenv("GATEWAY_INTERFACE") != NULL || getenv("REQUEST_METHOD") != NULL)
		return complain("this is the owner's command, and no web server may run it");
	command = read_command_line(&errand, argc, argv);
	fail_catch(&failure);
	if (setjmp(failure.at) == 0)
		status = carry_out(command, &errand);
	else
		status = complain(failure.reason);
	for (size_t i = 0; i < UNFINISHED; i++)
		if (errand.unfinished[i] != NULL)
			unlink(errand.unfinished[i]);
	db_close(&errand.db);
	arena_free(&arena);
	return status;
}
