/* The state of a process that a web server started. */
#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { GRACE_SECONDS = 5 };

static volatile sig_atomic_t late;

static void ring(int signal_number)
{
	(void)signal_number;
	late = 1;
	signal(SIGALRM, SIG_DFL);
	alarm(GRACE_SECONDS);
}

/* A database that got descriptor 2 would be overwritten by the first error message. */
static void open_standard_descriptors(void)
{
	struct pollfd standard[3] = { { .fd = 0 }, { .fd = 1 }, { .fd = 2 } };

	if (poll(standard, 3, 0) <= 0)
		return;
	for (int i = 0; i < 3; i++)
		if ((standard[i].revents & POLLNVAL) && open("/dev/null", O_RDWR) != i)
			_exit(1);
}

static void limit_resources(void)
{
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	setrlimit(RLIMIT_CPU, &(struct rlimit){ 15, 20 });
	setrlimit(RLIMIT_AS, &(struct rlimit){ 512ul << 20, 512ul << 20 });
}

void process_begin(void)
{
	struct sigaction on_alarm = { .sa_handler = ring };

	open_standard_descriptors();
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	limit_resources();
	sigaction(SIGALRM, &on_alarm, NULL);
	alarm(PROCESS_SECONDS);
}

void process_answers(void)
{
	alarm(0);
}

void process_outlive(void)
{
	signal(SIGTERM, SIG_IGN);
}

bool process_detach(void)
{
	if (fork() != 0)
		return false;
	setsid();
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		close(fd);
	open_standard_descriptors();
	alarm(PROCESS_SECONDS);
	return true;
}

bool process_late(void)
{
	return late != 0;
}
