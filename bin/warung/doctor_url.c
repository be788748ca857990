/*
 * The doctor from outside: what a stranger sees.  Mostly, whether the web server hands out what it
 * must not, which no look at files can tell.
 */
#include "doctor.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"
#include "db/create.h"
#include "child.h"

enum { CANARY_LETTERS = 40, NAME_LETTERS = 12 };

/* What is asked for, and what the answer must not hold: a secret that nobody else could know. */
struct leak {
	const char *what, *text;
	const char *cure;
};

static const char OUT_OF_THERE[] = "move the data out of the web server's folders, say in "
	"warung.conf where they are, delete secret.key and say `warung init`";

/* ---- the canary: a file that is nobody's secret, to see whether its neighbours are safe ---- */

static char canary[4096]; /* its path; "": there is none */

static void remove_canary(void)
{
	if (*canary != '\0')
		unlink(canary);
	*canary = '\0';
}

/* The handler was reset: raised once more, the signal kills. */
static void interrupted(int signal_number)
{
	remove_canary();
	raise(signal_number);
}

static void remove_canary_in_any_case(void)
{
	static const int deadly[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE };
	struct sigaction removing = { .sa_handler = interrupted, .sa_flags = (int)SA_RESETHAND };

	for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
		sigaction(deadly[i], &removing, NULL);
	atexit(remove_canary);
}

/* Its name; what stands in it goes to `text`.  NULL: it could not be made. */
static const char *make_canary(struct doctor *doctor, char text[CANARY_LETTERS + 1])
{
	char letters[NAME_LETTERS + 1];
	const char *name, *path;

	random_letters(text, CANARY_LETTERS);
	random_letters(letters, NAME_LETTERS);
	name = arena_printf(doctor->arena, "canary-%s.txt", letters);
	path = doctor_path(doctor, name);
	if (strlen(path) >= sizeof canary)
		return NULL;
	remove_canary_in_any_case();
	strcpy(canary, path);
	if (file_create(path, text, CANARY_LETTERS) && chmod(path, 0644) == 0)
		return name;
	doctor_problem(doctor, "No file can be made in %s (%s): see who owns it and whether "
		"the disk is full.", doctor->data, strerror(errno));
	return NULL;
}

/* ---- asking ---- */

/* What a GET brings, with a NUL behind it.  NULL: nothing, or no good answer; *why says so. */
static const char *fetch(struct doctor *doctor, const char *url, const char **why)
{
	static const char *const options[] = {
		"curl", "-q", "-gsSfL", "--path-as-is", "--proto", "=http,https",
		"--max-redirs", "5", "--max-time", "20", "--",
	};
	enum { OPTIONS = sizeof options / sizeof *options };
	struct arena *arena = doctor->arena;
	char *argv[OPTIONS + 2] = { 0 };
	struct child child = { 0 };

	for (size_t i = 0; i < OPTIONS; i++)
		argv[i] = arena_string(arena, options[i]);
	argv[OPTIONS] = arena_string(arena, url);
	if (!child_run(&child, arena, argv, environ)) {
		*why = arena_printf(arena, "curl: %s", strerror(errno));
		return NULL;
	}
	*why = child.err;
	return child.length > 0 ? child.out : NULL;
}

static void must_not_hold(struct doctor *doctor, const char *url, const struct leak *leak)
{
	const char *why, *body = fetch(doctor, url, &why);

	if (body != NULL && strstr(body, leak->text) != NULL)
		doctor_problem(doctor, "%s shows %s to everybody: %s.", url, leak->what,
			leak->cure);
}

static void must_not_be_program(struct doctor *doctor, const char *url)
{
	const char *why, *body = fetch(doctor, url, &why);

	if (body != NULL && strncmp(body, "\177ELF", 4) == 0)
		doctor_problem(doctor, "%s hands out the program instead of running it: tell "
			"the web server that this folder is for CGI programs.", url);
}

/* ---- where ---- */

/* Behind "https://host:port". */
static size_t origin_length(const char *url)
{
	const char *host = strstr(url, "://") + 3;

	return (size_t)(host - url) + strcspn(host, "/");
}

static void look_below(struct doctor *doctor, const char *folder, const char *name,
	const struct leak *of_canary)
{
	static const struct leak of_conf = { "warung.conf", "data =",
		"forbid names with a dot in the folder of the programs, as apache.conf does" };
	const char *secret = file_read(doctor->arena, doctor_path(doctor, "secret.key"),
		DB_SECRET_LONGEST, NULL);
	const struct leak of_secret = { "the secret key", secret, OUT_OF_THERE };
	const char *base = strrchr(doctor->data, '/') + 1;
	struct arena *arena = doctor->arena;
	const char *canaries[] = {
		"", arena_printf(arena, "%s/", base), "data/", "var/", "media/../", "cgi-bin/",
		arena_printf(arena, "cgi-bin/%s/", base),
	};
	static const char *const confs[] = { "warung.conf", "cgi-bin/warung.conf" };
	static const char *const programs[] = { "shop", "json", "cgi-bin/shop", "cgi-bin/json" };

	for (size_t i = 0; i < sizeof canaries / sizeof *canaries; i++)
		must_not_hold(doctor, arena_printf(arena, "%s%s%s", folder, canaries[i], name),
			of_canary);
	for (size_t i = 0; i < sizeof confs / sizeof *confs; i++)
		must_not_hold(doctor, arena_printf(arena, "%s%s", folder, confs[i]), &of_conf);
	if (secret != NULL && *secret != '\0')
		must_not_hold(doctor, arena_printf(arena, "%ssecret.key", folder), &of_secret);
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		must_not_be_program(doctor, arena_printf(arena, "%s%s", folder, programs[i]));
}

/* In the shop's own folder, and in those above it: data may lie beside the shop. */
static void look_everywhere(struct doctor *doctor, const char *url)
{
	char *folder = arena_printf(doctor->arena, "%s/", url);
	size_t origin = origin_length(url), length = strlen(url);
	char text[CANARY_LETTERS + 1];
	const struct leak of_canary = { "a file of the data directory", text, OUT_OF_THERE };
	const char *name = make_canary(doctor, text);

	while (name != NULL && length >= origin) {
		folder[length + 1] = '\0';
		look_below(doctor, folder, name, &of_canary);
		if (length == origin)
			break;
		while (folder[--length] != '/')
			;
	}
	remove_canary();
}

/* ---- the shop itself ---- */

/* The address without a query, and without slashes at its end. */
static const char *without_end(struct arena *arena, const char *url)
{
	char *copy = arena_copy(arena, url, strcspn(url, "?#"));
	size_t length = strlen(copy);

	while (length > origin_length(copy) && copy[length - 1] == '/')
		copy[--length] = '\0';
	return copy;
}

void doctor_url(struct doctor *doctor)
{
	const char *url = doctor->url, *why;
	const char *page = fetch(doctor, url, &why);

	if (page == NULL) {
		doctor_problem(doctor, "%s does not answer as a shop (%s): see whether the web "
			"server runs, what its error log and warung.log say, and whether curl "
			"is installed.", url, why);
		return;
	}
	if (strstr(page, "<a class=\"brand\"") == NULL)
		doctor_problem(doctor, "%s answers, but that is no page of this shop: see "
			"where the web server has its CGI folder.", url);
	if (strncmp(url, "http:", 5) == 0 && !doctor_is_local(strstr(url, "://") + 3))
		doctor_problem(doctor, "%s is not encrypted, so that passwords can be read on "
			"their way: let the web server speak https, and name that address.", url);
	look_everywhere(doctor, without_end(doctor->arena, url));
}
