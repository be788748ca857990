/*
 * What a file of a picture says of itself, read before any decoder sees it: what kind it is, how
 * large it is, and whether it is whole.  Neither its name nor its type is asked.
 */
#ifndef BASE_IMAGE_H
#define BASE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum {
	IMAGE_SIDE = 20000,        /* pixels that a side may have */
	IMAGE_AREA = 40000000,     /* pixels of the whole */
	IMAGE_PNG_EXCESS = 1 << 20, /* bytes that pixels may inflate to beyond what they take */
	IMAGE_SCANS = 100,         /* of a JPEG: each takes as long as a picture */
};

enum image_type { IMAGE_GIF, IMAGE_JPEG, IMAGE_PNG, IMAGE_WEBP };

struct image {
	enum image_type type;
	uint32_t width, height;    /* the largest that is said anywhere in it */
	const uint8_t *bytes;      /* what to decode; of an animated WebP it is the first frame */
	size_t length;
	const uint8_t *exif;       /* a TIFF (Exif 2.3 section 4.5), unchecked, or NULL */
	size_t exif_length;
};

/*
 * Is it a whole PNG, JPEG, GIF or WebP?  PNGs have good checksums.  What stands behind the end is
 * ignored.  The pointers go into the bytes.
 */
bool image_read(struct image *image, const void *bytes, size_t length);

/* May it be decoded?  More than IMAGE_SIDE or IMAGE_AREA would take all of a machine's memory. */
bool image_fits(const struct image *image);

/*
 * The image with nothing but what a decoder needs.  A PNG's texts and profiles, and what stands
 * behind its pixels, may inflate a thousandfold and keep a decoder busy for minutes: the former go,
 * and with the latter this is false.  The decoders of the other kinds skip what they do not need.
 * The image must fit; the bytes are in the arena, or the image's own.
 */
bool image_bare(struct image *bare, struct arena *arena, const struct image *image);

#endif
