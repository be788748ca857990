/* A picture made anew, by libgd. */
#include "base/picture.h"

#include <fcntl.h>
#include <gd.h>
#include <gd_errors.h>
#include <libexif/exif-data.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"

enum { QUALITY = 82 };

/* ---- decoding ---- */

/* What libgd said while it decoded: it makes a picture of half a JPEG, too, and only warns. */
static bool is_corrupted;

/* Some cameras put bytes between the scans, which harm nobody. */
__attribute__((format(printf, 2, 0)))
static void hear(int priority, const char *format, va_list arguments)
{
	char said[200];

	(void)priority;
	vsnprintf(said, sizeof said, format, arguments);
	is_corrupted |= strstr(said, "extraneous bytes") == NULL;
}

/* The libraries below libgd speak to standard error, which is the server's log. */
static int mute(void)
{
	int loud = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (loud >= 0 && nowhere >= 0)
		dup2(nowhere, STDERR_FILENO);
	if (nowhere >= 0)
		close(nowhere);
	return loud;
}

static void unmute(int loud)
{
	if (loud >= 0) {
		dup2(loud, STDERR_FILENO);
		close(loud);
	}
}

static gdImagePtr decode_jpeg(int length, void *bytes)
{
	return gdImageCreateFromJpegPtrEx(length, bytes, 0);
}

/* NULL when it is corrupted. */
static gdImagePtr decode(const struct image *image)
{
	static gdImagePtr (*const decoders[])(int length, void *bytes) = {
		[IMAGE_GIF] = gdImageCreateFromGifPtr,
		[IMAGE_JPEG] = decode_jpeg,
		[IMAGE_PNG] = gdImageCreateFromPngPtr,
		[IMAGE_WEBP] = gdImageCreateFromWebpPtr,
	};
	gdImagePtr decoded;
	int loud = mute();

	is_corrupted = false;
	gdSetErrorMethod(hear);
	decoded = decoders[image->type]((int)image->length, (void *)image->bytes);
	unmute(loud);
	if (decoded != NULL && is_corrupted) {
		gdImageDestroy(decoded);
		return NULL;
	}
	return decoded;
}

/* libgd does not say why it gave up. */
static void require_memory(const struct image *image)
{
	size_t pixels = (size_t)image->width * image->height;
	void *memory = malloc(10 * pixels);

	if (memory == NULL)
		fail(503, "no memory for a picture of %ux%u", image->width, image->height);
	free(memory);
}

/* ---- upright ---- */

/* Exif 2.3 section 4.6.4: 1, upright, to 8; 1 when it is not said. */
static int orientation(struct arena *arena, const struct image *image)
{
	static const char prefix[] = "Exif\0"; /* and a NUL, by which libexif knows where it is */
	size_t length = sizeof prefix + image->exif_length;
	char *bytes = arena_alloc(arena, length);
	ExifData *data = exif_data_new();
	ExifEntry *entry;
	int number = 1;

	if (data == NULL)
		fail(503, "no memory for Exif data");
	memcpy(bytes, prefix, sizeof prefix);
	if (image->exif != NULL)
		memcpy(bytes + sizeof prefix, image->exif, image->exif_length);
	exif_data_load_data(data, (unsigned char *)bytes, (unsigned)length);
	entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
	if (entry != NULL && entry->format == EXIF_FORMAT_SHORT && entry->size >= 2)
		number = exif_get_short(entry->data, exif_data_get_byte_order(data));
	exif_data_unref(data);
	return number >= 1 && number <= 8 ? number : 1;
}

static gdImagePtr canvas(struct picture_size size)
{
	gdImagePtr empty = gdImageCreateTrueColor(size.width, size.height);

	if (empty == NULL)
		fail(503, "no memory for a picture of %dx%d", size.width, size.height);
	return empty;
}

static struct picture_size size_of(gdImagePtr pixels)
{
	return (struct picture_size){ gdImageSX(pixels), gdImageSY(pixels) };
}

/* Takes the picture, and gives it or another back. */
static gdImagePtr turn(gdImagePtr lying, int how)
{
	static const struct {
		bool swap, mirror_x, mirror_y;
	} turns[] = {
		[2] = { false, true, false }, [3] = { false, true, true },
		[4] = { false, false, true }, [5] = { true, false, false },
		[6] = { true, false, true }, [7] = { true, true, true },
		[8] = { true, true, false },
	};
	struct picture_size from = size_of(lying);
	gdImagePtr upright;

	if (how == 1)
		return lying;
	upright = canvas(turns[how].swap ?
		(struct picture_size){ from.height, from.width } : from);
	for (int y = 0; y < gdImageSY(upright); y++)
		for (int x = 0; x < gdImageSX(upright); x++) {
			int from_x = turns[how].swap ? y : x, from_y = turns[how].swap ? x : y;

			from_x = turns[how].mirror_x ? from.width - 1 - from_x : from_x;
			from_y = turns[how].mirror_y ? from.height - 1 - from_y : from_y;
			gdImageTrueColorPixel(upright, x, y) =
				gdImageTrueColorPixel(lying, from_x, from_y);
		}
	gdImageDestroy(lying);
	return upright;
}

/* ---- making ---- */

/* What lies in the middle of a picture, that large, on white. */
static gdImagePtr scale(gdImagePtr from, struct picture_size piece, struct picture_size to)
{
	gdImagePtr scaled = canvas(to);

	gdImageFilledRectangle(scaled, 0, 0, to.width - 1, to.height - 1,
		gdTrueColor(255, 255, 255));
	gdImageCopyResampled(scaled, from, 0, 0, (gdImageSX(from) - piece.width) / 2,
		(gdImageSY(from) - piece.height) / 2, to.width, to.height,
		piece.width, piece.height);
	return scaled;
}

static struct jpeg encode(struct arena *arena, gdImagePtr pixels)
{
	int length = 0;
	void *made = gdImageJpegPtr(pixels, &length, QUALITY);
	struct jpeg jpeg;

	if (made == NULL)
		fail(503, "no memory for a JPEG");
	jpeg = (struct jpeg){ arena_copy(arena, made, (size_t)length), (size_t)length };
	gdFree(made);
	return jpeg;
}

bool picture_make(struct picture *picture, struct arena *arena, const struct image *image)
{
	gdImagePtr whole = NULL, page, thumbnail;
	struct image bare;

	if (image_bare(&bare, arena, image))
		whole = decode(&bare);
	if (whole == NULL) {
		require_memory(image);
		return false;
	}
	page = scale(whole, size_of(whole), picture_fit(size_of(whole), PICTURE_SIDE));
	gdImageDestroy(whole);
	page = turn(page, orientation(arena, image));
	picture->size = size_of(page);
	picture->page = encode(arena, page);
	thumbnail = scale(page, picture_crop(picture->size), picture_thumbnail(picture->size));
	gdImageDestroy(page);
	picture->thumbnail = encode(arena, thumbnail);
	gdImageDestroy(thumbnail);
	return true;
}
