/* Small files: read whole, replaced whole. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * The text of a regular file of at most `most` bytes, NUL-terminated in the arena; *length (may be
 * NULL) its bytes.  NULL when there is none, with errno set: ENOENT, or EFBIG, EINVAL (not a
 * regular file, a link) and what open gives.
 */
char *file_read(struct arena *arena, const char *path, size_t most, size_t *length);

/*
 * Its two halves: open a file to read it, whatever stands there (a FIFO does not hang, a link is
 * not followed); and read what is open.  -1 and NULL with errno set.
 */
int file_open(const char *path);
char *file_read_open(struct arena *arena, int fd, size_t most, size_t *length);

/*
 * Put a file in the place of `path`, mode 0600: a reader sees the old or the new one, whole.  It is
 * on the disk before it takes the place.  False with errno set, and the old file as it was, when
 * anything went wrong.
 */
bool file_replace(const char *path, const char *bytes, size_t length);

/*
 * The first half of it: write a new file beside `path`, its name into `name`; then only a rename is
 * left to do.  False with errno set, and nothing left behind.
 */
enum { FILE_NAME = 4096 };
bool file_write_beside(const char *path, char name[FILE_NAME], const char *bytes, size_t length);

/* The same, but a file that is there already stays, and the answer is false with EEXIST. */
bool file_create(const char *path, const char *bytes, size_t length);

/* A file without a name in that directory, to be read and written; -1 with errno set. */
int file_unlinked(const char *directory);

/* Write everything, over interruptions and short writes; false with errno set. */
bool file_write_all(int fd, const char *bytes, size_t length);

#endif
