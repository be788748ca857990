/*
 * A file that says it is a picture: whatever it holds, it is refused or made into two small JPEGs,
 * of the sizes that they should have.
 */
#include "fuzz.h"

#include "base/picture.h"

enum { LARGEST = 1 << 16 /* pixels: larger ones take time, and nothing else is new in them */ };

static struct picture picture;
static bool is_made;

static void make(void *image)
{
	is_made = picture_make(&picture, &arena, image);
}

static void check_jpeg(struct jpeg jpeg, struct picture_size size)
{
	struct image image;

	must(image_read(&image, jpeg.bytes, jpeg.length));
	must(image.type == IMAGE_JPEG && image.exif == NULL);
	must((int)image.width == size.width && (int)image.height == size.height);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct image image, bare;

	if (image_read(&image, bytes, size) && image_fits(&image) &&
	    (size_t)image.width * image.height <= LARGEST) {
		must(image.bytes >= bytes && image.bytes + image.length <= bytes + size);
		must(!image_bare(&bare, &arena, &image) || bare.length <= image.length);
		must(fuzz_outcome(make, &image) == 0);
		if (is_made) {
			check_jpeg(picture.page, picture.size);
			check_jpeg(picture.thumbnail, picture_thumbnail(picture.size));
		}
	}
	arena_free(&arena);
	return 0;
}
