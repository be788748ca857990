/* Session files. */
#include "session/session_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"
#include "base/random.h"
#include "session/session.h"

enum { ID_BYTES = 32, ID_LETTERS = 43 };

bool session_file_is_id(const char *id)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	return strlen(id) == ID_LETTERS && strspn(id, letters) == ID_LETTERS;
}

const char *session_file_new_id(struct arena *arena)
{
	unsigned char random[ID_BYTES];

	random_bytes(random, sizeof random);
	return sodium_bin2base64(arena_alloc(arena, ID_LETTERS + 1), ID_LETTERS + 1,
		random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static const char *path_of(struct arena *arena, const char *directory, const char *id)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char name[2 * sizeof hash + 1];

	crypto_hash_sha256(hash, (const unsigned char *)id, strlen(id));
	sodium_bin2hex(name, sizeof name, hash, sizeof hash);
	return arena_printf(arena, "%s/sessions/%s", directory, name);
}

/* What is there but cannot be read just now must not sign anybody out; what is not ours may. */
static void fail_unless_there_is_none(void)
{
	static const int lasting[] = { ENOENT, EACCES, EFBIG, EINVAL, EISDIR, ELOOP, ENXIO };

	for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++)
		if (errno == lasting[i])
			return;
	fail_errno(503, "a session file");
}

const char *session_file_read(struct arena *arena, const char *directory, const char *id)
{
	const char *text = file_read(arena, path_of(arena, directory, id), SESSION_LARGEST, NULL);

	if (text == NULL)
		fail_unless_there_is_none();
	return text;
}

/* The lock is on the file itself.  Whoever replaced it meanwhile left us the old one: try again. */
static bool is_current(int fd, const char *path)
{
	struct stat locked, current;

	return fstat(fd, &locked) == 0 && stat(path, &current) == 0 &&
		locked.st_ino == current.st_ino && locked.st_dev == current.st_dev;
}

int session_file_lock(struct arena *arena, const char *directory, const char *id)
{
	const char *path = path_of(arena, directory, id);

	while (!process_late()) {
		int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

		if (fd < 0) {
			fail_unless_there_is_none();
			return -1;
		}
		if (flock(fd, LOCK_EX) == 0 && is_current(fd, path))
			return fd;
		close(fd);
	}
	fail(503, "another request holds the session for too long");
}

bool session_file_prepare(struct arena *arena, const char *directory, const char *id,
	const char *text, char name[FILE_NAME])
{
	return file_write_beside(path_of(arena, directory, id), name, text, strlen(text));
}

bool session_file_place(struct arena *arena, const char *directory, const char *id,
	const char *name)
{
	return rename(name, path_of(arena, directory, id)) == 0;
}

void session_file_delete(struct arena *arena, const char *directory, const char *id)
{
	unlink(path_of(arena, directory, id));
}
