/*
 * The folder with the pictures, from which the web server hands them out.  A picture is two files:
 * "NAME-WIDTHxHEIGHT.jpg", 22 random letters and its size in pixels, is the one for a page and the
 * picture's name; "NAME-WIDTHxHEIGHT-small.jpg" is its thumbnail.
 */
#ifndef BASE_MEDIA_H
#define BASE_MEDIA_H

#include <stdint.h>

#include "base/config.h"
#include "base/picture.h"

/*
 * Put a picture into the folder, which is made when it is not there; its name is in the arena.
 * Both files are on the disk.  A folder that the owner chose gets an .htaccess, if it has none.
 * Fails (503), and leaves nothing, when there is no room.
 */
const char *media_store(const struct config *config, struct arena *arena,
	const struct picture *picture);

/* Take both files away, if they are there.  What is no name of ours is left alone. */
void media_remove(const struct config *config, struct arena *arena, const char *name);

/*
 * A file of the folder, whole, as it comes from a backup and goes into one.  media_read: in the
 * arena, NULL with errno set.  media_write fails (503) when there is no room.
 */
char *media_read(const struct config *config, struct arena *arena, const char *file,
	size_t *length);
void media_write(const struct config *config, struct arena *arena, const char *file,
	const char *bytes, size_t length);

/* The file of its thumbnail, and what its name says; { 0, 0 } when it is no name of ours. */
const char *media_thumbnail(struct arena *arena, const char *name);
struct picture_size media_size(const char *name);

struct media_names {
	const char **name;
	size_t count;
};

/*
 * The names of the pictures, and of halves of one, whose files are older than that (seconds since
 * 1970); no more than `most` files are looked at, others each time if there are more.  What was
 * never finished is deleted.
 */
struct media_names media_older(const struct config *config, struct arena *arena, int64_t since,
	size_t most);

#endif
