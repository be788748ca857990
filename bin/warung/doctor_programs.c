/* The doctor on the CGI programs: do they start? */
#include "doctor.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "child.h"

enum { LOG_TAIL = 1024 /* bytes */ };

/* The end of the last line of the log, which says why a program just failed. */
static const char *last_logged(struct doctor *doctor)
{
	char tail[LOG_TAIL + 1], *line;
	int fd = file_open(doctor_path(doctor, "warung.log"));
	ssize_t got;

	if (fd < 0)
		return "";
	if (lseek(fd, -LOG_TAIL, SEEK_END) < 0)
		lseek(fd, 0, SEEK_SET);
	got = read(fd, tail, LOG_TAIL);
	close(fd);
	while (got > 0 && tail[got - 1] == '\n')
		got--;
	tail[got > 0 ? got : 0] = '\0';
	line = strrchr(tail, '\n');
	return arena_string(doctor->arena, line != NULL ? line + 1 : tail);
}

static void ask_program(struct doctor *doctor, const char *name, const char *path_info)
{
	static const char good[] = "Status: 200";
	struct arena *arena = doctor->arena;
	char *program = arena_printf(arena, "%s/%s", doctor->programs, name);
	char *argv[] = { program, NULL };
	char *env[] = {
		arena_string(arena, "GATEWAY_INTERFACE=CGI/1.1"),
		arena_string(arena, "REQUEST_METHOD=HEAD"),
		arena_string(arena, "SERVER_PROTOCOL=HTTP/1.1"),
		arena_string(arena, "REMOTE_ADDR=127.0.0.1"),
		arena_printf(arena, "SCRIPT_NAME=/%s", name),
		arena_printf(arena, "PATH_INFO=%s", path_info),
		arena_printf(arena, "WARUNG_DATA=%s", doctor->data),
		NULL,
	};
	struct child child = { 0 };

	if (!child_run(&child, arena, argv, env))
		doctor_problem(doctor, "%s does not start (%s): copy the program there again.",
			program, strerror(errno));
	else if (child.length == 0)
		doctor_problem(doctor, "%s starts but does not answer (%s): it was built for "
			"another machine, or a library is not installed.", program, child.err);
	else if (strncmp(child.out, good, sizeof good - 1) != 0)
		doctor_problem(doctor, "%s answers \"%.*s\" because of: %s", program,
			(int)strcspn(child.out, "\r\n"), child.out,
			*child.err != '\0' ? child.err : last_logged(doctor));
}

/* As a web server would, so that they read warung.conf and open the data: but only a shop's. */
void doctor_programs_answer(struct doctor *doctor)
{
	static const char nothing[] = "/00000000-0000-4000-8000-000000000000";

	if (doctor_look(doctor, doctor_path(doctor, "warung.db")) == NULL || !doctor->conf_is_ours)
		return;
	ask_program(doctor, "shop", "");
	ask_program(doctor, "json", nothing);
	ask_program(doctor, "xml", nothing);
}
