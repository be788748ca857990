/*
 * A picture made anew: upright, on white, scaled down, as JPEG, in two sizes.  Of the file that was
 * sent nothing is left but what can be seen: no place, no camera, no other file inside.
 */
#ifndef BASE_PICTURE_H
#define BASE_PICTURE_H

#include "base/arena.h"
#include "base/image.h"

enum {
	PICTURE_SIDE = 1280,                          /* pixels; of the one for a page, at most */
	PICTURE_THUMBNAIL_WIDTH = 480, PICTURE_THUMBNAIL_HEIGHT = 360,
};

struct picture_size {
	int width, height;         /* pixels */
};

/* Its proportions in a square of that side; the largest piece of 4:3 in the middle of a page. */
struct picture_size picture_fit(struct picture_size size, int side);
struct picture_size picture_crop(struct picture_size page);

/* That piece, at most as large as the above. */
struct picture_size picture_thumbnail(struct picture_size page);

struct jpeg {
	const char *bytes;
	size_t length;
};

struct picture {
	struct picture_size size;
	struct jpeg page, thumbnail;
};

/*
 * Decode and make it; false when it is corrupted.  The image must fit (image_fits).  It takes up to
 * 400 MiB for a moment: fails (503) when there is no memory.  The JPEGs are in the arena.
 */
bool picture_make(struct picture *picture, struct arena *arena, const struct image *image);

#endif
