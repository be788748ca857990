/* New passwords: never from an argument, which every user of the machine can read. */
#include "warung.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "auth/password.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

enum { ROOM = PASSWORD_LONGEST + 2 /* a newline, and one more byte, which is too many */ };

/* The bytes of a password, perhaps with its newline (any system's), as a text. */
static const char *check(struct arena *arena, const char *bytes, size_t length)
{
	if (length > 0 && bytes[length - 1] == '\n')
		length -= length > 1 && bytes[length - 2] == '\r' ? 2 : 1;
	if (length == 0)
		fail(400, "the password is empty");
	if (length > PASSWORD_LONGEST)
		fail(400, "the password is longer than %d bytes", PASSWORD_LONGEST);
	if (memchr(bytes, '\0', length) != NULL || memchr(bytes, '\n', length) != NULL)
		fail(400, "a password has no null characters and no line breaks");
	if (!text_valid(bytes, length))
		fail(400, "the password is not UTF-8");
	return arena_copy(arena, bytes, length);
}

/* Up to ROOM bytes, from a terminal only one line; -1 with errno set. */
static ssize_t read_bytes(int fd, char bytes[ROOM], bool one_line)
{
	size_t length = 0;

	while (length < ROOM && !(one_line && length > 0 && bytes[length - 1] == '\n')) {
		ssize_t got = read(fd, bytes + length, ROOM - length);

		if (got == 0)
			break;
		if (got < 0 && errno != EINTR)
			return -1;
		length += got > 0 ? (size_t)got : 0;
	}
	return (ssize_t)length;
}

const char *prompt_stdin(struct arena *arena)
{
	char bytes[ROOM];
	ssize_t length = read_bytes(STDIN_FILENO, bytes, false);

	if (length < 0)
		fail_errno(500, "standard input");
	return check(arena, bytes, (size_t)length);
}

/* ---- on the terminal ---- */

static int terminal;
static struct termios as_it_was;

static const int deadly[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };

static void on_deadly_signals(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = (int)SA_RESETHAND };

	for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
		sigaction(deadly[i], &action, NULL);
}

/* Whoever gives up typing wants to see again what is typed.  Raised once more, the signal kills. */
static void interrupted(int signal_number)
{
	tcsetattr(terminal, TCSADRAIN, &as_it_was);
	raise(signal_number);
}

static void echo_off(void)
{
	struct termios silent;

	if (tcgetattr(terminal, &as_it_was) != 0)
		fail_errno(500, "the terminal");
	on_deadly_signals(interrupted);
	signal(SIGTSTP, SIG_IGN);
	silent = as_it_was;
	silent.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	if (tcsetattr(terminal, TCSADRAIN, &silent) != 0)
		fail_errno(500, "the terminal");
}

static void echo_on(void)
{
	tcsetattr(terminal, TCSADRAIN, &as_it_was);
	on_deadly_signals(SIG_DFL);
	signal(SIGTSTP, SIG_DFL);
}

static ssize_t ask(const char *question, char answer[ROOM])
{
	ssize_t length;

	file_write_all(terminal, question, strlen(question));
	length = read_bytes(terminal, answer, true);
	file_write_all(terminal, "\n", 1);
	return length;
}

const char *prompt_terminal(struct arena *arena, const char *whose)
{
	const char *question = arena_printf(arena, "New password of %s: ", whose);
	char once[ROOM], again[ROOM];
	ssize_t length, length_again;

	terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (terminal < 0)
		fail(400, "there is no terminal to ask on: use --password-stdin");
	echo_off();
	length = ask(question, once);
	length_again = ask("The same again: ", again);
	echo_on();
	close(terminal);
	if (length < 0 || length_again < 0)
		fail(500, "the terminal went away");
	if (length != length_again || memcmp(once, again, (size_t)length) != 0)
		fail(400, "the two passwords are not the same");
	return check(arena, once, (size_t)length);
}
