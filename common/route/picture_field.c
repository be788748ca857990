/* A field of a form with which a picture is sent. */
#include "route/picture.h"

#include <string.h>
#include <unistd.h>

#include "base/media.h"
#include "base/text.h"
#include "session/queue.h"

/* A decoded picture takes hundreds of megabytes. */
static const struct slots PICTURE_SLOTS = { "picture.lock", 1, "make a picture" };

static const char *invalid(const struct request *req)
{
	return _("Upload a valid image. The file you uploaded was either not an image or a "
		"corrupted image.");
}

/* As Python's pathlib: ".png" and "a." have none. */
static const char *extension(const struct request *req, const char *filename)
{
	const char *dot = strrchr(filename, '.');

	return dot == NULL || dot == filename ? "" : text_fold(req->arena, dot + 1);
}

static bool is_allowed(const char *extension)
{
	static const char *const allowed[] = { "gif", "jpeg", "jpg", "png", "webp" };

	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (strcmp(extension, allowed[i]) == 0)
			return true;
	return false;
}

/* The first thing that is wrong with a file, in the order in which Django looks; NULL: nothing. */
static const char *problem(const struct request *req, const struct upload *file,
	struct image *image)
{
	size_t points = text_points(file->filename);

	if (points > PICTURE_FILENAME_LONGEST)
		return arena_printf(req->arena,
			_("Ensure this filename has at most %d characters (it has %zu)."),
			PICTURE_FILENAME_LONGEST, points);
	if (file->length == 0)
		return _("The submitted file is empty.");
	if (!image_read(image, file->bytes, file->length))
		return invalid(req);
	if (!is_allowed(extension(req, file->filename)))
		return arena_printf(req->arena, _("File extension “%s” is not allowed. Allowed "
			"extensions are: gif, jpeg, jpg, png, webp."),
			extension(req, file->filename));
	if (!image_fits(image))
		return _("This picture has too many pixels. Please make it smaller: 40 "
			"megapixels at most, and no side over 20000 pixels.");
	return NULL;
}

static const char *make(struct request *req, const struct image *image)
{
	struct picture picture;
	const char *name = NULL;
	int slot = queue_for_slot(req, &PICTURE_SLOTS);

	if (picture_make(&picture, req->arena, image)) {
		name = media_store(&req->config, req->arena, &picture);
		picture_drop(req, name); /* unless a row will name it */
	}
	close(slot);
	return name;
}

const char *field_picture(struct request *req, struct field *field, const char *current)
{
	const struct upload *file = request_file(req, field->name);
	const char *clear = pairs_get(&req->form, arena_printf(req->arena, "%s-clear",
		field->name));
	const char *fault, *name = "";
	struct image image;

	if (file == NULL && clear == NULL)
		return current;
	if (file != NULL) {
		fault = clear == NULL ? problem(req, file, &image) :
			_("Please either submit a file or check the clear checkbox, not both.");
		name = fault == NULL ? make(req, &image) : NULL;
		if (name == NULL) {
			field_error(field, fault != NULL ? fault : invalid(req));
			return current;
		}
	}
	picture_drop(req, current);
	return name;
}
