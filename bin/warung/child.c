/* Other programs. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"

/* Up to `most` bytes.  Who would write more finds the pipe closed. */
static char *read_and_close(struct arena *arena, int fd, size_t most, size_t *length)
{
	char *bytes = arena_alloc(arena, most + 1);
	ssize_t got = 1;

	*length = 0;
	while (*length < most && got != 0) {
		got = read(fd, bytes + *length, most - *length);
		if (got < 0 && errno != EINTR)
			break;
		*length += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	return bytes;
}

static int start(pid_t *pid, char *const argv[], char *const env[], int out, int err)
{
	posix_spawn_file_actions_t files;
	int cause;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
	cause = posix_spawnp(pid, argv[0], &files, NULL, argv, env);
	posix_spawn_file_actions_destroy(&files);
	return cause;
}

bool child_run(struct child *child, struct arena *arena, char *const argv[], char *const env[])
{
	int out[2], err = memfd_create("stderr", MFD_CLOEXEC), cause;
	size_t length;
	char *line;
	pid_t pid;

	if (err < 0 || pipe2(out, O_CLOEXEC) != 0)
		fail_errno(500, "a pipe");
	cause = start(&pid, argv, env, out[1], err);
	close(out[1]);
	child->out = read_and_close(arena, out[0], CHILD_OUT, &child->length);
	if (cause == 0)
		while (waitpid(pid, &child->status, 0) < 0 && errno == EINTR)
			;
	lseek(err, 0, SEEK_SET);
	child->err = line = read_and_close(arena, err, CHILD_ERR, &length);
	line[strcspn(line, "\n")] = '\0';
	errno = cause;
	return cause == 0;
}
