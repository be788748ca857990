/*
 * measure: what a program costs, from its start to its end.
 *
 *	measure RUNS [NAME=VALUE ...] PROGRAM [-- [NAME=VALUE ...] PROGRAM] ...
 *
 * Runs the programs in turns, so that all of them see the same weather, each with exactly the given
 * environment, as a web server would, and with nothing to read.  Prints a line for each: the median
 * time in microseconds, and of page faults and resident kB the most.  Ends when a program fails.
 *
 * This is C because a child is charged with the memory of the process that it is spawned from: it
 * has to be small.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROGRAMS = 16, RUNS = 10000 };

struct program {
	char **env;
	char *argv[2];
	long micros[RUNS];
	long faults;
	long resident;
};

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "measure: %s\n", what);
	exit(1);
}

/*
 * Cut `words` at each "--" into programs; returns how many.  The last word of each is the program,
 * the others are its environment, which ends where that word was.
 */
static int split(char **words, struct program *programs)
{
	int n = 0;

	for (char **start = words, **end; *start != NULL; start = *end == NULL ? end : end + 1) {
		for (end = start; *end != NULL && strcmp(*end, "--") != 0; end++)
			;
		if (end == start || n == PROGRAMS)
			die("a program is missing, or there are too many");
		programs[n].env = start;
		programs[n++].argv[0] = end[-1];
		end[-1] = NULL;
	}
	return n;
}

static long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void run(struct program *program, const posix_spawn_file_actions_t *nothing, long turn)
{
	struct rusage usage;
	pid_t pid;
	int status;
	long start = now();

	if (posix_spawn(&pid, program->argv[0], nothing, NULL, program->argv, program->env) != 0)
		die(program->argv[0]);
	if (wait4(pid, &status, 0, &usage) != pid || status != 0)
		die(program->argv[0]);
	program->micros[turn] = now() - start;
	if (program->faults < usage.ru_minflt + usage.ru_majflt)
		program->faults = usage.ru_minflt + usage.ru_majflt;
	if (program->resident < usage.ru_maxrss)
		program->resident = usage.ru_maxrss;
}

static int compare(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	static struct program programs[PROGRAMS];
	posix_spawn_file_actions_t nothing;
	long runs = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	int n;

	if (runs < 1 || runs > RUNS)
		die("usage: measure RUNS [NAME=VALUE ...] PROGRAM [-- ...]");
	n = split(argv + 2, programs);
	posix_spawn_file_actions_init(&nothing);
	posix_spawn_file_actions_addopen(&nothing, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&nothing, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	for (long turn = 0; turn < runs; turn++)
		for (int i = 0; i < n; i++)
			run(&programs[i], &nothing, turn);
	for (int i = 0; i < n; i++) {
		qsort(programs[i].micros, (size_t)runs, sizeof programs[i].micros[0], compare);
		printf("%ld %ld %ld\n", programs[i].micros[runs / 2], programs[i].faults,
			programs[i].resident);
	}
	return 0;
}
